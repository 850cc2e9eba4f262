//! `pod-refused-by-namespace`.

use std::collections::HashMap;

use dify::Component;
use findings::Finding;
use lang::{Lang, Text, text};
use model::Meta;
use pss::{Level, LevelAt, Policy, Refused};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::pointed;

crate::rule! {
    /// Pod Security refuses the pods of a workload
    ///
    /// ## What it finds
    /// Workloads that fail the level which their own namespace enforces (`pod-security.kubernetes.io/enforce`), judged at the
    /// version that the namespace names.
    ///
    /// ## Why it matters
    /// The Deployment is accepted, but no pod ever comes of it: the ReplicaSet reports `violates PodSecurity`, and the old
    /// pods go on running until they end. The usual case is the sandbox in a namespace at `restricted`: it cannot meet that
    /// level whatever is set. What the detail lists is what admission would answer.
    ///
    /// ## Fix
    /// Mend what the detail names. The sandbox and the agents' sandbox go into a namespace of their own:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: dify-sandbox
    ///   labels:
    ///     pod-security.kubernetes.io/enforce: baseline
    /// ```
    ///
    /// ---
    ///
    /// 名前空間に拒否されるワークロード
    ///
    /// ## 見つけるもの
    /// 自分の名前空間が強制するレベル(`pod-security.kubernetes.io/enforce`)を満たさないワークロード。名前空間が指定するバージョンで判定します。
    ///
    /// ## なぜ問題か
    /// Deployment は受け付けられますが、Pod は作られません。ReplicaSet に `violates PodSecurity` と記録され、古い Pod だけが終了するまで動き続けます。
    /// よくあるのは、サンドボックスを `restricted` の名前空間に置いた場合です。何を設定しても、このレベルは満たせません。
    /// 詳細には、アドミッションが返す理由を示しています。
    ///
    /// ## 直し方
    /// 詳細に挙げた点を直してください。サンドボックスとエージェント用サンドボックスは専用の名前空間に置きます。
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: dify-sandbox
    ///   labels:
    ///     pod-security.kubernetes.io/enforce: baseline
    /// ```
    POD_REFUSED_BY_NAMESPACE = "pod-refused-by-namespace", High, High, Developer,
    controls: [Pss2],
    topics: [POD_SECURITY_ENFORCED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let enforced = |it: &Meta| Policy::of_labels(&it.labels, &Policy::PRIVILEGED).enforce;
    let policies: HashMap<&str, (LevelAt, &Meta)> =
        facts.inventory.namespaces.iter().map(|it| (&**it.meta.name, (enforced(&it.meta), &it.meta))).collect();
    for &workload in &facts.tops {
        let Some((LevelAt { level, version }, namespace)) = policies.get(&*workload.meta.namespace).copied() else {
            continue;
        };
        if level == Level::Privileged {
            continue;
        }
        findings.look(1);
        for refused in pss::what_breaks([workload], level, version) {
            let there = text!("enforces `{level}`", "`{level}` を強制しています");
            report(findings, &refused, level).related(facts.location(namespace.name.place), there);
        }
    }
}

fn report<'f>(findings: &'f mut Findings<'_>, refused: &Refused<'_>, level: Level) -> &'f mut Finding {
    let workload = refused.workload;
    let namespace = &*workload.meta.namespace;
    let (kind, name) = (workload.kind.name(), &*workload.meta.name.value);
    let first = refused.violations.iter().find_map(|violation| violation.places.first().copied());
    let place = first.map_or(workload.meta.name.place, |place| pointed(workload, place));
    let reason = if level == Level::Restricted && workload.component.is_some_and(Component::is_sandbox) {
        lang::text!(
            "the namespace `{namespace}` enforces `{level}`, which {kind} `{name}` cannot meet: it needs a namespace of its own at `baseline`",
            "名前空間 `{namespace}` の `{level}` を {kind} `{name}` は満たせません。`baseline` の専用の名前空間が必要です"
        )
    } else {
        lang::text!(
            "the namespace `{namespace}` enforces `{level}` and refuses the pods of {kind} `{name}`",
            "名前空間 `{namespace}` の `{level}` により、{kind} `{name}` の Pod は拒否されます"
        )
    };
    findings.report(workload, place, reason).detail(answer(refused))
}

/// What admission would say.
fn answer(refused: &Refused<'_>) -> Text {
    let join = |lang: Lang, separator: &str| {
        let said: Vec<&str> = refused.violations.iter().map(|violation| violation.detail.get(lang)).collect();
        said.join(separator)
    };
    Text::owned(join(Lang::En, "; "), join(Lang::Ja, "。"))
}
