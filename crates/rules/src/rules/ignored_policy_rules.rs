//! `ignored-policy-rules`.

use lang::text;
use model::PolicyType;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// NetworkPolicy rules without effect
    ///
    /// ## What it finds
    /// `ingress` or `egress` rules of a NetworkPolicy whose `policyTypes` does not name that direction.
    ///
    /// ## Why it matters
    /// The API server takes the object and ignores the rules. Who reads the file believes that the pods' egress is limited to what is listed,
    /// while it is not limited at all.
    ///
    /// ## Fix
    /// Name the direction, or delete the rules:
    ///
    /// ```yaml
    /// policyTypes: [Ingress, Egress]
    /// ```
    ///
    /// ---
    ///
    /// 効果のない NetworkPolicy のルール
    ///
    /// ## 見つけるもの
    /// `policyTypes` に挙げていない向きの `ingress`・`egress` のルール。
    ///
    /// ## なぜ問題か
    /// API サーバーはオブジェクトを受け付けたうえで、そのルールを無視します。ファイルを読む人は列挙した宛先にだけ接続できると思い込みますが、実際には何も制限されていません。
    ///
    /// ## 直し方
    /// その向きを書き加えるか、ルールを削除してください。
    ///
    /// ```yaml
    /// policyTypes: [Ingress, Egress]
    /// ```
    IGNORED_POLICY_RULES = "ignored-policy-rules", Medium, High, Operator,
    controls: [],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for policy in &facts.inventory.network_policies {
        findings.look(1);
        for (direction, field) in [(PolicyType::Ingress, "ingress"), (PolicyType::Egress, "egress")] {
            let Some(first) = policy.rules(direction).first() else { continue };
            if !policy.governs(direction) {
                let name = &policy.meta.name.value;
                findings.report(
                    &policy.meta,
                    first.place,
                    text!(
                        "the `{field}` rules of NetworkPolicy `{name}` are ignored: `policyTypes` does not name them",
                        "NetworkPolicy `{name}` の `{field}` は `policyTypes` に挙げられていないため、無視されます"
                    ),
                );
            }
        }
    }
}
