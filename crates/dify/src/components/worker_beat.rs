use super::api_image::{self as image, COMPOSE};
use super::notation::*;

pub(crate) static ENTRY: Entry = Entry {
    id: "worker-beat",
    about: Text::new("Starts periodic tasks; exactly one may run", "定期処理を開始する。同時に動いてよいのは1つだけ"),
    called: Text::new("worker-beat", "worker-beat"),
    class: Class::ApiRole,
    tier: Tier::Inner,
    line: Line::Dify,
    runs_foreign_code: false,
    known: read("D:api/docker/entrypoint.sh; a service of its own in compose since 1.7.0").since(v(0, 4, 0)),

    images: image::IMAGES,
    shipped: image::SHIPPED,
    modes: &["beat"],
    told_by: None,
    named_by: &[],
    chart_names: &[],
    used_when: None,

    ports: &[],
    ports_are_choices: false,
    // A ping asks the workers, not beat: nothing fits.
    probes: &[],
    level: Some(fact(Level::Restricted, inferred("D:api/Dockerfile"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: image::STARTS_AS,
        ids: image::IDS,
        root: image::ROOT,
        read_only_root: &[fact(
            ReadOnlyRoot::Prepared(Text::new(
                "beat keeps its schedule in /app/api, and no setting moves it: start it with --schedule /tmp/celerybeat-schedule",
                "beat は予定ファイルを /app/api に書き、設定では変えられない。--schedule /tmp/celerybeat-schedule を付けて起動する必要がある",
            )),
            inferred("D:api/docker/entrypoint.sh"),
        )],
        paths: &[image::STORAGE_EXISTS, image::LOGS, image::TMP],
        capabilities: image::CAPABILITIES,
        stop: image::STOP,
    }],
    size: Size::Small,

    reads: &[],
    shares: &[
        presents(Purpose::AppSecret, "SECRET_KEY"),
        presents(Purpose::DatabasePassword, "DB_PASSWORD"),
        presents(Purpose::RedisPassword, "REDIS_PASSWORD"),
        presents(Purpose::BrokerUrl, "CELERY_BROKER_URL"),
    ],
    asked_with: None,
    needs: image::NEEDS,

    flows: &[
        flow(c(Component::WorkerBeat), Peer::Database, image::DATA, COMPOSE),
        flow(c(Component::WorkerBeat), c(Component::Redis), image::CACHE, COMPOSE),
        flow_if(c(Component::WorkerBeat), c(Component::ObjectStore), image::FILES, COMPOSE, image::STORAGE_INSIDE),
        at_if(
            c(Component::WorkerBeat),
            Peer::Internet,
            image::OUTGOING,
            image::OUTSIDE_SERVICES,
            COMPOSE,
            image::SET_UP,
        ),
    ],
    never: &[
        never(
            c(Component::WorkerBeat),
            c(Component::Sandbox),
            Text::new("it only starts tasks", "処理を開始するだけのため"),
        ),
        never(Peer::Every, c(Component::WorkerBeat), image::ONLY_FETCHES),
    ],
    vulnerabilities: &[],
};
