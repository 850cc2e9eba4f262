use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "couchbase",
    about: Text::new("A vector store (Couchbase)", "ベクトルストア(Couchbase)"),
    called: Text::new("couchbase", "couchbase"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 11, 0)),

    images: &[
        named("couchbase", general()),
        named("couchbase-server", general()),
        published("couchbase", "server", general()),
    ],
    shipped: Shipped { repository: "couchbase/server", tag: Tag::Listed(&[], None) },
    modes: &[],
    told_by: None,
    named_by: &["COUCHBASE_CONNECTION_STRING"],
    chart_names: &["couchbase"],
    used_when: chosen_as(Component::Couchbase, &["couchbase"]),

    ports: &[
        clients(8091, "management", read("D:docker/docker-compose.yaml")),
        clients(8092, "views", read("D:docker/docker-compose.yaml")),
        clients(8093, "query", read("D:docker/docker-compose.yaml")),
        clients(8094, "search", read("D:docker/docker-compose.yaml")),
        clients(8095, "analytics", read("D:docker/docker-compose.yaml")),
        clients(8096, "eventing", read("D:docker/docker-compose.yaml")),
        clients(8097, "backup", read("D:docker/docker-compose.yaml")),
        clients(11210, "data", general()),
    ],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("couchbase"), "COUCHBASE_ADMINISTRATOR_PASSWORD")],
    asked_with: Some("COUCHBASE_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[],
    never: &[],
    vulnerabilities: &[],
};
