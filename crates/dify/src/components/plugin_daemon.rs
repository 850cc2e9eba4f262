use super::api_image::{self as image, COMPOSE};
use super::notation::*;
use crate::flow::Protocol::Tcp;
use crate::settings as s;

mod vulnerabilities;

const CONFIG: Known = read("P:internal/types/app/config.go");
const LOCAL: Known = read("P:docker/local.dockerfile");
const SERVERLESS: Known = read("P:docker/serverless.dockerfile");

const HTTP: &[(u16, crate::flow::Protocol)] = &[(5002, Tcp)];
const DEBUG: &[(u16, crate::flow::Protocol)] = &[(5003, Tcp)];
const HTTPS: &[(u16, crate::flow::Protocol)] = &[(443, Tcp)];
const VENDORS: Text = Text::new("model vendors, PyPI, the marketplace", "モデル提供元、PyPI、マーケットプレイス");

pub(crate) static ENTRY: Entry = Entry {
    id: "plugin-daemon",
    about: Text::new(
        "Installs and runs plugins: models, tools, triggers",
        "モデル、ツール、トリガーなどのプラグインを導入し実行する",
    ),
    called: Text::new("plugin-daemon", "plugin-daemon"),
    class: Class::Own,
    tier: Tier::Inner,
    line: Line::Companion,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(1, 0, 0)),

    images: &[named("dify-plugin-daemon", read("D:docker/docker-compose.yaml, P:docker"))],
    shipped: Shipped { repository: "langgenius/dify-plugin-daemon", tag: Tag::Companion("-local") },
    modes: &[],
    told_by: Some(Sign { rank: 1, all: &["DIFY_INNER_API_URL", "SERVER_KEY"], some: (0, &[]), none: &[] }),
    named_by: &["PLUGIN_DAEMON_URL", "DIFY_AGENT_PLUGIN_DAEMON_URL"],
    chart_names: &[],
    used_when: None,

    ports: &[
        clients(5002, "http", CONFIG).moved_by(&["SERVER_PORT"]),
        people(5003, "debug", CONFIG).moved_by(&["PLUGIN_REMOTE_INSTALLING_PORT"]),
    ],
    ports_are_choices: false,
    // Counted in the daemon's own tags: `/health/check` since 0.0.1, `/metrics` since 0.5.4.
    probes: &[fact(Probe::Http { path: "/health/check", port: 5002 }, read("P:internal/server/http_server.go"))],
    level: Some(fact(Level::Restricted, inferred("P:docker/local.dockerfile"))),
    runs: &[
        Run {
            family: Family::Original,
            starts_as: &[fact(StartsAs::Root, LOCAL)],
            ids: &[
                fact(ids(1001, 1001), inferred("P:docker/local.dockerfile").until(v(0, 6, 10))),
                fact(ids(1001, 1001), tried("OPS").since(v(0, 6, 10))),
            ],
            root: &[fact(
                Root::AsShipped(Text::new(
                    "the -local image has no user; as another user all its writable paths must belong to that user",
                    "-local イメージには実行ユーザーの指定がない。別のユーザーで動かすには、書き込み先すべてをそのユーザーの所有にする必要がある",
                )),
                inferred("P:docker/local.dockerfile"),
            )],
            read_only_root: &[
                fact(ReadOnlyRoot::Inferred, inferred("P:docker/local.dockerfile").until(v(0, 6, 10))),
                fact(ReadOnlyRoot::Inferred, tried("OPS, with HOME=/tmp").since(v(0, 6, 10))),
            ],
            // uv keeps its cache in `$HOME` before 0.5.4, below PLUGIN_WORKING_PATH since 0.5.9; the daemon panics where it
            // cannot make LOG_FILE (0.5.4 and later). The home is /root as long as the user is.
            paths: &[
                data("/app/storage", CONFIG).moved_by("PLUGIN_STORAGE_LOCAL_ROOT"),
                data("/app/cwd", read("BP:values.yaml")).moved_by("PLUGIN_WORKING_PATH"),
                scratch("/root", inferred("P:docker/local.dockerfile")),
                scratch("/tmp", LOCAL),
            ],
            capabilities: &[
                fact(NO_CAPABILITIES, inferred("P:docker/local.dockerfile").until(v(0, 6, 10))),
                fact(NO_CAPABILITIES, tried("OPS").since(v(0, 6, 10))),
            ],
            stop: &[fact(stops(30), read("P:docker/entrypoint.sh, exec; tini -g since 0.6.0"))],
        },
        Run {
            family: Family::Serverless,
            starts_as: &[fact(StartsAs::Number, SERVERLESS)],
            ids: &[fact(ids(1000, 1000), SERVERLESS)],
            root: &[fact(Root::No, SERVERLESS)],
            read_only_root: &[fact(ReadOnlyRoot::Inferred, inferred("P:docker/serverless.dockerfile"))],
            paths: &[scratch("/tmp", SERVERLESS)],
            capabilities: &[fact(NO_CAPABILITIES, inferred("P:docker/serverless.dockerfile"))],
            stop: &[],
        },
    ],
    size: Size::Large,

    reads: &[
        s::FORCE_VERIFYING_SIGNATURE,
        s::ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES,
        s::PPROF_ENABLED,
        s::ADMIN_API_ENABLED,
        s::PLUGIN_REMOTE_INSTALLING_ENABLED,
    ],
    // Its ADMIN_API_KEY is another key than the api's of the same name.
    shares: &[
        presents(Purpose::DatabasePassword, "DB_PASSWORD"),
        presents(Purpose::RedisPassword, "REDIS_PASSWORD"),
        presents(Purpose::SentinelPassword, "REDIS_SENTINEL_PASSWORD"),
        checks(Purpose::PluginServerKey, "SERVER_KEY"),
        presents(Purpose::PluginInnerKey, "DIFY_INNER_API_KEY"),
    ],
    asked_with: None,
    // A broker URL holds no more than the password of Redis, which it has.
    needs: Needs::Only(&[
        Purpose::PluginServerKey,
        Purpose::PluginInnerKey,
        Purpose::AdminKey,
        Purpose::ServerlessConnectorKey,
        Purpose::DatabasePassword,
        Purpose::RedisPassword,
        Purpose::SentinelPassword,
        Purpose::BrokerUrl,
        Purpose::ObjectStorage,
        Purpose::Observability,
    ]),

    flows: &[
        at_if(
            Peer::Ingress,
            c(Component::PluginDaemon),
            HTTP,
            Text::new("plugin endpoints (/e/)", "プラグインのエンドポイント(/e/)"),
            read("D:docker/nginx"),
            image::PAST_NGINX,
        ),
        at_if(
            Peer::Developer,
            c(Component::PluginDaemon),
            DEBUG,
            Text::new("remote debugging of plugins", "プラグインのリモートデバッグ"),
            CONFIG,
            Condition::Unseen(crate::condition::Purpose::PluginDevelopment),
        ),
        at_if(
            Peer::Prometheus,
            c(Component::PluginDaemon),
            HTTP,
            Text::new("metrics", "メトリクスの収集"),
            read("P:internal/server/http_server.go"),
            Condition::Unseen(crate::condition::Purpose::Metrics),
        ),
        flow(
            c(Component::PluginDaemon),
            c(Component::Api),
            Text::new("/inner/api: what plugins ask of Dify", "/inner/api:プラグインから Dify への呼び出し"),
            CONFIG,
        ),
        flow(c(Component::PluginDaemon), Peer::Database, image::DATA, CONFIG),
        flow(
            c(Component::PluginDaemon),
            c(Component::Redis),
            Text::new("state of the cluster, cache", "クラスターの状態とキャッシュ"),
            CONFIG,
        ),
        at_if(
            c(Component::PluginDaemon),
            c(Component::PluginDaemon),
            HTTP,
            Text::new("requests handed to the replica that has the plugin", "プラグインを持つレプリカへの転送"),
            read("P:internal/server/middleware.go"),
            REPLICAS,
        ),
        flow_if(
            c(Component::PluginDaemon),
            c(Component::ObjectStore),
            Text::new("plugin packages", "プラグインのパッケージ"),
            CONFIG,
            image::STORAGE_INSIDE,
        ),
        at(c(Component::PluginDaemon), Peer::Internet, HTTPS, VENDORS, COMPOSE),
        flow_if(
            c(Component::PluginDaemon),
            c(Component::SsrfProxy),
            VENDORS,
            CONFIG,
            Condition::Proxied(&["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"]),
        ),
    ],
    never: &[never(
        Peer::Internet,
        c(Component::PluginDaemon),
        Text::new("only /e/ may be reached, and through the ingress", "/e/ だけを、Ingress を通して公開すべきため"),
    )],
    vulnerabilities: vulnerabilities::ROWS,
};
