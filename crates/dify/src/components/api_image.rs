//! What the roles of the image `dify-api` have in common (D:api/Dockerfile, D:api/docker/entrypoint.sh).

use super::notation::*;
use crate::settings as s;

pub(crate) const IMAGES: &[ImageName] = &[named("dify-api", read("D:docker/docker-compose.yaml, BP, DC, WL, MS"))];
pub(crate) const SHIPPED: Shipped = Shipped { repository: "langgenius/dify-api", tag: Tag::Dify };

/// Root before 1.10.1; by number in 1.10.1; by name from its first fix on (D `67ae3e925`, #36573).
pub(crate) const STARTS_AS: &[Fact<StartsAs>] = &[
    fact(StartsAs::Root, read("D:api/Dockerfile has no USER").until(v(1, 10, 1))),
    fact(StartsAs::Number, read("D:api/Dockerfile, `83702762c`").since(v(1, 10, 1)).until(v(1, 10, 1).fix(1))),
    fact(StartsAs::Name, read("D:api/Dockerfile, `67ae3e925`").since(v(1, 10, 1).fix(1))),
];

/// Before 1.10.1 the code and the model data belong to root, and `mkdir storage` fails for everybody else.
pub(crate) const IDS: &[Fact<Ids>] = &[fact(ids(1001, 1001), read("D:api/Dockerfile").since(v(1, 10, 1)))];

pub(crate) const ROOT: &[Fact<Root>] = &[
    fact(
        Root::Required(Text::new(
            "its directories belong to root in the image, and it makes new ones in them at start",
            "イメージ内のディレクトリが root の所有で、起動時にその中へ新しいディレクトリを作るため",
        )),
        inferred("D:api/Dockerfile").until(v(1, 10, 1)),
    ),
    fact(Root::No, read("D:api/Dockerfile").since(v(1, 10, 1))),
];

/// Read-only root with ALL dropped was tried at 1.17.1 by one third party (api, worker, beat); for older versions it follows from code.
pub(crate) const READ_ONLY_ROOT: &[Fact<ReadOnlyRoot>] = &[
    fact(ReadOnlyRoot::Inferred, inferred("D:api").until(v(1, 17, 1))),
    fact(ReadOnlyRoot::Inferred, tried("OPS").since(v(1, 17, 1))),
];

pub(crate) const CAPABILITIES: &[Fact<&[&str]>] = &[
    fact(NO_CAPABILITIES, inferred("D:api/docker/entrypoint.sh").until(v(1, 17, 1))),
    fact(NO_CAPABILITIES, tried("OPS").since(v(1, 17, 1))),
];

/// OpenDAL makes the directory at import in every role, since 0.14.0; keys and uploads are in it.
pub(crate) const STORAGE: WritablePath =
    data("/app/api/storage", read("D:api/extensions/storage")).moved_by("OPENDAL_FS_ROOT");
/// The same for roles that only need it to exist.
pub(crate) const STORAGE_EXISTS: WritablePath = WritablePath { keeps: Keeps::Scratch, ..STORAGE };
pub(crate) const LOGS: WritablePath =
    scratch("/app/logs", read("D:api/extensions/ext_logging.py")).moved_by("LOG_FILE");
pub(crate) const TMP: WritablePath = scratch("/tmp", read("D:api, gunicorn's heartbeat, uploads, uv's cache"));

/// SIGTERM reaches gunicorn and Celery since 0.6.15, whose entrypoint uses `exec`.
pub(crate) const STOP: &[Fact<Stop>] = &[
    fact(is_killed(30), read("D:api/docker/entrypoint.sh").until(v(0, 6, 15))),
    fact(stops(60), read("D:api/docker/entrypoint.sh").since(v(0, 6, 15))),
];
/// A worker ends what it began.
pub(crate) const WORKER_STOP: &[Fact<Stop>] = &[
    fact(is_killed(30), read("D:api/docker/entrypoint.sh").until(v(0, 6, 15))),
    fact(stops(120), read("D:api/docker/entrypoint.sh").since(v(0, 6, 15))),
];

/// `MIGRATION_ENABLED` and the tasks share one configuration, so each role can need nearly all of it.
pub(crate) const NEEDS: Needs =
    Needs::AllBut(&[Purpose::AgentStubKey, Purpose::ShellToken, Purpose::E2bKey, Purpose::ServerlessConnectorKey]);

/// An image under another name: three of these settings are nobody else's.
pub(crate) const SIGN: Sign = Sign {
    rank: 2,
    all: &[],
    some: (3, &["SECRET_KEY", "CODE_EXECUTION_ENDPOINT", "PLUGIN_DAEMON_URL", "VECTOR_STORE", "CELERY_BROKER_URL"]),
    none: &[],
};

/// D:api/configs, D:api/libs.
pub(crate) const READS_OF_HTTP: &[&str] = &[
    s::LOGIN_DISABLED,
    s::DEBUG,
    s::FLASK_DEBUG,
    s::SWAGGER_UI_ENABLED,
    s::ENABLE_REQUEST_LOGGING,
    s::LOG_LEVEL,
    s::WEB_API_CORS_ALLOW_ORIGINS,
    s::CONSOLE_CORS_ALLOW_ORIGINS,
    s::CONSOLE_WEB_URL,
    s::CONSOLE_API_URL,
    s::ADMIN_API_KEY_ENABLE,
    s::HTTP_REQUEST_NODE_SSL_VERIFY,
    s::CODE_EXECUTION_SSL_VERIFY,
    s::SSRF_PROXY_ALL_URL,
    s::SSRF_PROXY_HTTP_URL,
    s::SSRF_PROXY_HTTPS_URL,
    s::CHECK_UPDATE_URL,
];

/// The same without what only answers requests.
pub(crate) const READS_OF_TASKS: &[&str] = &[
    s::DEBUG,
    s::FLASK_DEBUG,
    s::LOG_LEVEL,
    s::HTTP_REQUEST_NODE_SSL_VERIFY,
    s::CODE_EXECUTION_SSL_VERIFY,
    s::SSRF_PROXY_ALL_URL,
    s::SSRF_PROXY_HTTP_URL,
    s::SSRF_PROXY_HTTPS_URL,
];

pub(crate) const HEALTH: &[Fact<Probe>] =
    &[fact(Probe::Http { path: "/health", port: 5001 }, read("D:api/extensions/ext_app_metrics.py"))];

pub(crate) const DATA: Text = Text::new("data", "データの読み書き");
pub(crate) const CACHE: Text = Text::new("sessions, cache, task queue", "セッション、キャッシュ、タスクの待ち行列");
pub(crate) const CODE: Text = Text::new("code and template nodes", "コードノードとテンプレートノード");
pub(crate) const PLUGINS: Text = Text::new("models, tools, triggers", "モデル、ツール、トリガー");
pub(crate) const FETCH: Text = Text::new("addresses that users choose", "利用者が指定した宛先への接続");
pub(crate) const RETRIEVAL: Text = Text::new("retrieval and indexing", "検索と索引付け");
pub(crate) const AGENTS: Text = Text::new("agent runs", "エージェントの実行");
pub(crate) const FILES: Text = Text::new("uploaded files", "アップロードされたファイル");
pub(crate) const USERS: Text = Text::new("users", "利用者からの要求");
pub(crate) const OUTSIDE_SERVICES: Text = Text::new(
    "object storage, mail, login with other accounts",
    "オブジェクトストレージ、メール、外部アカウントでのログイン",
);
pub(crate) const PAST_NGINX: Condition = Condition::Past(Component::Nginx);
pub(crate) const STORAGE_INSIDE: Condition = Condition::Inside(Component::ObjectStore);
pub(crate) const ONLY_FETCHES: Text =
    Text::new("it fetches its work and listens to nobody", "自分で仕事を取りに行き、待ち受けをしないため");

/// Sources of the flows (D:api/core/helper, D:docker/docker-compose.yaml).
pub(crate) const HELPERS: Known = read("D:api/core/helper");
pub(crate) const COMPOSE: Known = read("D:docker/docker-compose.yaml");
pub(crate) const AGENT_BACKEND: Known = read("BP:charts/dify/templates/config.tpl").since(v(1, 16, 0));

use crate::condition::Function;

const fn is(name: &'static str, values: &'static [&'static str], unset: Truth) -> Condition {
    Condition::Is(own(name, unset), values)
}

const fn set(name: &'static str, unset: Truth) -> Condition {
    Condition::Set(own(name, unset))
}

static CLOUD_STORAGE: Function = Function {
    name: Text::new("cloud storage", "クラウドストレージ"),
    on: &[is(
        s::STORAGE_TYPE,
        &[
            "s3",
            "azure-blob",
            "google-storage",
            "aliyun-oss",
            "tencent-cos",
            "huawei-obs",
            "oci-storage",
            "volcengine-tos",
            "baidu-obs",
            "supabase",
            "clickzetta-volume",
        ],
        Truth::No,
    )],
};
static MAIL: Function = Function { name: Text::new("mail", "メール"), on: &[set("MAIL_TYPE", Truth::No)] };
static OAUTH: Function = Function {
    name: Text::new("OAuth", "OAuth"),
    on: &[set("GITHUB_CLIENT_ID", Truth::No), set("GOOGLE_CLIENT_ID", Truth::No), set("NOTION_CLIENT_ID", Truth::No)],
};
/// From 1.16.1 on Dify reports by itself unless it is told not to.
static TELEMETRY: Function = Function {
    name: Text::new("telemetry", "テレメトリ"),
    on: &[
        is("ENABLE_OTEL", &["true"], Truth::No),
        set("SENTRY_DSN", Truth::No),
        set("API_SENTRY_DSN", Truth::No),
        Condition::All(&[
            is("DISABLE_TELEMETRY", &["false"], Truth::Yes),
            is("DO_NOT_TRACK", &["false"], Truth::Yes),
            Condition::Since(v(1, 16, 1)),
        ]),
    ],
};
/// The code has an address of its own where none is set; set to nothing it is off.
static UPDATE_CHECK: Function =
    Function { name: Text::new("the update check", "更新の確認"), on: &[set(s::CHECK_UPDATE_URL, Truth::Yes)] };

/// What of Dify's goes out directly and not through the SSRF proxy.
pub(crate) const SET_UP: Condition = Condition::Any(&[
    Condition::Uses(&CLOUD_STORAGE),
    Condition::Uses(&MAIL),
    Condition::Uses(&OAUTH),
    Condition::Uses(&TELEMETRY),
    Condition::Uses(&UPDATE_CHECK),
]);

pub(crate) const OUTGOING: &[(u16, crate::flow::Protocol)] =
    &[(443, crate::flow::Protocol::Tcp), (465, crate::flow::Protocol::Tcp), (587, crate::flow::Protocol::Tcp)];
