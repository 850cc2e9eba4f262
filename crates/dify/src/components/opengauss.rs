use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "opengauss",
    about: Text::new("A vector store (openGauss)", "ベクトルストア(openGauss)"),
    called: Text::new("opengauss", "opengauss"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(1, 1, 0)),

    images: &[named("opengauss", read("D:docker/docker-compose.yaml")), named("opengauss-server", general())],
    shipped: Shipped {
        repository: "opengauss/opengauss",
        tag: Tag::Listed(&[fact("7.0.0-RC1", read("D:docker/docker-compose.yaml").since(v(1, 1, 0)))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["OPENGAUSS_HOST"],
    chart_names: &["opengauss"],
    used_when: chosen_as(Component::Opengauss, &["opengauss"]),

    ports: &[clients(6600, "sql", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("opengauss"), "GS_PASSWORD")],
    asked_with: Some("OPENGAUSS_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
