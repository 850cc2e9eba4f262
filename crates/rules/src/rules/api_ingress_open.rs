//! `api-ingress-open`.

use std::collections::HashSet;

use dify::{Component, flow};
use lang::{Text, text};
use model::{LabelSelector, NetworkPolicy, Place, PolicyPeer, PolicyType, Workload};

use crate::address::Block;
use crate::coverage::{Coverage, foreign_reason, on_host_network};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// An API or SSRF proxy that anybody may connect to
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
    /// 用のない部品からの接続も許しているもの。
    ///
    /// ## なぜ問題か
    /// api の `/inner/api` は鍵を一つ知っていれば誰にでも応答し、その鍵は公開されている初期値のままのことが多くあります。SSRF プロキシは、接続できる相手のためにどの宛先にでもアクセスします。
    /// どちらも、必要とする部品からだけ接続できるようにすべきです。
    ///
    /// ## 直し方
    /// 必要な部品を挙げてください。api の場合は nginx(または Ingress コントローラー)、web、plugin-daemon、それに移行の完了を待つ worker です。
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
    let coverage = facts.coverage();
    let mut said: HashSet<Place> = HashSet::new();
    for (component, covered) in coverage.components().filter(|(it, _)| is_guarded(*it)) {
        findings.look(1);
        let workload = covered.workload;
        if coverage.is_foreign(&workload.meta.namespace) {
            findings.blind(&foreign_reason(&workload.meta.namespace));
            continue;
        }
        let policies = covered.governing(PolicyType::Ingress);
        if policies.is_empty() {
            report_ungoverned(findings, workload, component);
        }
        for policy in policies {
            for (place, reason) in judge(coverage, policy, component) {
                if said.insert(place) {
                    findings.report(Subject::Of(&policy.meta, component), place, reason);
                }
            }
        }
    }
}

/// Who answers with everybody's rights: the roles of the api image that listen, and the ways out.
const fn is_guarded(component: Component) -> bool {
    component.is_outlet() || component.runs_api_image() && !component.only_fetches()
}

fn report_ungoverned(findings: &mut Findings<'_>, workload: &Workload, component: Component) {
    let host = workload.pod.spec.host_network.as_ref().filter(|_| on_host_network(workload));
    let place = host.map_or(workload.meta.name.place, |it| it.place);
    findings.report(
        workload,
        place,
        text!("anybody in the cluster may connect to {component}", "クラスターの誰からでも {component} に接続できます"),
    );
}

fn judge(coverage: &Coverage<'_>, policy: &NetworkPolicy, component: Component) -> Vec<(Place, Text)> {
    let mut found = Vec::new();
    let everybody = || text!("everybody may connect to {component}", "誰でも {component} に接続できます");
    for rule in policy.rules(PolicyType::Ingress) {
        if rule.peers.is_empty() {
            found.push((rule.place, everybody()));
        }
        for peer in &rule.peers {
            match peer {
                PolicyPeer::Block { cidr, .. } => {
                    if Block::parse_cidr(&cidr.value).is_some_and(|it| it.is_anywhere()) {
                        found.push((cidr.place, everybody()));
                    }
                }
                PolicyPeer::Pods { place, namespaces, pods } => {
                    let every_namespace = namespaces.as_ref().is_some_and(LabelSelector::is_empty);
                    if every_namespace && pods.as_ref().is_none_or(LabelSelector::is_empty) {
                        found.push((*place, everybody()));
                        continue;
                    }
                    let meant = coverage.meant(policy, namespaces.as_ref(), pods.as_ref());
                    found.extend(strangers(&meant, component).map(|reason| (*place, reason)));
                }
            }
        }
    }
    found
}

/// Parts of Dify among the peers that have no business with the component.
fn strangers(meant: &[&Workload], component: Component) -> Option<Text> {
    let parts = meant.iter().filter(|it| !it.hook).filter_map(|it| it.component);
    let mut others: Vec<Component> = parts
        .filter(|it| *it != component && flow::flows_between(*it, component).next().is_none())
        // The roles of the api image share labels in some charts, and all of them hold the same keys.
        .filter(|it| !(it.runs_api_image() && component.runs_api_image()))
        .collect();
    others.sort_by_key(|it| (!it.is_sandbox(), *it));
    others.dedup();
    let names = lang::list(others.iter().map(|it| it.id()));
    let (en, ja) = names.both();
    let reason =
        || text!("{en} may connect to {component} and need not", "{ja} が、必要もないのに {component} に接続できます");
    (!others.is_empty()).then(reason)
}
