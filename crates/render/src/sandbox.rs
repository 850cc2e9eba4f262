//! The sandbox: root inside a namespace of its own, and no way out but the proxy.

use dify::Component;
use lang::Text;

use crate::part::{Env, Part, Resources, because, plain};
use crate::plan::Plan;

/// The proxy, seen from the other namespace.
const PROXY: &str = "http://ssrf-proxy.dify.svc.cluster.local:3128";

pub(crate) fn parts(_: &Plan) -> Vec<Part> {
    let env = vec![
        Env::Secret("API_KEY", "SANDBOX_API_KEY"),
        plain("SANDBOX_PORT", "8194"),
        plain("GIN_MODE", "release"),
        plain("DEBUG", "false"),
        plain("WORKER_TIMEOUT", "15"),
        because(
            "ENABLE_PRELOAD",
            "false",
            Text::new(
                "code before the cage is closed is code outside of it",
                "隔離が完了する前のコードは、隔離の外で動くためです",
            ),
        ),
        plain("ENABLE_NETWORK", "true"),
        because(
            "HTTP_PROXY",
            PROXY,
            Text::new(
                "the network policies enforce what these only suggest",
                "ここでの指定を強制するのは NetworkPolicy です",
            ),
        ),
        plain("HTTPS_PROXY", PROXY),
    ];
    vec![Part {
        env,
        ports: &[8194],
        ..Part::new(Component::Sandbox, Resources { cpu: "250m", memory: "512Mi", memory_limit: "2Gi", cpu_limit: "1" })
    }]
}
