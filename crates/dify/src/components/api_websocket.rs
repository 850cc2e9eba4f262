use super::api_image::{self as image, COMPOSE};
use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "api-websocket",
    about: Text::new(
        "Carries the live collaboration of the workflow editor",
        "ワークフロー編集の共同作業をWebSocketで中継する",
    ),
    called: Text::new("api-websocket", "api-websocket"),
    class: Class::ApiRole,
    tier: Tier::Front,
    line: Line::Dify,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml; api itself answers /socket.io in 1.14.0").since(v(1, 14, 1)),

    images: image::IMAGES,
    shipped: image::SHIPPED,
    // `MODE=api` too: the worker class and the name tell it from api.
    modes: &[],
    told_by: None,
    named_by: &["NGINX_SOCKET_IO_UPSTREAM"],
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
        paths: &[image::STORAGE_EXISTS, image::LOGS, image::TMP],
        capabilities: image::CAPABILITIES,
        stop: image::STOP,
    }],
    size: Size::Small,

    reads: image::READS_OF_HTTP,
    shares: &[
        presents(Purpose::AppSecret, "SECRET_KEY"),
        presents(Purpose::DatabasePassword, "DB_PASSWORD"),
        presents(Purpose::RedisPassword, "REDIS_PASSWORD"),
        presents(Purpose::BrokerUrl, "CELERY_BROKER_URL"),
    ],
    asked_with: None,
    needs: image::NEEDS,

    flows: &[
        flow_if(
            Peer::Ingress,
            c(Component::ApiWebsocket),
            Text::new("live collaboration", "共同編集"),
            read("D:docker/nginx").since(v(1, 14, 1)),
            image::PAST_NGINX,
        ),
        flow(c(Component::ApiWebsocket), Peer::Database, image::DATA, COMPOSE),
        flow(c(Component::ApiWebsocket), c(Component::Redis), image::CACHE, COMPOSE),
    ],
    never: &[],
    vulnerabilities: &[],
};
