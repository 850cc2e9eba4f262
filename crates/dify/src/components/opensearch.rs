use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "opensearch",
    about: Text::new("A vector store (OpenSearch)", "ベクトルストア(OpenSearch)"),
    called: Text::new("opensearch", "opensearch"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("opensearch", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "opensearchproject/opensearch",
        tag: Tag::Listed(&[fact("latest", read("D:docker/docker-compose.yaml"))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["OPENSEARCH_HOST"],
    chart_names: &["opensearch"],
    used_when: chosen_as(Component::Opensearch, &["opensearch"]),

    ports: &[clients(9200, "http", read("D:docker/docker-compose.yaml")), peers(9300, "transport", general())],
    ports_are_choices: false,
    probes: &[fact(Probe::Tcp { port: 9200 }, general())],
    level: Some(fact(Level::Restricted, general())),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[],
        ids: &[fact(ids(1000, 1000), general())],
        root: &[fact(Root::No, general())],
        read_only_root: &[fact(
            ReadOnlyRoot::No(Text::new(
                "at start it writes its configuration directory and its keystore",
                "起動時に設定のディレクトリとキーストアへ書き込むため",
            )),
            general(),
        )],
        paths: &[
            data("/usr/share/opensearch/data", general()),
            scratch("/usr/share/opensearch/logs", general()),
            scratch("/tmp", general()),
        ],
        capabilities: &[fact(NO_CAPABILITIES, general())],
        stop: &[fact(stops(60), general())],
    }],
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("opensearch"), "OPENSEARCH_INITIAL_ADMIN_PASSWORD")],
    asked_with: Some("OPENSEARCH_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[flow_if(c(Component::Opensearch), c(Component::Opensearch), MEMBERSHIP, general(), REPLICAS)],
    never: &[],
    vulnerabilities: &[],
};
