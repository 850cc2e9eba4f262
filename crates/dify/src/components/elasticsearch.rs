use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "elasticsearch",
    about: Text::new("A vector store (Elasticsearch)", "ベクトルストア(Elasticsearch)"),
    called: Text::new("elasticsearch", "elasticsearch"),
    class: Class::VectorStore,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 7, 0)),

    images: &[named("elasticsearch", read("D:docker/docker-compose.yaml"))],
    shipped: Shipped {
        repository: "docker.elastic.co/elasticsearch/elasticsearch",
        tag: Tag::Listed(&[fact("8.14.3", read("D:docker/docker-compose.yaml"))], None),
    },
    modes: &[],
    told_by: None,
    named_by: &["ELASTICSEARCH_HOST"],
    chart_names: &["elasticsearch"],
    used_when: chosen_as(Component::Elasticsearch, &["elasticsearch", "elasticsearch-ja"]),

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
            data("/usr/share/elasticsearch/data", general()),
            scratch("/usr/share/elasticsearch/logs", general()),
            scratch("/tmp", general()),
        ],
        capabilities: &[fact(NO_CAPABILITIES, general())],
        stop: &[fact(stops(60), general())],
    }],
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::VectorStoreKey("elasticsearch"), "ELASTIC_PASSWORD")],
    asked_with: Some("ELASTICSEARCH_PASSWORD"),
    needs: NOTHING_OF_DIFYS,

    flows: &[flow_if(c(Component::Elasticsearch), c(Component::Elasticsearch), MEMBERSHIP, general(), REPLICAS)],
    never: &[],
    vulnerabilities: &[],
};
