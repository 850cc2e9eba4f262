use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "qdrant",
    about: Text::new("A vector store (Qdrant)", "ベクトルストア(Qdrant)"),
    called: Text::new("qdrant", "qdrant"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("qdrant", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "langgenius/qdrant",
        tag: Tag::Listed(
            &[
                fact("v1.7.3", read("D:docker/docker-compose.yaml").until(v(1, 10, 1))),
                fact("v1.8.3", read("D:docker/docker-compose.yaml").since(v(1, 10, 1))),
            ],
            None,
        ),
    },
    modes: &[],
    told_by: None,
    named_by: &["QDRANT_URL"],
    chart_names: &["qdrant"],
    used_when: chosen_as(Component::Qdrant, &["qdrant"]),

    ports: &[
        clients(6333, "http", read("D:docker/docker-compose.yaml")).moved_by(&["QDRANT__SERVICE__HTTP_PORT"]),
        clients(6334, "grpc", read("D:docker/docker-compose.yaml")).moved_by(&["QDRANT__SERVICE__GRPC_PORT"]),
        peers(6335, "p2p", general()),
    ],
    ports_are_choices: false,
    probes: &[fact(Probe::Http { path: "/readyz", port: 6333 }, general())],
    level: Some(fact(Level::Restricted, general())),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[fact(StartsAs::Root, general())],
        ids: &[fact(ids(1000, 1000), general())],
        root: &[fact(IMAGE_STARTS_AS_ROOT, general())],
        read_only_root: &[fact(ReadOnlyRoot::Inferred, general())],
        // It also writes `.qdrant-initialized` into its working directory, and panics where it cannot: QDRANT_INIT_FILE_PATH moves it.
        paths: &[
            data("/qdrant/storage", read("qdrant/qdrant:Dockerfile")),
            data("/qdrant/snapshots", read("qdrant/qdrant:Dockerfile")).moved_by("QDRANT__STORAGE__SNAPSHOTS_PATH"),
            scratch("/tmp", general()),
        ],
        capabilities: &[fact(NO_CAPABILITIES, general())],
        stop: &[fact(stops(30), general())],
    }],
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("qdrant"), "QDRANT__SERVICE__API_KEY")],
    asked_with: Some("QDRANT_API_KEY"),
    needs: NOTHING_OF_DIFYS,

    flows: &[flow_if(c(Component::Qdrant), c(Component::Qdrant), MEMBERSHIP, general(), REPLICAS)],
    never: &[],
    vulnerabilities: &[],
};
