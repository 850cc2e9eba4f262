//! `dangling-network-policy`.

use std::collections::{HashMap, HashSet};

use lang::text;
use model::{OtherKind, Place};

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// NetworkPolicy selects no pod
    ///
    /// ## What it finds
    /// A NetworkPolicy whose `podSelector` matches no workload of its namespace in the input, although there are workloads of that namespace.
    ///
    /// ## Why it matters
    /// It protects nothing. Usually a label was changed or misspelt: charts label Dify's pods with `component`, `app` or
    /// `app.kubernetes.io/component`, and a policy that was copied from elsewhere names another one.
    ///
    /// ## Fix
    /// Compare the selector with the labels of the pod template (`spec.template.metadata.labels`), not with those of the Deployment. If an
    /// operator makes the pods, there is nothing to do.
    ///
    /// ---
    ///
    /// どの Pod にも当たらない NetworkPolicy
    ///
    /// ## 見つけるもの
    /// 同じ名前空間のワークロードが入力にあるのに、`podSelector` がどれにも一致しない NetworkPolicy。
    ///
    /// ## なぜ問題か
    /// 何も守っていません。たいていはラベルの変更や書き間違いが原因です。Dify の Pod のラベルはチャートによって `component`、`app`、
    /// `app.kubernetes.io/component` と異なるため、よそから写したポリシーが別のラベルを指していることがあります。
    ///
    /// ## 直し方
    /// セレクターを、Deployment 自体のラベルではなく、Pod テンプレートのラベル(`spec.template.metadata.labels`)と見比べてください。
    /// オペレーターが Pod を作る場合は、そのままで構いません。
    DANGLING_NETWORK_POLICY = "dangling-network-policy", Low, Medium, Operator,
    controls: [],
    topics: [DANGLING_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let inventory = facts.inventory;
    let inhabited: HashSet<&str> = inventory.workloads.iter().map(|it| &*it.meta.namespace).collect();
    let databases = inventory.others.iter().filter(|it| matches!(it.kind, OtherKind::CloudNativePg { .. }));
    let by_operator: HashSet<&str> = databases.map(|it| &*it.meta.namespace).collect();
    let selected: HashMap<Place, usize> =
        facts.wires().network().written().map(|it| (it.policy.place, it.workloads.len())).collect();
    for policy in &inventory.network_policies {
        // One that the API server refuses has a rule of its own.
        let Some(n) = selected.get(&policy.meta.place) else { continue };
        let namespace = &*policy.meta.namespace;
        let selects_all = policy.pod_selector.is_empty();
        if *n > 0 || selects_all || !inhabited.contains(namespace) || by_operator.contains(namespace) {
            continue;
        }
        let name = &policy.meta.name.value;
        findings.report(
            &policy.meta,
            policy.pod_selector.place,
            text!(
                "NetworkPolicy `{name}` selects no pod of the input",
                "NetworkPolicy `{name}` は入力のどの Pod にも当たりません"
            ),
        );
    }
}
