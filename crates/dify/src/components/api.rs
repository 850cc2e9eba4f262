use super::api_image::{self as image, COMPOSE, HELPERS};
use super::notation::*;

mod vulnerabilities;

pub(crate) static ENTRY: Entry = Entry {
    id: "api",
    about: Text::new(
        "Answers the console, the web apps and the service API",
        "コンソール、Webアプリ、サービスAPIに応答する",
    ),
    called: Text::new("api", "api"),
    class: Class::ApiRole,
    tier: Tier::Front,
    line: Line::Dify,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: image::IMAGES,
    shipped: image::SHIPPED,
    modes: &["api"],
    told_by: Some(image::SIGN),
    named_by: &[
        "CONSOLE_API_URL",
        "SERVER_CONSOLE_API_URL",
        "DIFY_INNER_API_URL",
        "DIFY_AGENT_INNER_API_URL",
        "INTERNAL_FILES_URL",
    ],
    chart_names: &[],
    used_when: None,

    ports: &[clients(5001, "http", read("D:api/Dockerfile EXPOSE")).moved_by(&["DIFY_PORT"])],
    ports_are_choices: false,
    probes: image::HEALTH,
    level: Some(fact(Level::Restricted, inferred("D:api/Dockerfile"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: image::STARTS_AS,
        ids: image::IDS,
        root: image::ROOT,
        read_only_root: image::READ_ONLY_ROOT,
        paths: &[image::STORAGE, image::LOGS, image::TMP],
        capabilities: image::CAPABILITIES,
        stop: image::STOP,
    }],
    size: Size::Large,

    reads: image::READS_OF_HTTP,
    shares: &[
        presents(Purpose::AppSecret, "SECRET_KEY"),
        presents(Purpose::DatabasePassword, "DB_PASSWORD"),
        presents(Purpose::RedisPassword, "REDIS_PASSWORD"),
        presents(Purpose::SentinelPassword, "REDIS_SENTINEL_PASSWORD"),
        presents(Purpose::SentinelPassword, "CELERY_SENTINEL_PASSWORD"),
        presents(Purpose::BrokerUrl, "CELERY_BROKER_URL"),
        presents(Purpose::SandboxKey, "CODE_EXECUTION_API_KEY"),
        presents(Purpose::PluginServerKey, "PLUGIN_DAEMON_KEY"),
        checks(Purpose::PluginInnerKey, "INNER_API_KEY_FOR_PLUGIN"),
        presents(Purpose::AgentRunToken, "AGENT_BACKEND_API_TOKEN"),
    ],
    asked_with: None,
    needs: image::NEEDS,

    flows: &[
        flow_if(Peer::Ingress, c(Component::Api), image::USERS, read("D:docker/nginx"), image::PAST_NGINX),
        flow(c(Component::Api), Peer::Database, image::DATA, COMPOSE),
        flow(c(Component::Api), c(Component::Redis), image::CACHE, COMPOSE),
        flow(c(Component::Api), Peer::VectorStore, image::RETRIEVAL, COMPOSE),
        flow(c(Component::Api), c(Component::Sandbox), image::CODE, HELPERS),
        flow(c(Component::Api), c(Component::PluginDaemon), image::PLUGINS, HELPERS),
        flow(c(Component::Api), c(Component::SsrfProxy), image::FETCH, HELPERS),
        flow(c(Component::Api), c(Component::AgentBackend), image::AGENTS, image::AGENT_BACKEND),
        flow_if(c(Component::Api), c(Component::ObjectStore), image::FILES, COMPOSE, image::STORAGE_INSIDE),
        at_if(c(Component::Api), Peer::Internet, image::OUTGOING, image::OUTSIDE_SERVICES, COMPOSE, image::SET_UP),
    ],
    never: &[],
    vulnerabilities: vulnerabilities::ROWS,
};
