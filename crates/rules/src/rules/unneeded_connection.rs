//! `unneeded-connection`.

use std::collections::BTreeSet;

use lang::{Text, text};
use netpol::Peer;

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::subject::Subject;
use crate::wires::{Line, Teller, Wires};

crate::rule! {
    /// NetworkPolicy wider than Dify needs
    ///
    /// ## What it finds
    /// A rule of a policy that lets somebody reach a part of Dify who has no business with it: a store that web or a pod of another namespace
    /// may connect to, a worker that anybody may connect to, an SSRF proxy that may connect to the parts behind it. It is judged for what is
    /// possible in the end, by all policies together; `sekisho network prove` judges the same sentences.
    ///
    /// ## Why it matters
    /// Each connection that nobody needs is a way on for whoever got in. PostgreSQL and Redis hold every secret and every session: who
    /// reaches them needs one password more, which stands in the environment of most parts.
    ///
    /// ## Fix
    /// Name the peers that need it, by label and port. `sekisho network policies` writes the policies that a deployment needs:
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {matchLabels: {app: postgres}}
    ///   policyTypes: [Ingress, Egress]
    ///   ingress:
    ///     - from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [api, worker, plugin-daemon]}]}}]
    ///       ports: [{port: 5432}]
    /// ```
    ///
    /// ---
    ///
    /// Dify に不要な通信を許しているポリシー
    ///
    /// ## 見つけるもの
    /// 用のない相手から Dify のコンポーネントへの接続を許している、ポリシーのルール。たとえば web やほかの名前空間の Pod から接続できるデータストア、誰からでも接続できる worker、
    /// 内側のコンポーネントに接続できる SSRF プロキシ。すべてのポリシーを合わせた結果として通信できるかどうかで判定します。`sekisho network prove` も同じ文を判定します。
    ///
    /// ## なぜ問題か
    /// 不要な通信の一つ一つが、侵入した者の次の足がかりになります。PostgreSQL と Redis にはすべての秘密情報とセッションがあり、
    /// 接続できれば残る守りはパスワード一つです。そのパスワードは多くのコンポーネントの環境変数にあります。
    ///
    /// ## 直し方
    /// 必要な相手をラベルとポートで指定してください。`sekisho network policies` で、構成に必要なポリシーを作れます。
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {matchLabels: {app: postgres}}
    ///   policyTypes: [Ingress, Egress]
    ///   ingress:
    ///     - from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [api, worker, plugin-daemon]}]}}]
    ///       ports: [{port: 5432}]
    /// ```
    UNNEEDED_CONNECTION = "unneeded-connection", Medium, High, Operator,
    controls: [Net3, Net5],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    for line in wires.lines(Teller::UnneededConnection) {
        let reason = reason(wires, &line);
        let subject = Subject::perhaps(line.meta, line.component(wires));
        findings.report(subject, line.place, reason).breaking(line.controls.iter().copied());
    }
}

fn reason(wires: &Wires<'_>, line: &Line<'_, '_>) -> Text {
    let own = names(wires, line.workloads.iter().copied());
    let (own_en, own_ja) = own.both();
    let into = !line.egress;
    let others = line.others();
    if others.is_empty() || line.is_for_everybody() {
        return if into {
            text!(
                "more than the parts that need it may connect to {own_en}",
                "必要としない相手からも {own_ja} に接続できます"
            )
        } else {
            text!("{own_en} may connect to more than it needs", "{own_ja} が必要のない相手にも接続できます")
        };
    }
    let others = names(wires, others);
    let (en, ja) = others.both();
    if into {
        text!("{en} may connect to {own_en} and need not", "{ja} が、必要もないのに {own_ja} に接続できます")
    } else {
        text!("{own_en} may connect to {en} and need not", "{own_ja} が、必要もないのに {ja} に接続できます")
    }
}

/// Parts by what they are, other workloads by name; some of them where there are many.
fn names<'p>(wires: &Wires<'_>, peers: impl IntoIterator<Item = &'p Peer>) -> Text {
    const SHOWN: usize = 3;
    let name = |peer: &Peer| match wires.component(peer) {
        Some(component) => component.id().to_owned(),
        None => wires.workload(peer).map(|it| it.meta.name.value.to_string()).unwrap_or_default(),
    };
    let names: BTreeSet<String> = peers.into_iter().map(name).collect();
    let more = names.len().saturating_sub(SHOWN);
    let shown = lang::list(names.into_iter().take(SHOWN));
    let (en, ja) = shown.both();
    if more == 0 { text!("{en}", "{ja}") } else { text!("{en} and {more} more", "{ja} ほか {more} 個") }
}
