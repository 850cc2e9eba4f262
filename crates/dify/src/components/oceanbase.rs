use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "oceanbase",
    about: Text::new("A vector store (OceanBase or seekdb)", "ベクトルストア(OceanBase または seekdb)"),
    called: Text::new("oceanbase", "oceanbase"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 11, 0)),

    images: &[
        named("oceanbase-ce", read("D:docker/docker-compose.yaml")),
        named("oceanbase", general()),
        named("seekdb", read("D:docker/docker-compose.yaml")),
    ],
    shipped: Shipped {
        repository: "oceanbase/oceanbase-ce",
        tag: Tag::Listed(&[fact("4.3.5-lts", read("D:docker/docker-compose.yaml").since(v(0, 11, 0)))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["OCEANBASE_VECTOR_HOST"],
    chart_names: &["oceanbase", "seekdb"],
    // It may be the main database too (DB_TYPE), whatever VECTOR_STORE says.
    used_when: None,

    ports: &[clients(2881, "sql", read("D:docker/docker-compose.yaml"))],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[
        checks(Purpose::VectorStoreKey("oceanbase"), "OB_TENANT_PASSWORD"),
        checks(Purpose::VectorStoreKey("oceanbase"), "ROOT_PASSWORD"),
    ],
    asked_with: Some("OCEANBASE_VECTOR_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
