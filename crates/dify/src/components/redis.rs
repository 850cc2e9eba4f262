use super::notation::*;
use crate::flow::{INSIDE, Protocol::Tcp, STORES_FETCH_NOTHING};
use crate::settings as s;

const LIBRARY: Known = read("docker-library/redis");
const CONTAINERS: Known = read("bitnami/containers: redis-env.sh `47818d58`");

/// As root the entrypoint makes `/data` its user's; as that user from the start it changes nothing.
const ALPINE: Run = Run {
    family: Family::Alpine,
    starts_as: &[fact(StartsAs::RootThenAnother, LIBRARY)],
    ids: &[fact(ids(999, 1000), LIBRARY)],
    root: &[fact(Root::No, LIBRARY)],
    read_only_root: &[fact(ReadOnlyRoot::Inferred, general())],
    paths: &[data("/data", LIBRARY), scratch("/tmp", general())],
    capabilities: &[fact(NO_CAPABILITIES, general())],
    stop: &[fact(stops(30), LIBRARY)],
};

pub(crate) static ENTRY: Entry = Entry {
    id: "redis",
    about: Text::new(
        "Sessions, task queue and caches, some of them holding clear-text credentials",
        "セッション、タスクの待ち行列、キャッシュを持つ。平文の認証情報も含まれる",
    ),
    called: Text::new("Redis", "Redis"),
    class: Class::Store,
    tier: Tier::Data,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[
        named("redis", read("D:docker/docker-compose.yaml, BP, DC, WL")),
        named("valkey", general()),
        named("keydb", general()),
        named("redis-stack", general()),
        named("redis-stack-server", general()),
        named("redis-sentinel", general()),
        named("redis-cluster", general()),
        named("valkey-cluster", general()),
    ],
    shipped: Shipped {
        repository: "redis",
        tag: Tag::Listed(&[fact("6-alpine", read("D:docker/docker-compose.yaml"))], Some("7.4.4-alpine3.21")),
    },
    modes: &[],
    told_by: None,
    named_by: &["REDIS_HOST", "REDIS_SENTINELS"],
    chart_names: &[],
    used_when: None,

    ports: &[
        clients(6379, "redis", read("D:docker/docker-compose.yaml")).moved_by(&["REDIS_PORT"]),
        clients(26379, "sentinel", read("D, WL @ `c3a140f7`")).unusual(),
    ],
    ports_are_choices: true,
    probes: &[
        // Without a password it answers NOAUTH and still ends with 0: alive is all that it proves.
        fact(Probe::Exec(&["redis-cli", "ping"]), read("D:docker/docker-compose.yaml, WL")),
    ],
    level: Some(fact(Level::Restricted, general())),
    runs: &[
        ALPINE,
        Run { family: Family::Debian, ids: &[fact(ids(999, 999), LIBRARY)], ..ALPINE },
        Run {
            family: Family::Bitnami,
            starts_as: &[fact(StartsAs::Number, CONTAINERS)],
            ids: &[fact(ids(1001, 1001), CONTAINERS)],
            root: &[fact(Root::No, CONTAINERS)],
            read_only_root: &[fact(
                ReadOnlyRoot::Inferred,
                inferred("bitnami/charts: redis 16.13.2 mounts etc and tmp"),
            )],
            paths: &[
                data("/bitnami/redis/data", CONTAINERS),
                scratch("/opt/bitnami/redis/etc", CONTAINERS),
                scratch("/opt/bitnami/redis/tmp", CONTAINERS),
                scratch("/opt/bitnami/redis/logs", CONTAINERS),
                scratch("/tmp", CONTAINERS),
            ],
            capabilities: &[fact(NO_CAPABILITIES, inferred("it never is root"))],
            stop: &[fact(stops(30), general())],
        },
    ],
    size: Size::Large,

    reads: &[s::ALLOW_EMPTY_PASSWORD],
    shares: &[
        checks(Purpose::RedisPassword, "requirepass"),
        checks(Purpose::RedisPassword, "REDIS_PASSWORD"),
        checks(Purpose::RedisPassword, "REDISCLI_AUTH"),
        checks(Purpose::SentinelPassword, "requirepass"),
    ],
    asked_with: None,
    needs: NOTHING_OF_DIFYS,

    flows: &[at_if(
        c(Component::Redis),
        c(Component::Redis),
        &[(6379, Tcp), (26379, Tcp)],
        Text::new("replication, Sentinel", "レプリケーションと Sentinel"),
        general(),
        REPLICAS,
    )],
    never: &[
        never(Peer::Every, c(Component::Redis), INSIDE),
        never(Peer::Ingress, c(Component::Redis), INSIDE),
        never(Peer::Internet, c(Component::Redis), INSIDE),
        never(c(Component::Redis), Peer::Internet, STORES_FETCH_NOTHING),
    ],
    vulnerabilities: &[],
};
