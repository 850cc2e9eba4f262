//! The four roles of the image `dify-api`: api, api-websocket, worker, worker-beat.

use dify::Component;
use lang::Text;

use crate::NAMESPACE;
use crate::node::{Entry, entry};
use crate::object::Object;
use crate::part::{Claim, Env, Part, Resources, because, config_map, plain, secret};
use crate::plan::Plan;
use crate::remote::{Store, Vectors};

/// The ConfigMap with what the roles share and what is no secret.
const SETTINGS: &str = "dify-settings";

pub(crate) fn parts(plan: &Plan) -> Vec<Part> {
    let storage = |borrowed| Claim {
        name: "dify-storage",
        path: "/app/api/storage",
        size: plan.size("files").to_owned(),
        borrowed,
    };
    let files =
        |borrowed| if plan.settings.external.object_storage.is_some() { Vec::new() } else { vec![storage(borrowed)] };
    let large = Resources { cpu: "500m", memory: "1Gi", memory_limit: "3Gi", cpu_limit: "2" };
    let small = Resources { cpu: "100m", memory: "512Mi", memory_limit: "1Gi", cpu_limit: "1" };
    let role = |component, mode, resources| Part {
        config: Some(SETTINGS),
        env: environment(plan, component, mode),
        grace: 60,
        ..Part::new(component, resources)
    };
    let mut found =
        vec![Part { claims: files(false), ports: &[5001], slow_start: true, ..role(Component::Api, "api", large) }];
    if plan.has_agents() {
        found.push(Part { ports: &[5001], ..role(Component::ApiWebsocket, "api", small) });
    }
    found.push(Part { claims: files(true), ..role(Component::Worker, "worker", large) });
    found.push(Part {
        single: true,
        command: vec![
            "celery",
            "-A",
            "app.celery",
            "beat",
            "--loglevel",
            "INFO",
            "--schedule",
            "/tmp/celerybeat-schedule",
        ],
        note: Some(Text::new(
            "the image's entrypoint would keep the schedule in /app/api, which is read-only",
            "イメージの既定では予定ファイルが /app/api に書かれますが、そこは読み取り専用です",
        )),
        ..role(Component::WorkerBeat, "beat", small)
    });
    found
}

/// What a role has beside the shared settings: its secrets and what differs.
fn environment(plan: &Plan, component: Component, mode: &str) -> Vec<Env> {
    let external = &plan.settings.external;
    let mut found = vec![plain("MODE", mode), plain("MIGRATION_ENABLED", (component == Component::Api).to_string())];
    if component == Component::ApiWebsocket {
        found.push(plain("SERVER_WORKER_AMOUNT", "1"));
        found.push(plain("SERVER_WORKER_CLASS", "geventwebsocket.gunicorn.workers.GeventWebSocketWorker"));
    }
    found.extend([secret("SECRET_KEY"), secret("DB_PASSWORD"), secret("REDIS_PASSWORD")]);
    found.push(because(
        "CELERY_BROKER_URL",
        plan.redis().redis_url(1),
        Text::new("the password is the variable above", "パスワードは上の変数から入ります"),
    ));
    if component != Component::WorkerBeat {
        found.push(Env::Secret("CODE_EXECUTION_API_KEY", "SANDBOX_API_KEY"));
        found.push(secret("PLUGIN_DAEMON_KEY"));
        found.push(Env::Secret("INNER_API_KEY_FOR_PLUGIN", "PLUGIN_DIFY_INNER_API_KEY"));
        found.push(secret(if plan.vectors().qdrant { "QDRANT_API_KEY" } else { "WEAVIATE_API_KEY" }));
        if plan.has_agents() {
            found.push(Env::Secret("AGENT_BACKEND_API_TOKEN", "DIFY_AGENT_API_TOKEN"));
        }
    }
    if external.object_storage.is_some() {
        found.extend([secret("S3_ACCESS_KEY"), secret("S3_SECRET_KEY")]);
    }
    if component == Component::Api {
        found.push(secret("INIT_PASSWORD"));
    }
    found
}

pub(crate) fn config(plan: &Plan) -> Vec<Object> {
    let about = Text::new(
        "What api, worker and worker-beat share and what is no secret. After a change: kubectl -n dify rollout restart deployment.",
        "api・worker・worker-beat に共通の、秘密でない設定。変更後は kubectl -n dify rollout restart deployment を実行してください。",
    );
    let mut data = addresses(plan);
    data.extend(safety(plan));
    data.extend(stores(plan));
    data.extend(neighbours(plan));
    vec![config_map(SETTINGS, NAMESPACE, about, data).of("api")]
}

fn addresses(plan: &Plan) -> Vec<Entry> {
    let url = plan.url();
    let why = Text::new(
        "Where users reach Dify. With https:// in both console addresses the session cookies are Secure.",
        "利用者が Dify を開くアドレス。コンソールの2つが https:// で始まるとき、セッションの Cookie に Secure が付きます。",
    );
    vec![
        entry("CONSOLE_WEB_URL", url.as_str()).note(why),
        entry("CONSOLE_API_URL", url.as_str()),
        entry("SERVICE_API_URL", url.as_str()),
        entry("APP_API_URL", url.as_str()),
        entry("APP_WEB_URL", url.as_str()),
        entry("FILES_URL", url.as_str()),
        entry("TRIGGER_URL", url.as_str()),
        entry("ENDPOINT_URL_TEMPLATE", format!("{url}/e/{{hook_id}}")),
        entry("INTERNAL_FILES_URL", "http://api.dify.svc.cluster.local:5001").note(Text::new(
            "The full name, because agents fetch files through their proxy.",
            "エージェントがプロキシ経由でファイルを取得するため、完全な名前で指定します。",
        )),
        entry("CONSOLE_CORS_ALLOW_ORIGINS", url.as_str())
            .note(Text::new("No other site may call the APIs.", "ほかのサイトから API を呼べないようにします。")),
        entry("WEB_API_CORS_ALLOW_ORIGINS", url),
    ]
}

fn safety(plan: &Plan) -> Vec<Entry> {
    let quiet = Text::new(
        "Nothing that helps a stranger: no debugger, no list of routes, no request bodies in the log.",
        "デバッガー、経路の一覧、ログへの要求本文の記録は、いずれも使いません。",
    );
    let mut found = vec![
        entry("DEBUG", "false").note(quiet),
        entry("FLASK_DEBUG", "false"),
        entry("SWAGGER_UI_ENABLED", "false"),
        entry("ENABLE_REQUEST_LOGGING", "false"),
        entry("ADMIN_API_KEY_ENABLE", "false"),
        entry("ALLOW_REGISTER", "false"),
        entry("ALLOW_CREATE_WORKSPACE", "false"),
        entry("LOG_LEVEL", "INFO"),
        entry("LOG_OUTPUT_FORMAT", "json").note(Text::new(
            "One line for each event, whatever a user writes.",
            "利用者の入力に左右されず、1件を1行で記録します。",
        )),
        entry("DEPLOY_ENV", "PRODUCTION"),
        entry("PYTHONDONTWRITEBYTECODE", "1"),
    ];
    if !plan.egress_lists {
        let why = Text::new(
            "The strict profile lets nothing out: without these the console waits for hosts that never answer.",
            "strict では外部に接続できません。これらを止めないと、応答のない宛先を待ってコンソールが遅くなります。",
        );
        found.push(entry("CHECK_UPDATE_URL", "").note(why));
        found.push(entry("HOSTED_FETCH_APP_TEMPLATES_MODE", "builtin"));
        found.push(entry("MARKETPLACE_ENABLED", "false"));
    }
    found
}

fn stores(plan: &Plan) -> Vec<Entry> {
    let database = plan.postgres();
    let mut found = vec![
        entry("DB_TYPE", "postgresql"),
        entry("DB_HOST", database.host),
        entry("DB_PORT", database.port.to_string()),
    ];
    found.extend(database.user.map(|user| entry("DB_USERNAME", user)));
    if database.tls {
        found.push(entry("DB_EXTRAS", "sslmode=require"));
    }
    found.push(entry("DB_DATABASE", "dify"));
    found.extend(redis(&plan.redis()));
    match plan.objects() {
        None => found.extend([
            entry("STORAGE_TYPE", "opendal"),
            entry("OPENDAL_SCHEME", "fs"),
            entry("OPENDAL_FS_ROOT", "storage"),
        ]),
        Some(it) => found.extend([
            entry("STORAGE_TYPE", "s3"),
            entry("S3_ENDPOINT", it.endpoint),
            entry("S3_BUCKET_NAME", it.bucket),
            entry("S3_REGION", it.region),
            entry("S3_USE_AWS_MANAGED_IAM", "false"),
        ]),
    }
    found.extend(vectors(&plan.vectors()));
    found
}

/// Redis as the api image and the agents name it.
fn redis(store: &Store<'_>) -> Vec<Entry> {
    let mut found = vec![
        entry("REDIS_HOST", store.host),
        entry("REDIS_PORT", store.port.to_string()),
        entry("REDIS_DB", "0"),
        entry("REDIS_USE_SSL", store.tls.to_string()),
        entry("BROKER_USE_SSL", store.tls.to_string()),
    ];
    found.extend(store.user.map(|user| entry("REDIS_USERNAME", user)));
    found
}

fn vectors(it: &Vectors<'_>) -> Vec<Entry> {
    let (scheme, host, port) = (it.store.scheme(), it.store.host, it.store.port);
    let url = format!("{scheme}://{host}:{port}");
    if it.qdrant {
        return vec![entry("VECTOR_STORE", "qdrant"), entry("QDRANT_URL", url)];
    }
    vec![
        entry("VECTOR_STORE", "weaviate"),
        entry("WEAVIATE_ENDPOINT", url),
        entry("WEAVIATE_GRPC_ENDPOINT", format!("{host}:{}", it.grpc)),
    ]
}

fn neighbours(plan: &Plan) -> Vec<Entry> {
    let proxy = Text::new(
        "What users choose is fetched through the SSRF proxy. Both variables: one alone is ignored.",
        "利用者が選んだ宛先へは SSRF プロキシを通します。片方だけでは無視されるため、両方を設定します。",
    );
    let mut found = vec![
        entry("SSRF_PROXY_HTTP_URL", "http://ssrf-proxy:3128").note(proxy),
        entry("SSRF_PROXY_HTTPS_URL", "http://ssrf-proxy:3128"),
        entry("CODE_EXECUTION_ENDPOINT", "http://sandbox.dify-sandbox:8194"),
        entry("PLUGIN_DAEMON_URL", "http://plugin-daemon:5002"),
    ];
    if plan.has_agents() {
        found.push(entry("AGENT_BACKEND_BASE_URL", "http://agent-backend:5050"));
        found.push(entry("ENABLE_COLLABORATION_MODE", "true"));
    }
    found
}
