//! `sandbox-egress-open`.

use std::collections::HashSet;

use dify::{Component, flow};
use findings::{Control, Severity};
use invariants::{End, Through};
use lang::{Text, text};
use model::{IntOrString, Place, PolicyPeer, PolicyPort, Workload};
use netpol::{ConnSet, Exposed, PortSet};

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::subject::Subject;
use crate::wires::{Line, Teller, Wires};

crate::rule! {
    /// Sandbox egress beyond the SSRF proxy
    ///
    /// ## What it finds
    /// A sandbox (`sandbox`, or the agents' shell `agent-sandbox`) whose egress no NetworkPolicy governs, or for which a policy allows more
    /// than its SSRF proxy on the proxy's port and the cluster's DNS. Port 53 of anybody else is not DNS, whatever the port is named. A port of
    /// the proxy beyond its own is told as well, and breaks no control.
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
    ///     - to:
    ///         - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
    ///           podSelector: {matchLabels: {k8s-app: kube-dns}}
    ///       ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
    /// ```
    ///
    /// ---
    ///
    /// プロキシ以外にも接続できるサンドボックス
    ///
    /// ## 見つけるもの
    /// 外向きの通信を制限する NetworkPolicy がないサンドボックス(`sandbox`、およびエージェントのシェル `agent-sandbox`)。または、SSRF プロキシのポートとクラスターの DNS 以外への通信を許しているもの。クラスターの DNS 以外の 53 番ポートは、ポートの名前が何であっても DNS とはみなしません。
    /// プロキシ本来のポート以外への通信も伝えますが、これだけでは不合格になりません。
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
    ///     - to:
    ///         - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
    ///           podSelector: {matchLabels: {k8s-app: kube-dns}}
    ///       ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
    /// ```
    SANDBOX_EGRESS_OPEN = "sandbox-egress-open", High, High, Operator,
    controls: [Net2],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    for (peer, found) in wires.ungoverned(Teller::SandboxEgressOpen) {
        if let Some(workload) = wires.workload(peer) {
            report_ungoverned(findings, workload).breaking(found.controls);
        }
    }
    // A policy may select both sandboxes.
    let mut said: HashSet<Place> = HashSet::new();
    for line in wires.lines(Teller::SandboxEgressOpen) {
        let component = line.component(wires).unwrap_or(Component::Sandbox);
        for (place, reason, severity) in judge(wires, &line, component) {
            if said.insert(place) {
                let finding = findings.report(Subject::Of(line.meta, component), place, reason);
                finding.at_most(severity).breaking([Control::Net2]);
            }
        }
    }
    for line in wires.excess() {
        let component = line.component(wires).unwrap_or(Component::Sandbox);
        for (place, reason, severity) in ports_of(&line, &line.through) {
            // What is said of the whole rule is said.
            if !said.contains(&line.place) && said.insert(place) {
                let finding = findings.report(Subject::Of(line.meta, component), place, reason);
                finding.at_most(severity).breaking([]);
            }
        }
    }
}

fn report_ungoverned<'f>(findings: &'f mut Findings<'_>, workload: &Workload) -> &'f mut findings::Finding {
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
    findings.report(workload, place, reason)
}

/// What a line allows beyond what the sandbox needs: where, and how bad.
fn judge(wires: &Wires<'_>, line: &Line<'_, '_>, component: Component) -> Vec<(Place, Text, Severity)> {
    let is_needed = |through: &&&Through| match &through.end {
        End::Workload(peer) => {
            let to = wires.component(peer);
            to.is_some_and(|to| to == component || flow::flows_between(component, to).next().is_some())
        }
        _ => false,
    };
    let (needed, others): (Vec<&Through>, Vec<&Through>) = line.through.iter().partition(is_needed);
    if others.is_empty() {
        return ports_of(line, &needed);
    }
    let single = matches!(line.peer, Some(PolicyPeer::Block { cidr, .. }) if is_single(&cidr.value));
    let severity = if single { Severity::Medium } else { Severity::High };
    vec![(line.place, reason_of(wires, line, &others), severity)]
}

fn is_single(cidr: &str) -> bool {
    matches!(cidr.rsplit_once('/'), Some((address, prefix)) if prefix == if address.contains(':') { "128" } else { "32" })
}

fn reason_of(wires: &Wires<'_>, line: &Line<'_, '_>, others: &[&Through]) -> Text {
    match line.peer {
        Some(PolicyPeer::Block { cidr, .. }) => {
            let written = &cidr.value;
            return text!("the sandbox may connect to `{written}`", "サンドボックスが `{written}` に接続できます");
        }
        None => {
            return text!("the sandbox may connect to any address", "サンドボックスがどの宛先にも接続できます");
        }
        Some(PolicyPeer::Pods { .. }) => {}
    }
    let names: Vec<&str> = others
        .iter()
        .filter_map(|it| match &it.end {
            End::Workload(peer) => wires.workload(peer).map(|it| &*it.meta.name.value),
            _ => None,
        })
        .collect();
    if names.is_empty() {
        return to_strangers(others);
    }
    const SHOWN: usize = 3;
    let more = names.len().saturating_sub(SHOWN);
    let names = lang::list(names.into_iter().take(SHOWN));
    let (en, ja) = names.both();
    if more == 0 {
        text!("the sandbox may connect to {en}", "サンドボックスが {ja} に接続できます")
    } else {
        text!("the sandbox may connect to {en} and {more} more", "サンドボックスが {ja} ほか {more} 個に接続できます")
    }
}

fn to_strangers(others: &[&Through]) -> Text {
    let end = others.iter().find_map(|it| match &it.end {
        End::Outsider(with) if *with != Exposed::EntireCluster => Some(with.to_string()),
        _ => None,
    });
    match end {
        Some(with) => text!(
            "the sandbox may connect to pods that are not in the input: {with}",
            "サンドボックスが、入力にない Pod に接続できます: {with}"
        ),
        None => text!(
            "the sandbox may connect to every pod of other namespaces",
            "サンドボックスがほかの名前空間のすべての Pod に接続できます"
        ),
    }
}

/// The proxy's own port is enough: the ports that are too much.
fn ports_of(line: &Line<'_, '_>, needed: &[&Through]) -> Vec<(Place, Text, Severity)> {
    let every = || {
        text!(
            "the sandbox may connect to every port of its proxy",
            "サンドボックスがプロキシのすべてのポートに接続できます"
        )
    };
    let excess = needed.iter().fold(ConnSet::empty(), |all, it| all.union(&it.conn));
    let ports = line.rule.map_or(&[][..], |it| it.ports.as_slice());
    let mut found = Vec::new();
    for port in ports {
        match port.port.as_ref().map(|it| &it.value) {
            Some(IntOrString::Int(number)) if !numbers(port, *number).intersection(&excess).is_empty() => {
                let reason = text!(
                    "the sandbox may connect to port {number} of its proxy",
                    "サンドボックスがプロキシのポート {number} に接続できます"
                );
                found.push((port.place, reason, Severity::Medium));
            }
            Some(IntOrString::Int(_)) => {}
            Some(IntOrString::Name(name)) => {
                let reason = text!(
                    "the sandbox may connect to the port named `{name}`, which is not its proxy's",
                    "サンドボックスが `{name}` という名前のポートに接続できます。プロキシのポートではありません"
                );
                found.push((port.place, reason, Severity::Medium));
            }
            None => found.push((port.place, every(), Severity::Medium)),
        }
    }
    if found.is_empty() {
        let place = line.rule.map_or(line.place, |it| it.place);
        found.push((place, every(), Severity::Medium));
    }
    found
}

/// The ports of an entry with a number.
fn numbers(port: &PolicyPort, first: i64) -> ConnSet {
    let last = port.end_port.as_ref().map_or(first, |it| it.value);
    match (u16::try_from(first), u16::try_from(last)) {
        (Ok(first), Ok(last)) => ConnSet::of(port.protocol, PortSet::range(first, last)),
        _ => ConnSet::empty(),
    }
}
