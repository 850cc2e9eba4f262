//! `security-exemption-in-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// Privileged pod constraints (SCC, PSP) granted by a role
    ///
    /// ## What it finds
    /// A role that allows `use` on SecurityContextConstraints of OpenShift, other than `restricted`, `restricted-v2`, `restricted-v3`, `nonroot` and `nonroot-v2`, or
    /// on PodSecurityPolicies of Kubernetes before 1.25.
    ///
    /// ## Why it matters
    /// Whoever has it runs pods as the named constraint allows: `privileged` is root on the node. Given to the service account of a pod of Dify, it
    /// is what an attacker in that pod looks for.
    ///
    /// ## Fix
    /// Remove it. Every part of Dify but the sandbox runs under `restricted-v2`; for the sandbox write a constraint that allows what it needs and no more.
    ///
    /// ---
    ///
    /// Pod の制限を免除するロール
    ///
    /// ## 見つけるもの
    /// OpenShift の SecurityContextConstraints(`restricted`、`restricted-v2`、`restricted-v3`、`nonroot`、`nonroot-v2` を除く)、または
    /// Kubernetes 1.25 より前の PodSecurityPolicy に対する `use` を許しているロール。
    ///
    /// ## なぜ問題か
    /// この権限があると、指定された制約が許す範囲で Pod を動かせます。`privileged` ならノードの root と同じです。
    /// Dify の Pod の ServiceAccount に与えてしまうと、その Pod に侵入した攻撃者がそのまま使えます。
    ///
    /// ## 直し方
    /// 削除してください。サンドボックス以外は `restricted-v2` で動きます。サンドボックスには、必要なものだけを許す制約を用意します。
    SECURITY_EXEMPTION_IN_ROLE = "security-exemption-in-role", High, High, Platform,
    controls: [Rbac2],
    topics: [PRIVILEGED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::USE_EXEMPTIONS, None, |name, _, opened| {
        let (verb, resource) = (&opened.verb.value, &opened.resource.value);
        text!("{name} allows `{verb}` on `{resource}`", "{name} が `{resource}` に対する `{verb}` を許しています")
    });
}
