//! The plugin daemon, which runs other people's plugins with its own environment (dify.md 1.8): it is given as little as works.

use dify::Component;
use lang::Text;

use crate::part::{Claim, Env, Part, Resources, because, plain, secret};
use crate::plan::Plan;

/// What is not fetched through the proxy: the proxy refuses everything inside.
const NOT_PROXIED: &str = "localhost,127.0.0.1,api,postgres,redis,plugin-daemon,.svc,.cluster.local";

pub(crate) fn parts(plan: &Plan) -> Vec<Part> {
    vec![Part {
        env: environment(plan),
        claims: vec![Claim {
            name: "plugin-storage",
            path: "/app/storage",
            size: plan.size("plugins").to_owned(),
            borrowed: false,
        }],
        ports: &[5002],
        slow_start: true,
        grace: 60,
        ..Part::new(
            Component::PluginDaemon,
            Resources { cpu: "250m", memory: "1Gi", memory_limit: "4Gi", cpu_limit: "2" },
        )
    }]
}

fn environment(plan: &Plan) -> Vec<Env> {
    let external = &plan.settings.external;
    let mut found = vec![
        plain("SERVER_PORT", "5002"),
        Env::Secret("SERVER_KEY", "PLUGIN_DAEMON_KEY"),
        plain("DIFY_INNER_API_URL", "http://api:5001"),
        Env::Secret("DIFY_INNER_API_KEY", "PLUGIN_DIFY_INNER_API_KEY"),
        because(
            "FORCE_VERIFYING_SIGNATURE",
            "true",
            Text::new(
                "only plugins that the marketplace signed",
                "マーケットプレイスの署名があるプラグインだけを許可します",
            ),
        ),
        because(
            "PLUGIN_REMOTE_INSTALLING_ENABLED",
            "false",
            Text::new(
                "port 5003 installs whatever a developer sends",
                "5003 番は開発者が送ったものをそのまま導入するため使いません",
            ),
        ),
        plain("PPROF_ENABLED", "false"),
        plain("PLATFORM", "local"),
        plain("PLUGIN_WORKING_PATH", "/app/cwd"),
        plain("HOME", "/root"),
    ];
    let database = plan.postgres();
    found.extend([plain("DB_HOST", database.host), plain("DB_PORT", database.port.to_string())]);
    found.extend(database.user.map(|user| plain("DB_USERNAME", user)));
    found.push(plain("DB_SSL_MODE", if database.tls { "require" } else { "disable" }));
    found.push(because(
        "DB_DATABASE",
        "dify_plugin",
        Text::new(
            "a database of its own: plugins can read its password",
            "プラグインから読めるため、専用のデータベースにします",
        ),
    ));
    found.push(secret("DB_PASSWORD"));
    let redis = plan.redis();
    found.push(plain("REDIS_HOST", redis.host));
    found.push(plain("REDIS_PORT", redis.port.to_string()));
    found.push(plain("REDIS_USE_SSL", redis.tls.to_string()));
    found.extend(redis.user.map(|user| plain("REDIS_USERNAME", user)));
    found.push(secret("REDIS_PASSWORD"));
    found.extend(storage(plan));
    found.push(because(
        "HTTP_PROXY",
        "http://ssrf-proxy:3128",
        Text::new(
            "what plugins fetch goes through the proxy, and is in its log",
            "プラグインの通信もプロキシを通し、ログに残します",
        ),
    ));
    found.push(plain("HTTPS_PROXY", "http://ssrf-proxy:3128"));
    let outside = [&external.postgres, &external.redis, &external.object_storage];
    let hosts: Vec<&str> = outside.into_iter().flatten().map(|it| it.host.as_str()).collect();
    let separator = if hosts.is_empty() { "" } else { "," };
    found.push(plain("NO_PROXY", format!("{NOT_PROXIED}{separator}{}", hosts.join(","))));
    found
}

fn storage(plan: &Plan) -> Vec<Env> {
    let Some(it) = plan.objects() else {
        return vec![plain("PLUGIN_STORAGE_TYPE", "local"), plain("PLUGIN_STORAGE_LOCAL_ROOT", "/app/storage")];
    };
    vec![
        plain("PLUGIN_STORAGE_TYPE", "aws_s3"),
        plain("PLUGIN_STORAGE_OSS_BUCKET", it.bucket),
        plain("S3_USE_AWS", "false"),
        plain("S3_USE_AWS_MANAGED_IAM", "false"),
        plain("S3_USE_PATH_STYLE", "true"),
        plain("S3_ENDPOINT", it.endpoint),
        plain("AWS_REGION", it.region),
        Env::Secret("AWS_ACCESS_KEY", "S3_ACCESS_KEY"),
        Env::Secret("AWS_SECRET_KEY", "S3_SECRET_KEY"),
    ]
}
