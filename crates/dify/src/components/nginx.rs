use super::api_image as image;
use super::notation::*;

pub(crate) const ROUTES_ONLY: Text = Text::new(
    "it serves pages and routes; it has no business with data",
    "画面の配信と振り分けだけを行い、データには用がないため",
);

const ROUTES: Known = read("D:docker/nginx/conf.d/default.conf.template");

/// The master is root and becomes 101; as 101 from the start it needs a configuration that listens above 1024.
const OFFICIAL: Run = Run {
    family: Family::Debian,
    starts_as: &[fact(StartsAs::Root, read("nginx/docker-nginx"))],
    ids: &[fact(ids(101, 101), read("BP:values.yaml, nginx/docker-nginx"))],
    root: &[fact(
        Root::AsShipped(Text::new(
            "the image starts as root; as user 101 it needs a configuration that listens on 8080",
            "イメージは root で起動する。ユーザー 101 で動かすには、8080 番で待ち受ける設定が必要",
        )),
        read("BP:values.yaml"),
    )],
    read_only_root: &[fact(ReadOnlyRoot::Inferred, inferred("nginx/docker-nginx"))],
    paths: &[
        scratch("/var/cache/nginx", read("nginx/docker-nginx")),
        // The number of its process stands in it.
        scratch("/run", read("nginx/docker-nginx")),
        scratch("/tmp", read("BP:values.yaml")),
    ],
    capabilities: &[fact(NO_CAPABILITIES, general())],
    stop: &[fact(stops_with("SIGQUIT", 30), read("nginx/docker-nginx STOPSIGNAL"))],
};

pub(crate) static ENTRY: Entry = Entry {
    id: "nginx",
    about: Text::new(
        "Routes the outside world to api, web and plugin-daemon",
        "外部からの要求を api、web、plugin-daemon に振り分ける",
    ),
    called: Text::new("nginx", "nginx"),
    class: Class::Proxy,
    tier: Tier::Edge,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[
        named("nginx", read("D:docker/docker-compose.yaml, BP, WL")),
        named("nginx-unprivileged", general()),
        named("openresty", general()),
    ],
    shipped: Shipped {
        repository: "nginx",
        tag: Tag::Listed(&[fact("latest", read("D:docker/docker-compose.yaml"))], Some("1.28.0")),
    },
    modes: &[],
    told_by: None,
    named_by: &[],
    chart_names: &[],
    used_when: None,

    ports: &[
        clients(80, "http", read("D:docker/docker-compose.yaml")).moved_by(&["NGINX_PORT"]),
        clients(8080, "http-alt", read("BP:values.yaml; nginxinc/nginx-unprivileged")),
        clients(443, "https", read("D:docker/docker-compose.yaml")).moved_by(&["NGINX_SSL_PORT"]),
    ],
    ports_are_choices: true,
    probes: &[fact(Probe::Tcp { port: 8080 }, inferred("BP:values.yaml"))],
    level: Some(fact(Level::Restricted, inferred("BP:values.yaml"))),
    runs: &[
        OFFICIAL,
        Run { family: Family::Alpine, ..OFFICIAL },
        Run {
            family: Family::Unprivileged,
            starts_as: &[fact(StartsAs::Number, read("nginx/docker-nginx-unprivileged"))],
            ids: &[fact(ids(101, 101), read("nginx/docker-nginx-unprivileged"))],
            root: &[fact(Root::No, read("nginx/docker-nginx-unprivileged"))],
            read_only_root: &[fact(ReadOnlyRoot::Inferred, inferred("nginx/docker-nginx-unprivileged"))],
            paths: &[scratch("/tmp", read("nginx/docker-nginx-unprivileged"))],
            capabilities: &[fact(NO_CAPABILITIES, general())],
            stop: &[fact(stops_with("SIGQUIT", 30), read("nginx/docker-nginx-unprivileged STOPSIGNAL"))],
        },
        // Bitnami's paths were not read in a source; its user is general knowledge.
        Run {
            family: Family::Bitnami,
            starts_as: &[fact(StartsAs::Number, general())],
            ids: &[fact(ids(1001, 1001), general())],
            root: &[fact(Root::No, general())],
            read_only_root: &[],
            paths: &[],
            capabilities: &[fact(NO_CAPABILITIES, general())],
            stop: &[],
        },
    ],
    size: Size::Small,

    reads: &[],
    shares: &[],
    asked_with: None,
    needs: Needs::Only(&[Purpose::TlsKey]),

    flows: &[
        flow(Peer::Ingress, c(Component::Nginx), image::USERS, ROUTES),
        flow(
            c(Component::Nginx),
            c(Component::Api),
            Text::new(
                "/console/api, /api, /v1, /openapi, /files, /mcp, /triggers",
                "/console/api、/api、/v1、/openapi、/files、/mcp、/triggers",
            ),
            ROUTES,
        ),
        flow(c(Component::Nginx), c(Component::Web), Text::new("pages", "画面の配信"), ROUTES),
        flow(
            c(Component::Nginx),
            c(Component::PluginDaemon),
            Text::new("plugin endpoints (/e/)", "プラグインのエンドポイント(/e/)"),
            ROUTES.since(v(1, 0, 0)),
        ),
        flow_if(
            c(Component::Nginx),
            c(Component::ApiWebsocket),
            Text::new("/socket.io", "/socket.io"),
            ROUTES.since(v(1, 14, 1)),
            COLLABORATION,
        ),
    ],
    never: &[never(c(Component::Nginx), Peer::Every, ROUTES_ONLY)],
    vulnerabilities: &[],
};

/// On by default since 1.14.1 (D `48d27e250b`); who runs the component without the setting means to use it.
const COLLABORATION: Condition = Condition::Uses(&crate::condition::Function {
    name: Text::new("collaboration", "共同編集"),
    on: &[Condition::Is(
        Setting { of: Some(Component::Api), name: "ENABLE_COLLABORATION_MODE", unset: Truth::Unknown },
        &["true"],
    )],
});
