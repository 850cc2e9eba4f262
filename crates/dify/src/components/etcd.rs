use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "etcd",
    about: Text::new(
        "The metadata store of Milvus; not the cluster's etcd",
        "Milvus のメタデータを持つ。クラスターの etcd とは別物",
    ),
    called: Text::new("etcd", "etcd"),
    class: Class::Store,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 6, 12)),

    images: &[named("etcd", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "quay.io/coreos/etcd",
        tag: Tag::Listed(&[fact("v3.5.5", read("D:docker/docker-compose.yaml"))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &[],
    chart_names: &[],
    used_when: None,

    ports: &[clients(2379, "client", read("D:docker/docker-compose.yaml")), peers(2380, "peer", general())],
    ports_are_choices: false,
    probes: &[],
    level: None,
    runs: NOT_LOOKED_INTO,
    size: Size::Large,

    reads: &[],
    shares: &[],
    asked_with: None,
    needs: NOTHING_OF_DIFYS,

    flows: &[flow_if(c(Component::Etcd), c(Component::Etcd), MEMBERSHIP, general(), REPLICAS)],
    never: &[],
    vulnerabilities: &[],
};
