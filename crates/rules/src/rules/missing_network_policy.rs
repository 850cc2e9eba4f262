//! `missing-network-policy`.

use std::collections::BTreeMap;

use lang::text;
use model::{PolicyType, Workload};

use crate::coverage::{Covered, foreign_reason, on_host_network};
use crate::facts::Facts;
use crate::finding::Findings;
use findings::Severity;

crate::rule! {
    /// Pods whose traffic no NetworkPolicy limits
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
    /// どの NetworkPolicy も通信を制限していないポッド
    ///
    /// ## 見つけるもの
    /// 外向きの通信を制限する NetworkPolicy がないワークロード。名前空間の中に制限されているものが一つもなければ、名前空間ごとに一件にまとめます。
    /// ホストのネットワークを使うポッドには NetworkPolicy が効かないため、これも対象です。外向きの制限はあるが内向きの制限がないものは `missing-ingress-policy` で報告します。
    ///
    /// ## なぜ問題か
    /// NetworkPolicy がないポッドは、Dify のデータベースと Redis、クラウドのメタデータサービス、ほかの名前空間のどこにでも接続できます。
    /// サンドボックスで動く利用者のコード、プラグイン、宛先を自由に指定できる HTTP ノードがあれば、それだけで悪用できます。公開されているチャートに、Dify 自身の部品を守る NetworkPolicy はありません。
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
    controls: [Net1, Net4, Net6],
    topics: [NETWORK_POLICY, METADATA_API],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let coverage = facts.coverage();
    let mut namespaces: BTreeMap<&str, Vec<Covered<'_, '_>>> = BTreeMap::new();
    for covered in coverage.workloads() {
        findings.look(1);
        namespaces.entry(&covered.workload.meta.namespace).or_default().push(covered);
    }
    for (namespace, workloads) in namespaces {
        if coverage.is_foreign(namespace) {
            findings.blind(&foreign_reason(namespace));
            continue;
        }
        let governed = |it: &Covered<'_, '_>| it.is_governed(PolicyType::Ingress) || it.is_governed(PolicyType::Egress);
        if workloads.iter().any(governed) {
            workloads.iter().for_each(|it| judge(findings, it));
        } else {
            report_namespace(findings, namespace, &workloads);
        }
    }
}

fn report_namespace(findings: &mut Findings<'_>, namespace: &str, workloads: &[Covered<'_, '_>]) {
    let stays = workloads.iter().find(|it| !it.workload.hook);
    let Some(first) = stays.or(workloads.first()) else { return };
    let n = workloads.len();
    let finding = findings.report(
        first.workload,
        first.workload.meta.name.place,
        text!(
            "no NetworkPolicy governs anything in the namespace `{namespace}`",
            "名前空間 `{namespace}` には、通信を制限する NetworkPolicy がありません"
        ),
    );
    finding.detail(text!("{n} workload(s) may talk to anybody", "{n} 個のワークロードが誰とでも通信できます"));
    if stays.is_none() {
        finding.at_most(Severity::Low);
    }
}

fn judge(findings: &mut Findings<'_>, covered: &Covered<'_, '_>) {
    let workload = covered.workload;
    if covered.is_governed(PolicyType::Egress) {
        return;
    }
    let (place, reason) = if let Some(host) =
        workload.pod.spec.host_network.as_ref().filter(|_| on_host_network(workload))
    {
        let reason = text!(
            "the pods use the network of their node, which no NetworkPolicy reaches",
            "ポッドがノードのネットワークを使っており、NetworkPolicy が効きません"
        );
        (host.place, reason)
    } else if covered.is_governed(PolicyType::Ingress) {
        let reason = text!(
            "no NetworkPolicy governs what the pods connect to",
            "ポッドからの通信を制限する NetworkPolicy がありません"
        );
        (workload.meta.name.place, reason)
    } else {
        let reason = text!("no NetworkPolicy governs the pods", "ポッドの通信を制限する NetworkPolicy がありません");
        (workload.meta.name.place, reason)
    };
    lower(workload, findings.report(workload, place, reason));
}

fn lower(workload: &Workload, finding: &mut findings::Finding) {
    if workload.hook {
        finding.at_most(Severity::Low);
    }
}
