//! `workload-creating-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// Pod creation granted by a role
    ///
    /// ## What it finds
    /// A role that creates or changes pods, or objects that make pods: Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs, CronJobs.
    ///
    /// ## Why it matters
    /// A new pod can mount every Secret and use every service account of the namespace. The right to create a Deployment beside Dify is
    /// therefore the right to read `SECRET_KEY`, even for somebody who must not read Secrets.
    ///
    /// ## Fix
    /// Keep it for the one account that deploys, in the namespace of Dify only, by a Role and not a ClusterRole. People who operate Dify need
    /// `get`, `list` and `watch`; to restart, `patch` on the named Deployments is enough:
    ///
    /// ```yaml
    /// - apiGroups: ["apps"]
    ///   resources: ["deployments"]
    ///   resourceNames: ["api", "worker"]
    ///   verbs: ["patch"]
    /// ```
    ///
    /// ---
    ///
    /// Pod を作成できるロール
    ///
    /// ## 見つけるもの
    /// Pod、または Pod を作るオブジェクト(Deployment、StatefulSet、DaemonSet、ReplicaSet、Job、CronJob)を作成・変更できるロール。
    ///
    /// ## なぜ問題か
    /// 新しい Pod は、名前空間のどの Secret もマウントでき、どの ServiceAccount も使えます。Dify と同じ名前空間に Deployment を作れる人は、
    /// Secret を読む権限がなくても `SECRET_KEY` を読めることになります。
    ///
    /// ## 直し方
    /// デプロイを担当する一つのアカウントだけに、ClusterRole ではなく Role で、Dify の名前空間に限って与えてください。運用担当者に必要なのは `get`、`list`、`watch` です。
    /// 再起動が必要なら、対象の Deployment を名指しした `patch` で足ります。
    ///
    /// ```yaml
    /// - apiGroups: ["apps"]
    ///   resources: ["deployments"]
    ///   resourceNames: ["api", "worker"]
    ///   verbs: ["patch"]
    /// ```
    WORKLOAD_CREATING_ROLE = "workload-creating-role", High, High, Platform,
    controls: [Rbac2],
    topics: [CREATE_PODS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::CREATE_WORKLOADS, Some(Severity::Low), |name, _, opened| {
        let (verb, resource) = (&opened.verb.value, &opened.resource.value);
        text!(
            "{name} runs pods by `{verb}` on `{resource}`",
            "{name} は `{resource}` に対する `{verb}` で Pod を動かせます"
        )
    });
}
