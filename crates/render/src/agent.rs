//! The agents of Dify 1.16: backend, the shell that they work in, and the proxy through which that goes out.

use dify::Component;
use lang::Text;

use crate::edge::{squid_config, squid_part};
use crate::object::Object;
use crate::part::{Env, Part, Resources, because, plain, secret};
use crate::plan::Plan;
use crate::squid;

/// The proxy, seen from the other namespace.
const PROXY: &str = "http://agent-ssrf-proxy.dify.svc.cluster.local:3128";

pub(crate) fn parts(plan: &Plan) -> Vec<Part> {
    if !plan.has_agents() {
        return Vec::new();
    }
    let mut backend = Part {
        env: vec![
            plain("DIFY_AGENT_PLUGIN_DAEMON_URL", "http://plugin-daemon:5002"),
            Env::Secret("DIFY_AGENT_PLUGIN_DAEMON_API_KEY", "PLUGIN_DAEMON_KEY"),
            plain("DIFY_AGENT_INNER_API_URL", "http://api:5001"),
            Env::Secret("DIFY_AGENT_INNER_API_KEY", "PLUGIN_DIFY_INNER_API_KEY"),
            because(
                "DIFY_AGENT_STUB_API_BASE_URL",
                "http://agent-backend.dify.svc.cluster.local:5050/agent-stub",
                Text::new(
                    "the full name: the shell asks for it through its proxy",
                    "シェルはプロキシ経由で使うため、完全な名前で指定します",
                ),
            ),
            secret("DIFY_AGENT_SERVER_SECRET_KEY"),
            secret("DIFY_AGENT_API_TOKEN"),
            secret("REDIS_PASSWORD"),
            plain("DIFY_AGENT_REDIS_URL", plan.redis().redis_url(2)),
        ],
        ports: &[5050],
        ..Part::new(
            Component::AgentBackend,
            Resources { cpu: "250m", memory: "512Mi", memory_limit: "2Gi", cpu_limit: "1" },
        )
    };
    backend.env.extend(shell_of(plan));
    let shell = Part {
        env: vec![
            secret("SHELLCTL_AUTH_TOKEN"),
            because(
                "HTTP_PROXY",
                PROXY,
                Text::new(
                    "the network policies enforce what these only suggest",
                    "ここでの指定を強制するのは NetworkPolicy です",
                ),
            ),
            plain("HTTPS_PROXY", PROXY),
            plain("http_proxy", PROXY),
            plain("https_proxy", PROXY),
            plain("NO_PROXY", "localhost,127.0.0.1"),
        ],
        ports: &[5004],
        ..Part::new(
            Component::AgentSandbox,
            Resources { cpu: "250m", memory: "512Mi", memory_limit: "2Gi", cpu_limit: "1" },
        )
    };
    vec![
        backend,
        shell,
        squid_part(Component::AgentSsrfProxy, "agent-ssrf-proxy", squid::agent_config(&squid::Inside::default())),
    ]
}

/// Where the backend finds the shell, and what it opens it with.
fn shell_of(plan: &Plan) -> Vec<Env> {
    const ADDRESS: &str = "http://agent-sandbox.dify-sandbox:5004";
    if plan.has_local_sandbox_names() {
        return vec![
            plain("DIFY_AGENT_RUNTIME_BACKEND", "local"),
            plain("DIFY_AGENT_LOCAL_SANDBOX_ENDPOINT", ADDRESS),
            Env::Secret("DIFY_AGENT_LOCAL_SANDBOX_AUTH_TOKEN", "SHELLCTL_AUTH_TOKEN"),
            because(
                "DIFY_AGENT_SANDBOX_FILES_BASE_URL",
                "http://api.dify.svc.cluster.local:5001",
                Text::new(
                    "the full name: the shell asks for it through its proxy",
                    "シェルはプロキシ経由で使うため、完全な名前で指定します",
                ),
            ),
        ];
    }
    vec![
        plain("DIFY_AGENT_SHELLCTL_ENTRYPOINT", ADDRESS),
        Env::Secret("DIFY_AGENT_SHELLCTL_AUTH_TOKEN", "SHELLCTL_AUTH_TOKEN"),
    ]
}

pub(crate) fn config(plan: &Plan) -> Vec<Object> {
    let about = Text::new(
        "What may be fetched for agents: the internet, two paths of Dify, and nothing else inside.",
        "エージェントのために接続してよい宛先。インターネットと Dify の2つのパスだけで、ほかの内側には接続しません。",
    );
    let config = || squid_config("agent-ssrf-proxy", about.clone(), squid::agent_config(&squid::Inside::default()));
    plan.has_agents().then(config).into_iter().collect()
}
