use super::api_image::{self as image, COMPOSE, HELPERS};
use super::notation::*;

/// Upstream disables it by default, since each ping costs a Python process and a connection to the broker.
const CELERY_PING: Probe = Probe::Exec(&["celery", "-A", "celery_healthcheck.celery", "inspect", "ping"]);

pub(crate) static ENTRY: Entry = Entry {
    id: "worker",
    about: Text::new(
        "Runs background tasks: indexing, workflows, mail",
        "索引付け、ワークフロー、メールなどの裏方の処理を実行する",
    ),
    called: Text::new("worker", "worker"),
    class: Class::ApiRole,
    tier: Tier::Inner,
    line: Line::Dify,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: image::IMAGES,
    shipped: image::SHIPPED,
    modes: &["worker"],
    told_by: None,
    named_by: &[],
    chart_names: &[],
    used_when: None,

    ports: &[],
    ports_are_choices: false,
    probes: &[fact(CELERY_PING, read("D:docker/docker-compose.yaml, D:api/celery_healthcheck.py").since(v(1, 14, 0)))],
    level: Some(fact(Level::Restricted, inferred("D:api/Dockerfile"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: image::STARTS_AS,
        ids: image::IDS,
        root: image::ROOT,
        read_only_root: image::READ_ONLY_ROOT,
        paths: &[image::STORAGE, image::LOGS, image::TMP],
        capabilities: image::CAPABILITIES,
        stop: image::WORKER_STOP,
    }],
    size: Size::Large,

    reads: image::READS_OF_TASKS,
    shares: &[
        presents(Purpose::AppSecret, "SECRET_KEY"),
        presents(Purpose::DatabasePassword, "DB_PASSWORD"),
        presents(Purpose::RedisPassword, "REDIS_PASSWORD"),
        presents(Purpose::SentinelPassword, "REDIS_SENTINEL_PASSWORD"),
        presents(Purpose::SentinelPassword, "CELERY_SENTINEL_PASSWORD"),
        presents(Purpose::BrokerUrl, "CELERY_BROKER_URL"),
        presents(Purpose::SandboxKey, "CODE_EXECUTION_API_KEY"),
        presents(Purpose::PluginServerKey, "PLUGIN_DAEMON_KEY"),
        presents(Purpose::PluginInnerKey, "INNER_API_KEY_FOR_PLUGIN"),
        presents(Purpose::AgentRunToken, "AGENT_BACKEND_API_TOKEN"),
    ],
    asked_with: None,
    needs: image::NEEDS,

    flows: &[
        flow(c(Component::Worker), Peer::Database, image::DATA, COMPOSE),
        flow(c(Component::Worker), c(Component::Redis), image::CACHE, COMPOSE),
        flow(c(Component::Worker), Peer::VectorStore, image::RETRIEVAL, COMPOSE),
        flow(c(Component::Worker), c(Component::Sandbox), image::CODE, HELPERS),
        flow(c(Component::Worker), c(Component::PluginDaemon), image::PLUGINS, HELPERS),
        flow(c(Component::Worker), c(Component::SsrfProxy), image::FETCH, HELPERS),
        flow(c(Component::Worker), c(Component::AgentBackend), image::AGENTS, image::AGENT_BACKEND),
        flow_if(c(Component::Worker), c(Component::ObjectStore), image::FILES, COMPOSE, image::STORAGE_INSIDE),
        at_if(c(Component::Worker), Peer::Internet, image::OUTGOING, image::OUTSIDE_SERVICES, COMPOSE, image::SET_UP),
        flow_if(
            c(Component::Worker),
            c(Component::Api),
            Text::new("waits for the migration (/health)", "スキーマ更新の完了待ち(/health)"),
            read("BP:worker-deployment.yaml"),
            Condition::Waits(Component::Api),
        ),
    ],
    never: &[never(Peer::Every, c(Component::Worker), image::ONLY_FETCHES)],
    vulnerabilities: &[],
};
