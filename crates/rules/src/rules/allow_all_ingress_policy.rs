//! `allow-all-ingress-policy`.

use lang::text;
use model::PolicyType;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::unlimited;

crate::rule! {
    /// NetworkPolicy allows all ingress
    ///
    /// ## What it finds
    /// An ingress rule without peers and without ports (`- {}`), or from `0.0.0.0/0` or `::/0` without `except` and without ports.
    ///
    /// ## Why it matters
    /// Policies add up: one such rule undoes the default deny for the pods that it selects, on every port, also those that are not in any
    /// Service: the plugin daemon's debugging port, the replication port of a store.
    ///
    /// ## Fix
    /// Name who connects, and to which port:
    ///
    /// ```yaml
    /// ingress:
    ///   - from:
    ///       - podSelector: {matchLabels: {app: nginx}}
    ///     ports: [{port: 5001}]
    /// ```
    ///
    /// ---
    ///
    /// 誰からの接続も許す NetworkPolicy
    ///
    /// ## 見つけるもの
    /// 接続元もポートも指定のない ingress のルール(`- {}`)、または `except` もポートもない `0.0.0.0/0`・`::/0` からのルール。
    ///
    /// ## なぜ問題か
    /// NetworkPolicy は足し合わされます。このルールが一つあるだけで、対象の Pod では既定の拒否が意味を失います。プラグインデーモンのデバッグ用ポートや
    /// データストアのレプリケーション用ポートのような、Service に載せていないポートにも届きます。
    ///
    /// ## 直し方
    /// 接続元とポートを指定してください。
    ///
    /// ```yaml
    /// ingress:
    ///   - from:
    ///       - podSelector: {matchLabels: {app: nginx}}
    ///     ports: [{port: 5001}]
    /// ```
    ALLOW_ALL_INGRESS_POLICY = "allow-all-ingress-policy", Medium, High, Operator,
    controls: [Net1, Net5],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    unlimited::report(facts, findings, PolicyType::Ingress, |kind, name| {
        text!("{kind} `{name}` lets everybody in", "{kind} `{name}` が誰からの接続も許しています")
    });
}
