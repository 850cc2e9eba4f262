use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "oracle",
    about: Text::new("A vector store (Oracle Database)", "ベクトルストア(Oracle Database)"),
    called: Text::new("oracle", "oracle"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[
        published("database", "free", read("D:docker/docker-compose.yaml")),
        named("oracle-free", general()),
        named("oracle-xe", general()),
    ],
    shipped: Shipped {
        repository: "container-registry.oracle.com/database/free",
        tag: Tag::Listed(&[fact("latest", read("D:docker/docker-compose.yaml"))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["ORACLE_DSN"],
    chart_names: &["oracle"],
    used_when: chosen_as(Component::Oracle, &["oracle"]),

    ports: &[clients(1521, "listener", general())],
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
