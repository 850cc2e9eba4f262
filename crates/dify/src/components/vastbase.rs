use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "vastbase",
    about: Text::new("A vector store (Vastbase)", "ベクトルストア(Vastbase)"),
    called: Text::new("vastbase", "vastbase"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(1, 3, 1)),

    images: &[named("vastbase-vector", read("D:docker/docker-compose.yaml")), named("vastbase", general())],
    shipped: Shipped { repository: "vastdata/vastbase-vector", tag: Tag::Listed(&[], None) },
    modes: &[],
    told_by: None,
    named_by: &["VASTBASE_HOST"],
    chart_names: &["vastbase"],
    used_when: chosen_as(Component::Vastbase, &["vastbase"]),

    ports: &[clients(5432, "postgresql", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("vastbase"), "VB_PASSWORD")],
    asked_with: Some("VASTBASE_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
