//! `sandbox-egress-open`.

use std::collections::HashSet;

use dify::{Component, flow};
use lang::{Text, text};
use model::{IntOrString, NetworkPolicy, Place, PolicyPeer, PolicyRule, PolicyType, Workload};

use crate::address::Block;
use crate::coverage::{Coverage, foreign_reason, is_dns_only};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;
use findings::Severity;

crate::rule! {
    /// A sandbox that reaches more than its proxy
    ///
    /// ## What it finds
    /// A sandbox (`sandbox`, or the agents' shell `agent-sandbox`) whose egress no NetworkPolicy governs, or for which a policy allows more
    /// than its SSRF proxy on the proxy's port and DNS.
    ///
    /// ## Why it matters
    /// The sandbox runs code that users wrote, and it listens to `HTTP_PROXY` only as far as that code does: a raw socket goes around it. Only a
    /// NetworkPolicy keeps a workflow's code away from PostgreSQL, Redis, the metadata service and the Kubernetes API.
    ///
    /// ## Fix
    /// Beside the default deny, this is all that the sandbox needs (the selectors are those of your chart):
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {matchLabels: {app: sandbox}}
    ///   policyTypes: [Ingress, Egress]
    ///   ingress:
    ///     - from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [api, worker]}]}}]
    ///       ports: [{port: 8194}]
    ///   egress:
    ///     - to: [{podSelector: {matchLabels: {app: ssrf-proxy}}}]
    ///       ports: [{port: 3128}]
    ///     - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
    /// ```
    ///
    /// ---
    ///
    /// プロキシ以外にも接続できるサンドボックス
    ///
    /// ## 見つけるもの
    /// 外向きの通信を制限する NetworkPolicy がないサンドボックス(`sandbox`、およびエージェントのシェル `agent-sandbox`)。または、SSRF プロキシのポートと DNS 以外への通信を許しているもの。
    ///
    /// ## なぜ問題か
    /// サンドボックスは利用者が書いたコードを実行します。`HTTP_PROXY` に従うかどうかはそのコード次第で、ソケットを直接使えば素通りします。
    /// ワークフローのコードを PostgreSQL、Redis、メタデータサービス、Kubernetes API から遠ざけられるのは NetworkPolicy だけです。
    ///
    /// ## 直し方
    /// 既定の拒否に加えて、サンドボックスに必要なのは次の通信だけです(セレクターはお使いのチャートに合わせてください)。
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {matchLabels: {app: sandbox}}
    ///   policyTypes: [Ingress, Egress]
    ///   ingress:
    ///     - from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [api, worker]}]}}]
    ///       ports: [{port: 8194}]
    ///   egress:
    ///     - to: [{podSelector: {matchLabels: {app: ssrf-proxy}}}]
    ///       ports: [{port: 3128}]
    ///     - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
    /// ```
    SANDBOX_EGRESS_OPEN = "sandbox-egress-open", High, High, Operator,
    controls: [Net2],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let coverage = facts.coverage();
    let mut said: HashSet<Place> = HashSet::new();
    for (component, covered) in coverage.components().filter(|(it, _)| it.is_sandbox()) {
        findings.look(1);
        let workload = covered.workload;
        if coverage.is_foreign(&workload.meta.namespace) {
            findings.blind(&foreign_reason(&workload.meta.namespace));
            continue;
        }
        let policies = covered.governing(PolicyType::Egress);
        if policies.is_empty() {
            report_ungoverned(findings, workload);
        }
        for policy in policies {
            for rule in policy.rules(PolicyType::Egress) {
                for excess in judge(coverage, policy, rule, component) {
                    match excess {
                        Excess::Unseen => findings.blind(&Text::new(
                            "a peer that the sandbox may reach is not in the input",
                            "サンドボックスの接続先として許可されているものが入力にありません",
                        )),
                        // A policy may select both sandboxes.
                        Excess::Found(place, reason, severity) if said.insert(place) => {
                            findings.report(Subject::Of(&policy.meta, component), place, reason).at_most(severity);
                        }
                        Excess::Found(..) => {}
                    }
                }
            }
        }
    }
}

fn report_ungoverned(findings: &mut Findings<'_>, workload: &Workload) {
    let host = workload.pod.spec.host_network.as_ref().filter(|it| it.value);
    let (place, reason) = match host {
        Some(it) => (
            it.place,
            text!(
                "the sandbox uses the network of its node, which no NetworkPolicy reaches",
                "サンドボックスがノードのネットワークを使っており、NetworkPolicy が効きません"
            ),
        ),
        None => (
            workload.meta.name.place,
            text!(
                "no NetworkPolicy governs what the sandbox connects to",
                "サンドボックスからの通信を制限する NetworkPolicy がありません"
            ),
        ),
    };
    findings.report(workload, place, reason);
}

enum Excess {
    Found(Place, Text, Severity),
    Unseen,
}

/// What a rule allows beyond what the sandbox needs.
fn judge(coverage: &Coverage<'_>, policy: &NetworkPolicy, rule: &PolicyRule, component: Component) -> Vec<Excess> {
    if is_dns_only(rule) {
        return Vec::new();
    }
    if rule.peers.is_empty() {
        let reason = text!("the sandbox may connect to any address", "サンドボックスがどの宛先にも接続できます");
        return vec![Excess::Found(rule.place, reason, Severity::High)];
    }
    let peers = rule.peers.iter();
    peers.filter_map(|peer| judge_peer(coverage, policy, rule, peer, component)).collect()
}

fn judge_peer(
    coverage: &Coverage<'_>,
    policy: &NetworkPolicy,
    rule: &PolicyRule,
    peer: &PolicyPeer,
    component: Component,
) -> Option<Excess> {
    match peer {
        PolicyPeer::Block { cidr, .. } => {
            let written = &cidr.value;
            let single = Block::parse_cidr(written).is_some_and(|it| it.is_single());
            let severity = if single { Severity::Medium } else { Severity::High };
            let reason = text!("the sandbox may connect to `{written}`", "サンドボックスが `{written}` に接続できます");
            Some(Excess::Found(cidr.place, reason, severity))
        }
        PolicyPeer::Pods { place, namespaces, pods } => {
            let meant = coverage.meant(policy, namespaces.as_ref(), pods.as_ref());
            let (needed, others): (Vec<_>, Vec<_>) = meant.into_iter().partition(|it| {
                it.component.is_some_and(|to| to == component || flow::flows_between(component, to).next().is_some())
            });
            if !others.is_empty() {
                return Some(Excess::Found(*place, reason_of(&others), Severity::High));
            }
            if needed.is_empty() {
                let everybody = pods.as_ref().is_none_or(model::LabelSelector::is_empty);
                let reason = || {
                    text!(
                        "the sandbox may connect to every pod of other namespaces",
                        "サンドボックスがほかの名前空間のすべてのポッドに接続できます"
                    )
                };
                return Some(if everybody && namespaces.is_some() {
                    Excess::Found(*place, reason(), Severity::High)
                } else {
                    Excess::Unseen
                });
            }
            judge_ports(rule, &needed, component)
        }
    }
}

fn reason_of(others: &[&Workload]) -> Text {
    const SHOWN: usize = 3;
    let names: Vec<&str> = others.iter().take(SHOWN).map(|it| &*it.meta.name.value).collect();
    let names = lang::list(names);
    let (en, ja) = names.both();
    let more = others.len().saturating_sub(SHOWN);
    if more == 0 {
        text!("the sandbox may connect to {en}", "サンドボックスが {ja} に接続できます")
    } else {
        text!("the sandbox may connect to {en} and {more} more", "サンドボックスが {ja} ほか {more} 個に接続できます")
    }
}

/// The proxy's own port is enough.
fn judge_ports(rule: &PolicyRule, needed: &[&Workload], component: Component) -> Option<Excess> {
    let every = text!(
        "the sandbox may connect to every port of its proxy",
        "サンドボックスがプロキシのすべてのポートに接続できます"
    );
    if rule.ports.is_empty() {
        return Some(Excess::Found(rule.place, every, Severity::Medium));
    }
    let needs = |number: i64| needed.iter().any(|to| is_needed_port(component, to, number));
    rule.ports.iter().find_map(|port| match port.port.as_ref().map(|it| &it.value) {
        None => Some(Excess::Found(port.place, every.clone(), Severity::Medium)),
        Some(IntOrString::Name(_)) => None,
        Some(IntOrString::Int(number)) => {
            let last = port.end_port.as_ref().map_or(*number, |it| it.value);
            let fits = *number == last && (needs(*number) || *number == 53);
            let reason = text!(
                "the sandbox may connect to port {number} of its proxy",
                "サンドボックスがプロキシのポート {number} に接続できます"
            );
            (!fits).then_some(Excess::Found(port.place, reason, Severity::Medium))
        }
    })
}

/// The catalogue's port, or the one that the proxy's container listens on; 8194 is the old way to the sandbox.
fn is_needed_port(from: Component, to: &Workload, number: i64) -> bool {
    let flows =
        to.component.into_iter().flat_map(|it| flow::flows_between(from, it).map(move |flow| flow.ports_to(it)));
    let known = flows.flatten().any(|(port, _)| i64::from(port) == number);
    let ports = to.pod.spec.containers.iter().flat_map(|it| &it.ports);
    let declared = ports.filter_map(|it| it.container_port.as_ref()).any(|it| it.value == number);
    known || (declared && number != 8194)
}
