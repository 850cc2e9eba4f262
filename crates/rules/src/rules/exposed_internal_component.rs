//! `exposed-internal-component`.

use std::collections::HashSet;

use dify::Component;
use findings::Severity;
use model::{Place, Workload};

use crate::exposure::{self, Door, DoorKind};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::known::agent_token;
use crate::part::Held;

crate::rule! {
    /// Internal component exposed
    ///
    /// ## What it finds
    /// A sandbox, SSRF proxy, agent-backend or agent-sandbox behind a `NodePort`, a `LoadBalancer`, an Ingress or a route. For the plugin daemon
    /// only `/e/` may be routed; its whole API behind a door is of medium severity.
    ///
    /// ## Why it matters
    /// The sandbox runs code for whoever knows its key (`dify-sandbox` by default), the SSRF proxy is an open proxy into the cluster, the agents'
    /// parts take commands. None of them is made to face strangers.
    ///
    /// ## Fix
    /// Use `ClusterIP` without a route. For the plugin daemon route this path alone:
    ///
    /// ```yaml
    /// - {path: /e/, pathType: Prefix, backend: {service: {name: plugin-daemon, port: {number: 5002}}}}
    /// ```
    ///
    /// ---
    ///
    /// 外部に公開された Dify の内部コンポーネント
    ///
    /// ## 見つけるもの
    /// `NodePort`、`LoadBalancer`、Ingress、ルートで公開されたサンドボックス、SSRF プロキシ、agent-backend、agent-sandbox。
    /// プラグインデーモンで公開してよいのは `/e/` だけで、API 全体が公開されている場合は重大度「中」になります。
    ///
    /// ## なぜ問題か
    /// サンドボックスは鍵(初期値は `dify-sandbox`)を知っている相手のコードを実行し、SSRF プロキシはクラスター内部への踏み台になり、エージェントのコンポーネントは命令を受け付けます。
    /// どれも、見知らぬ相手に向けて作られてはいません。
    ///
    /// ## 直し方
    /// `ClusterIP` にし、ルートを作らないでください。プラグインデーモンは次のパスだけを公開します。
    ///
    /// ```yaml
    /// - {path: /e/, pathType: Prefix, backend: {service: {name: plugin-daemon, port: {number: 5002}}}}
    /// ```
    EXPOSED_INTERNAL_COMPONENT = "exposed-internal-component", Critical, High, Operator,
    controls: [Net5],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let judged = |component: Component| exposure::is_internal_part(component) || component == Component::PluginDaemon;
    findings.look(exposure::n_candidates(facts));
    let mut said: HashSet<Place> = HashSet::new();
    for door in exposure::doors(facts) {
        let Some(component) = door.workload.component.filter(|it| judged(*it)) else { continue };
        let daemon = component == Component::PluginDaemon;
        if (daemon && !is_whole_daemon(&door)) || !said.insert(door.place) {
            continue;
        }
        let unasked = asks_nobody(facts, door.workload);
        let finding = exposure::report(findings, &door, component);
        if daemon {
            finding.at_most(Severity::Medium);
        } else if !unasked {
            finding.at_most(Severity::High);
        }
    }
}

/// Whether an agent's part takes commands from whoever reaches it. The others ask for a key, or lead on to what does.
fn asks_nobody(facts: &Facts<'_>, workload: &Workload) -> bool {
    facts.parts().filter(|part| std::ptr::eq(part.workload, workload)).any(|part| {
        let token = agent_token(part.component);
        token.is_some_and(|name| matches!(part.held(&facts.index, name), Held::Nothing(_)))
    })
}

/// More than the endpoints of plugins. The debugging port has a rule of its own.
fn is_whole_daemon(door: &Door<'_>) -> bool {
    let debug = exposure::known_port(Component::PluginDaemon, "debug");
    let endpoints = door.kind == DoorKind::Route && (door.path == "/e" || door.path.starts_with("/e/"));
    !endpoints && door.port != debug
}
