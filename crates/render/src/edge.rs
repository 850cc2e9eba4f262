//! What stands at the edges: nginx and web towards users, the SSRF proxy towards the world, and the Ingress.

use dify::Component;
use lang::Text;

use crate::NAMESPACE;
use crate::node::{Node, entry, map};
use crate::object::Object;
use crate::part::{Mounted, Part, Resources, config_map};
use crate::plan::Plan;
use crate::{nginx, squid};

pub(crate) fn squid_part(component: Component, config: &'static str, text: String) -> Part {
    Part {
        files: vec![Mounted { config, key: "squid.conf", path: "/etc/squid/squid.conf", text }],
        command: dify::SQUID_COMMAND.to_vec(),
        ports: &[3128],
        ..Part::new(component, Resources { cpu: "100m", memory: "128Mi", memory_limit: "512Mi", cpu_limit: "1" })
    }
}

pub(crate) fn squid_config(component: &'static str, about: Text, text: String) -> Object {
    config_map(component, NAMESPACE, about, vec![entry("squid.conf", text)]).of(component)
}

pub(crate) fn parts(plan: &Plan) -> Vec<Part> {
    let nginx = Part {
        files: vec![Mounted {
            config: "nginx",
            key: "nginx.conf",
            path: "/etc/nginx/nginx.conf",
            text: nginx::config(plan),
        }],
        command: vec!["nginx", "-g", "daemon off;"],
        ports: &[8080],
        ..Part::new(Component::Nginx, Resources { cpu: "100m", memory: "64Mi", memory_limit: "256Mi", cpu_limit: "1" })
    };
    let web = Part {
        config: Some("web-settings"),
        ports: &[3000],
        ..Part::new(Component::Web, Resources { cpu: "100m", memory: "256Mi", memory_limit: "1Gi", cpu_limit: "1" })
    };
    vec![web, nginx, squid_part(Component::SsrfProxy, "ssrf-proxy", squid::config())]
}

pub(crate) fn config(plan: &Plan) -> Vec<Object> {
    let url = plan.url();
    let web = vec![
        entry("CONSOLE_API_URL", url.as_str()),
        entry("APP_API_URL", url.as_str()),
        entry("SERVER_CONSOLE_API_URL", "http://api:5001"),
        entry("NEXT_TELEMETRY_DISABLED", "1"),
        entry("MARKETPLACE_ENABLED", plan.egress_lists.to_string()),
        entry("ALLOW_EMBED", "false").note(Text::new(
            "No other site may show Dify in a frame.",
            "ほかのサイトが Dify をフレームに表示できないようにします。",
        )),
    ];
    let nginx_about = Text::new(
        "Which path goes where. The log carries the client's address, and /inner/api is not routed.",
        "どのパスをどこへ送るか。ログには接続元のアドレスが残り、/inner/api は公開されません。",
    );
    let squid_about = Text::new(
        "What may be fetched for users: the internet, and nothing inside. Requests are on standard output.",
        "利用者のために接続してよい宛先。インターネットだけで、内側には接続しません。要求は標準出力に記録されます。",
    );
    vec![
        config_map(
            "web-settings",
            NAMESPACE,
            Text::new("The pages: no secret.", "画面の設定。秘密は含みません。"),
            web,
        )
        .of("web"),
        config_map("nginx", NAMESPACE, nginx_about, vec![entry("nginx.conf", nginx::config(plan))]).of("nginx"),
        squid_config("ssrf-proxy", squid_about, squid::config()),
    ]
}

pub(crate) fn ingress(plan: &Plan) -> Vec<Object> {
    let ingress = &plan.settings.ingress;
    let service = map([("name", Node::from("nginx")), ("port", map([("name", Node::from("http"))]))]);
    let path =
        map([("path", Node::from("/")), ("pathType", "Prefix".into()), ("backend", map([("service", service)]))]);
    let rule = map([("host", Node::from(plan.host.as_str())), ("http", map([("paths", Node::List(vec![path]))]))]);
    let secret = ingress.tls_secret.as_deref().unwrap_or("dify-tls");
    let tls = map([("hosts", Node::from([plan.host.as_str()])), ("secretName", secret.into())]);
    let spec = vec![
        entry("ingressClassName", ingress.class.as_deref().unwrap_or("nginx")),
        entry("tls", vec![tls]),
        entry("rules", vec![rule]),
    ];
    let about = Text::new(
        "The only way in. The certificate's Secret is made by whoever has the certificate.",
        "外部からの唯一の入口です。証明書の Secret は、証明書を管理する側で用意してください。",
    );
    vec![
        Object::new("networking.k8s.io/v1", "Ingress", "dify").about(about).of("nginx").with(vec![entry("spec", spec)]),
    ]
}
