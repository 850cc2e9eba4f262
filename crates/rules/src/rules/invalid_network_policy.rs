//! `invalid-network-policy`.

use lang::{Text, text};
use model::{IntOrString, Located, NetworkPolicy, Place, PolicyPeer, PolicyPort, PolicyType};

use netpol::IpSet;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Invalid NetworkPolicy
    ///
    /// ## What it finds
    /// A `cidr` or `except` that is no block of addresses, an `except` that is not inside its `cidr`, an `endPort` without a numeric `port` or
    /// below it, and port numbers that do not exist.
    ///
    /// ## Why it matters
    /// The API server refuses the whole object. With `kubectl apply -f DIR` the others are applied and this one is missing: Dify runs
    /// without the protection that the files promise.
    ///
    /// ## Fix
    /// Correct the field. `kubectl apply --dry-run=server -f FILE` shows whether it is accepted.
    ///
    /// ```yaml
    /// - ipBlock:
    ///     cidr: 0.0.0.0/0
    ///     except: [10.0.0.0/8, 100.64.0.0/10, 168.63.129.16/32, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16]
    /// ```
    ///
    /// ---
    ///
    /// API サーバーに拒否される NetworkPolicy
    ///
    /// ## 見つけるもの
    /// アドレス範囲として読めない `cidr`・`except`、`cidr` の外にある `except`、数値の `port` がないか `port` より小さい `endPort`、存在しないポート番号。
    ///
    /// ## なぜ問題か
    /// API サーバーはオブジェクト全体を拒否します。`kubectl apply -f フォルダー` ではほかのものだけが適用され、これが抜けたまま Dify が動きます。ファイルに書いた保護が効いていません。
    ///
    /// ## 直し方
    /// その項目を直してください。`kubectl apply --dry-run=server -f ファイル` で受け付けられるか確かめられます。
    ///
    /// ```yaml
    /// - ipBlock:
    ///     cidr: 0.0.0.0/0
    ///     except: [10.0.0.0/8, 100.64.0.0/10, 168.63.129.16/32, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16]
    /// ```
    INVALID_NETWORK_POLICY = "invalid-network-policy", High, High, Operator,
    controls: [],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for policy in &facts.inventory.network_policies {
        findings.look(1);
        for direction in [PolicyType::Ingress, PolicyType::Egress] {
            for rule in policy.rules(direction) {
                rule.peers.iter().for_each(|peer| judge_peer(findings, policy, peer));
                let faults = rule.ports.iter().filter_map(port_fault);
                faults.for_each(|(place, reason)| report(findings, policy, place, reason));
            }
        }
    }
}

fn report(findings: &mut Findings<'_>, policy: &NetworkPolicy, place: Place, reason: Text) {
    findings.report(&policy.meta, place, reason);
}

fn judge_peer(findings: &mut Findings<'_>, policy: &NetworkPolicy, peer: &PolicyPeer) {
    let PolicyPeer::Block { cidr, except, .. } = peer else { return };
    let whole = IpSet::from_cidr(&cidr.value);
    if whole.is_none() {
        let written = &cidr.value;
        report(findings, policy, cidr.place, text!("`{written}` is no CIDR", "`{written}` は CIDR として読めません"));
    }
    for part in except {
        let written = &part.value;
        match (&whole, IpSet::from_cidr(written)) {
            (_, None) => {
                report(
                    findings,
                    policy,
                    part.place,
                    text!("`{written}` is no CIDR", "`{written}` は CIDR として読めません"),
                );
            }
            (Some(whole), Some(inner)) if !inner.is_subset(whole) || *whole == inner => {
                let cidr = &cidr.value;
                let reason =
                    text!("`{written}` is not inside of `{cidr}`", "`{written}` は `{cidr}` の内側にありません");
                report(findings, policy, part.place, reason);
            }
            _ => {}
        }
    }
}

fn port_fault(port: &PolicyPort) -> Option<(Place, Text)> {
    let number = match &port.port {
        Some(Located { value: IntOrString::Int(number), place }) => {
            if !(1..=65535).contains(number) {
                return Some((*place, text!("{number} is no port", "{number} はポート番号ではありません")));
            }
            Some(*number)
        }
        _ => None,
    };
    let end = port.end_port.as_ref()?;
    match number {
        None => Some((end.place, text!("`endPort` needs a numeric `port`", "`endPort` には数値の `port` が必要です"))),
        Some(first) if end.value < first || end.value > 65535 => {
            let end_port = end.value;
            Some((
                end.place,
                text!(
                    "`endPort` {end_port} does not end a range that begins at {first}",
                    "`endPort` {end_port} は {first} から始まる範囲の終わりになりません"
                ),
            ))
        }
        Some(_) => None,
    }
}
