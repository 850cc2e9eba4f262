use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "milvus",
    about: Text::new("A vector store (Milvus)", "ベクトルストア(Milvus)"),
    called: Text::new("milvus", "milvus"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 6, 12)),

    images: &[named("milvus", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "milvusdb/milvus",
        tag: Tag::Listed(
            &[
                fact("v2.3.1", read("D:docker/docker-compose.yaml").since(v(0, 6, 12)).until(v(0, 15, 1))),
                fact("v2.5.0-beta", read("D:docker/docker-compose.yaml").since(v(0, 15, 1)).until(v(1, 7, 2))),
                fact("v2.5.15", read("D:docker/docker-compose.yaml").since(v(1, 7, 2)).until(v(1, 10, 1).fix(1))),
                fact("v2.6.3", read("D:docker/docker-compose.yaml").since(v(1, 10, 1).fix(1))),
            ],
            None,
        ),
    },
    modes: &[],
    told_by: None,
    named_by: &["MILVUS_URI"],
    chart_names: &["milvus"],
    used_when: chosen_as(Component::Milvus, &["milvus"]),

    ports: &[
        clients(19530, "grpc", read("D:docker/docker-compose.yaml")),
        people(9091, "metrics", read("D:docker/docker-compose.yaml")),
    ],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[],
    asked_with: None,
    needs: NOTHING_OF_DIFYS,

    flows: &[
        flow(
            c(Component::Milvus),
            c(Component::Etcd),
            Text::new("metadata", "メタデータ"),
            read("D:docker/docker-compose.yaml"),
        ),
        flow(
            c(Component::Milvus),
            c(Component::ObjectStore),
            Text::new("segments", "セグメントの保存"),
            read("D:docker/docker-compose.yaml"),
        ),
    ],
    never: &[],
    vulnerabilities: &[],
};
