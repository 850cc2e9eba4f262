use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "myscale",
    about: Text::new("A vector store (MyScaleDB)", "ベクトルストア(MyScaleDB)"),
    called: Text::new("myscale", "myscale"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 6, 14)),

    images: &[named("myscaledb", read("D:docker/docker-compose.yaml")), named("myscale", general())],
    shipped: Shipped {
        repository: "myscale/myscaledb",
        tag: Tag::Listed(&[fact("1.6.4", read("D:docker/docker-compose.yaml").since(v(0, 6, 14)))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["MYSCALE_HOST"],
    chart_names: &["myscale"],
    used_when: chosen_as(Component::Myscale, &["myscale"]),

    ports: &[clients(8123, "http", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[],
    asked_with: None,
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
