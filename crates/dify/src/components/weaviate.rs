use super::notation::*;
use crate::settings as s;

pub(crate) static ENTRY: Entry = Entry {
    id: "weaviate",
    about: Text::new("The vector store that Dify takes by default", "Dify が既定で使うベクトルストア"),
    called: Text::new("weaviate", "weaviate"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("weaviate", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "semitechnologies/weaviate",
        tag: Tag::Listed(
            &[
                fact("1.19.0", read("D:docker/docker-compose.yaml").until(v(1, 9, 2))),
                fact("1.27.0", read("D:docker/docker-compose.yaml").since(v(1, 9, 2)).until(v(1, 17, 1))),
                fact("1.39.2", read("langgenius/dify#38214, UPD; from cr.weaviate.io").since(v(1, 17, 1))),
            ],
            Some("1.27.27"),
        ),
    },
    modes: &[],
    told_by: None,
    named_by: &["WEAVIATE_ENDPOINT", "WEAVIATE_GRPC_ENDPOINT"],
    chart_names: &["weaviate"],
    used_when: chosen_as(Component::Weaviate, &["weaviate"]),

    ports: &[
        clients(8080, "http", read("D:docker/docker-compose.yaml")),
        clients(50051, "grpc", read("BP:values.yaml; the client of Dify 1.10.0 and later needs it")),
        peers(7000, "gossip", read("BP:values.yaml")),
        peers(7000, "gossip-udp", general()).udp(),
        peers(7001, "data", read("BP:values.yaml")),
        peers(8300, "raft", general()),
        peers(8301, "raft-rpc", general()),
    ],
    ports_are_choices: false,
    probes: &[fact(Probe::Http { path: "/v1/.well-known/ready", port: 8080 }, general())],
    level: Some(fact(Level::Restricted, general())),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[fact(StartsAs::Root, general())],
        ids: &[fact(ids(1000, 1000), general())],
        root: &[fact(IMAGE_STARTS_AS_ROOT, general())],
        read_only_root: &[fact(ReadOnlyRoot::Inferred, general())],
        paths: &[data("/var/lib/weaviate", general()).moved_by("PERSISTENCE_DATA_PATH"), scratch("/tmp", general())],
        capabilities: &[fact(NO_CAPABILITIES, general())],
        stop: &[fact(stops(30), general())],
    }],
    size: Size::Large,

    reads: &[s::AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED, s::AUTHENTICATION_APIKEY_ENABLED],
    shares: &[checks(Purpose::VectorStoreKey("weaviate"), "AUTHENTICATION_APIKEY_ALLOWED_KEYS")],
    asked_with: Some("WEAVIATE_API_KEY"),
    needs: NOTHING_OF_DIFYS,

    flows: &[flow_if(c(Component::Weaviate), c(Component::Weaviate), MEMBERSHIP, read("BP:values.yaml"), REPLICAS)],
    never: &[],
    vulnerabilities: &[],
};
