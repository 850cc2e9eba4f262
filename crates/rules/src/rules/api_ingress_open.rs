//! `api-ingress-open`.

use dify::Component;
use findings::Finding;
use lang::{Text, text};
use model::Workload;

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::subject::Subject;
use crate::wires::{Line, Teller, Wires};

crate::rule! {
    /// API or SSRF proxy open to every pod
    ///
    /// ## What it finds
    /// An api, api-websocket, ssrf-proxy or agent-ssrf-proxy whose ingress no NetworkPolicy governs, or to which a policy lets everybody, or a
    /// part of Dify that has no business with it, such as the sandbox or a store.
    ///
    /// ## Why it matters
    /// The api answers `/inner/api` to whoever knows one key, and that key is often a published default. The SSRF proxy fetches any address for
    /// whoever reaches it. Both must be reached only by the parts that need them.
    ///
    /// ## Fix
    /// Name those parts; for the api these are nginx (or the ingress controller), web, plugin-daemon, and worker while it waits for the migration:
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {matchLabels: {app: api}}
    ///   policyTypes: [Ingress]
    ///   ingress:
    ///     - from:
    ///         - podSelector: {matchExpressions: [{key: app, operator: In, values: [nginx, web, plugin-daemon, worker]}]}
    ///       ports: [{port: 5001}]
    /// ```
    ///
    /// ---
    ///
    /// 誰からでも接続できる API・SSRF プロキシ
    ///
    /// ## 見つけるもの
    /// 内向きの通信を制限する NetworkPolicy がない api、api-websocket、ssrf-proxy、agent-ssrf-proxy。または、誰からの接続も、あるいはサンドボックスやデータストアのような
    /// 用のないコンポーネントからの接続も許しているもの。
    ///
    /// ## なぜ問題か
    /// api の `/inner/api` は鍵を一つ知っていれば誰にでも応答し、その鍵は公開されている初期値のままのことが多くあります。SSRF プロキシは、接続できる相手のためにどの宛先にでもアクセスします。
    /// どちらも、必要とするコンポーネントからだけ接続できるようにすべきです。
    ///
    /// ## 直し方
    /// 必要なコンポーネントを挙げてください。api の場合は nginx(または Ingress コントローラー)、web、plugin-daemon、それに移行の完了を待つ worker です。
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {matchLabels: {app: api}}
    ///   policyTypes: [Ingress]
    ///   ingress:
    ///     - from:
    ///         - podSelector: {matchExpressions: [{key: app, operator: In, values: [nginx, web, plugin-daemon, worker]}]}
    ///       ports: [{port: 5001}]
    /// ```
    API_INGRESS_OPEN = "api-ingress-open", Medium, High, Operator,
    controls: [Net3],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    for (peer, found) in wires.ungoverned(Teller::ApiIngressOpen) {
        if let (Some(workload), Some(component)) = (wires.workload(peer), wires.component(peer)) {
            report_ungoverned(findings, workload, component).breaking(found.controls);
        }
    }
    for line in wires.lines(Teller::ApiIngressOpen) {
        let Some(component) = line.component(wires) else { continue };
        let reason = reason(wires, &line, component);
        findings.report(Subject::Of(line.meta, component), line.place, reason).breaking(line.controls.iter().copied());
    }
}

fn report_ungoverned<'f>(findings: &'f mut Findings<'_>, workload: &Workload, component: Component) -> &'f mut Finding {
    let host = workload.pod.spec.host_network.as_ref().filter(|it| it.value);
    let place = host.map_or(workload.meta.name.place, |it| it.place);
    findings.report(
        workload,
        place,
        text!("anybody in the cluster may connect to {component}", "クラスターの誰からでも {component} に接続できます"),
    )
}

fn reason(wires: &Wires<'_>, line: &Line<'_, '_>, component: Component) -> Text {
    if line.is_for_everybody() {
        return text!("everybody may connect to {component}", "誰でも {component} に接続できます");
    }
    // Parts of Dify that have no business with the component, the worst first.
    let mut others: Vec<Component> = line.others().into_iter().filter_map(|it| wires.component(it)).collect();
    others.sort_by_key(|it| (!it.is_sandbox(), *it));
    others.dedup();
    if others.is_empty() {
        return text!(
            "pods that are not in the input may connect to {component}",
            "入力にない Pod から {component} に接続できます"
        );
    }
    let names = lang::list(others.iter().map(|it| it.id()));
    let (en, ja) = names.both();
    text!("{en} may connect to {component} and need not", "{ja} が、必要もないのに {component} に接続できます")
}
