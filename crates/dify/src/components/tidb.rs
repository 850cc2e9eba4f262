use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "tidb",
    about: Text::new("A vector store (TiDB)", "ベクトルストア(TiDB)"),
    called: Text::new("tidb", "tidb"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:api/providers/vdb; a service of compose from 0.14.0 to 0.15.3 only"),

    images: &[named("tidb", general())],
    shipped: Shipped { repository: "pingcap/tidb", tag: Tag::Listed(&[], None) },
    modes: &[],
    told_by: None,
    named_by: &["TIDB_VECTOR_HOST"],
    chart_names: &["tidb"],
    used_when: chosen_as(Component::Tidb, &["tidb-vector"]),

    ports: &[clients(4000, "sql", read("D:docker/docker-compose.yaml"))],
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
