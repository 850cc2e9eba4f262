//! `missing-network-policy`.

use std::collections::BTreeMap;

use findings::Severity;
use lang::{Text, text};
use model::Workload;
use netpol::Peer;

use crate::facts::Facts;
use crate::finding::{Breaking, Findings, Lower};
use crate::wires::{Teller, Ungoverned, Wires};

crate::rule! {
    /// Missing NetworkPolicy
    ///
    /// ## What it finds
    /// Workloads whose egress no NetworkPolicy governs. Where nothing in a namespace is governed at all, it is one finding for the namespace.
    /// Pods on the host's network count too, since no policy reaches them. Workloads with a policy for egress but none for ingress are
    /// `missing-ingress-policy`.
    ///
    /// ## Why it matters
    /// Without a policy a pod reaches everything: database and Redis of Dify, the metadata service of the cloud, every other namespace. A user's
    /// code in the sandbox, a plugin, or an HTTP node with a chosen address is enough to use that. None of the public charts brings policies
    /// for Dify's own parts.
    ///
    /// ## Fix
    /// Deny everything in the namespace, then allow the flows that Dify needs, DNS first:
    ///
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: default-deny-all, namespace: dify}
    /// spec:
    ///   podSelector: {}
    ///   policyTypes: [Ingress, Egress]
    /// ```
    ///
    /// ---
    ///
    /// どの NetworkPolicy も通信を制限していない Pod
    ///
    /// ## 見つけるもの
    /// 外向きの通信を制限する NetworkPolicy がないワークロード。名前空間の中に制限されているものが一つもなければ、名前空間ごとに一件にまとめます。
    /// ホストのネットワークを使う Pod には NetworkPolicy が効かないため、これも対象です。外向きの制限はあるが内向きの制限がないものは `missing-ingress-policy` で報告します。
    ///
    /// ## なぜ問題か
    /// NetworkPolicy がない Pod は、Dify のデータベースと Redis、クラウドのメタデータサービス、ほかの名前空間のどこにでも接続できます。
    /// サンドボックスで動く利用者のコード、プラグイン、宛先を自由に指定できる HTTP ノードがあれば、それだけで悪用できます。公開されているチャートに、Dify 自身のコンポーネントを守る NetworkPolicy はありません。
    ///
    /// ## 直し方
    /// まず名前空間のすべてを拒否し、DNS をはじめ Dify に必要な通信だけを順に許可してください。
    ///
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: NetworkPolicy
    /// metadata: {name: default-deny-all, namespace: dify}
    /// spec:
    ///   podSelector: {}
    ///   policyTypes: [Ingress, Egress]
    /// ```
    MISSING_NETWORK_POLICY = "missing-network-policy", Medium, High, Operator,
    controls: [Net1, Net3, Net4, Net5, Net6],
    topics: [NETWORK_POLICY, METADATA_API],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    let ungoverned = wires.ungoverned(Teller::MissingNetworkPolicy);
    let mut namespaces: BTreeMap<&str, Vec<(&Peer, &Workload)>> = BTreeMap::new();
    for (peer, workload) in wires.workloads() {
        namespaces.entry(&workload.meta.namespace).or_default().push((peer, workload));
    }
    for (namespace, workloads) in namespaces {
        let open = |(peer, _): &(&Peer, &Workload)| ungoverned.get(peer).is_some_and(|it| it.ingress && it.egress);
        if workloads.iter().all(open) {
            report_namespace(findings, namespace, &workloads, &ungoverned);
        } else {
            workloads.iter().for_each(|(peer, workload)| judge(wires, findings, peer, workload, &ungoverned));
        }
    }
}

fn report_namespace(
    findings: &mut Findings<'_>,
    namespace: &str,
    workloads: &[(&Peer, &Workload)],
    ungoverned: &BTreeMap<&Peer, Ungoverned>,
) {
    let stays = workloads.iter().find(|it| !it.1.hook);
    let Some((_, first)) = stays.or(workloads.first()) else { return };
    let n = workloads.len();
    let finding = findings.report(
        *first,
        first.meta.name.place,
        text!(
            "no NetworkPolicy governs anything in the namespace `{namespace}`",
            "名前空間 `{namespace}` には、通信を制限する NetworkPolicy がありません"
        ),
    );
    let broken = workloads.iter().filter_map(|(peer, _)| ungoverned.get(peer)).flat_map(|it| &it.controls);
    finding.breaking(broken.copied());
    finding.detail(text!("{n} workload(s) may talk to anybody", "{n} 個のワークロードが誰とでも通信できます"));
    if stays.is_none() {
        finding.at_most(Severity::Low);
    }
}

fn judge(
    wires: &Wires<'_>,
    findings: &mut Findings<'_>,
    peer: &Peer,
    workload: &Workload,
    ungoverned: &BTreeMap<&Peer, Ungoverned>,
) {
    let found = ungoverned.get(peer);
    let host = workload.pod.spec.host_network.as_ref().filter(|it| it.value).map(|it| it.place);
    let (place, reason) = match (found, host) {
        (None, None) => return,
        // A policy that selects such pods may or may not be heeded: that breaks nothing for sure.
        (None, Some(_)) if !wires.is_governed_as_host(peer) => return,
        (_, Some(host)) => (host, on_host_network()),
        (Some(it), None) => (workload.meta.name.place, reason(it)),
    };
    let finding = findings.report(workload, place, reason);
    finding.breaking(found.into_iter().flat_map(|it| &it.controls).copied());
    finding.lower_for_hook(workload);
}

fn reason(found: &Ungoverned) -> Text {
    if found.ingress {
        return text!("no NetworkPolicy governs the pods", "Pod の通信を制限する NetworkPolicy がありません");
    }
    text!("no NetworkPolicy governs what the pods connect to", "Pod からの通信を制限する NetworkPolicy がありません")
}

fn on_host_network() -> Text {
    Text::new(
        "the pods use the network of their node, which no NetworkPolicy reaches",
        "Pod がノードのネットワークを使っており、NetworkPolicy が効きません",
    )
}
