//! `namespace-without-pod-security`.

use std::collections::{HashMap, HashSet};

use dify::profile;
use lang::Text;
use model::{Namespace, Place, Workload};
use pss::{Level, Policy, Version};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::raw;
use findings::Severity;

crate::rule! {
    /// Pod Security level not enforced on a namespace
    ///
    /// ## What it finds
    /// Namespaces without the label `pod-security.kubernetes.io/enforce`, with `privileged`, with a level that cannot be
    /// read, pinned by `enforce-version` to a version before v1.25 or to none, and (at low severity) with a weaker level than what runs there could meet.
    ///
    /// ## Why it matters
    /// The label makes the API server itself refuse privileged pods, pods on the node's network and pods with the node's
    /// directories. Without it whoever can create a pod in Dify's namespace, be it by a stolen token or by a mistake in a
    /// chart, can take the node. All of Dify can run at `restricted` but the sandbox and the agents' sandbox: these belong in
    /// a namespace of their own at `baseline`.
    ///
    /// ## Fix
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: dify
    ///   labels:
    ///     pod-security.kubernetes.io/enforce: restricted
    ///     pod-security.kubernetes.io/warn: restricted
    /// ```
    /// First set `warn` alone: `sekisho pss check --level restricted` names what would be refused.
    ///
    /// ---
    ///
    /// Pod Security レベルを強制していない名前空間
    ///
    /// ## 見つけるもの
    /// ラベル `pod-security.kubernetes.io/enforce` がない名前空間、値が `privileged` のもの、値を解釈できないもの、`enforce-version` で v1.25 より前のバージョンに固定したものやバージョンとして読めないもの。動いているものがもっと厳しいレベルを満たせる場合も通知します。
    ///
    /// ## なぜ問題か
    /// このラベルがあれば、特権 Pod やノードのネットワーク・ディレクトリを使う Pod を API サーバー自身が拒否します。
    /// ラベルがないと、盗まれたトークンやチャートの誤りなどで Dify の名前空間に Pod を作成できた者が、ノードを乗っ取れます。
    /// Dify のうち、サンドボックスとエージェント用サンドボックス以外はすべて `restricted` で動かせます。この二つは `baseline` の専用の名前空間に分けてください。
    ///
    /// ## 直し方
    /// 次のように指定してください。
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: dify
    ///   labels:
    ///     pod-security.kubernetes.io/enforce: restricted
    ///     pod-security.kubernetes.io/warn: restricted
    /// ```
    /// 先に `warn` だけを付けると安全です。拒否されるものは `sekisho pss check --level restricted` で確かめられます。
    NAMESPACE_WITHOUT_POD_SECURITY = "namespace-without-pod-security", Medium, High, Platform,
    controls: [Pss1],
    topics: [POD_SECURITY_ENFORCED],
    fix: Review,
    check: check,
}

const LABEL: &str = "pod-security.kubernetes.io/enforce";

const VERSION: &str = "pod-security.kubernetes.io/enforce-version";

/// The version in which the restricted level got its last check that matters here: from 1.25 on a pod that passes also passes the newest.
const WHOLE: u32 = 25;

/// Whether a pinned version is older than the standard is whole, or none. Admission takes what it cannot read for `latest`; whoever wrote it
/// meant something else.
fn is_trap(written: &str) -> bool {
    let minor = written.strip_prefix("v1.").and_then(|it| it.parse::<u32>().ok());
    written != "latest" && minor.is_none_or(|it| it < WHOLE)
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut inhabitants: HashMap<&str, Vec<&Workload>> = HashMap::new();
    for &workload in &facts.tops {
        inhabitants.entry(&*workload.meta.namespace).or_default().push(workload);
    }
    let known: HashSet<&str> = facts.inventory.namespaces.iter().map(|it| &**it.meta.name).collect();
    if let Some(namespace) = facts.tops.iter().map(|it| &*it.meta.namespace).find(|it| !known.contains(it)) {
        findings.blind(&lang::text!(
            "the Namespace `{namespace}` is not in the input",
            "名前空間 `{namespace}` の定義が入力に含まれていません"
        ));
    }
    for namespace in &facts.inventory.namespaces {
        // The cluster's own: not Dify's to judge.
        if namespace.meta.name.starts_with("kube-") {
            continue;
        }
        findings.look(1);
        judge(facts, findings, namespace, inhabitants.get(&**namespace.meta.name).map_or(&[], Vec::as_slice));
    }
}

fn judge(facts: &Facts<'_>, findings: &mut Findings<'_>, namespace: &Namespace, workloads: &[&Workload]) {
    let name = &*namespace.meta.name.value;
    let within_reach = workloads.iter().map(|workload| reach(workload)).min();
    let enforced = Policy::of_labels(&namespace.meta.labels, &Policy::PRIVILEGED).enforce.level;
    let place = place_of(facts, namespace);
    let Some(written) = namespace.meta.labels.get(LABEL) else {
        let reason = lang::text!(
            "the namespace `{name}` enforces no Pod Security level",
            "名前空間 `{name}` は Pod Security レベルを強制していません"
        );
        let finding = findings.report(&namespace.meta, place, reason);
        match within_reach {
            Some(level) => {
                finding.detail(possible(level));
            }
            None => {
                finding.at_most(Severity::Low);
            }
        }
        return;
    };
    if Level::from_name(written).is_none() {
        findings.report(
            &namespace.meta,
            place,
            lang::text!(
                "the level that the namespace `{name}` enforces cannot be read, so that admission takes it for `restricted`",
                "名前空間 `{name}` のレベルを解釈できません。アドミッションは `restricted` とみなします"
            ),
        );
    } else if let Some(level) = within_reach.filter(|level| enforced < *level) {
        let reason = lang::text!(
            "the namespace `{name}` enforces `{enforced}`, less than what runs there can meet",
            "名前空間 `{name}` が強制する `{enforced}` は、動いているものが満たせるレベルより緩いものです"
        );
        let finding = findings.report(&namespace.meta, place, reason).detail(possible(level));
        if enforced != Level::Privileged {
            finding.at_most(Severity::Low);
        }
    } else if let Some(pinned) = namespace.meta.labels.get(VERSION).filter(|it| is_trap(it)) {
        let pinned: String = pinned.chars().take(20).collect();
        let reason = lang::text!(
            "the namespace `{name}` enforces the standard of `{pinned}`, which lets through what later versions refuse",
            "名前空間 `{name}` が強制するのは `{pinned}` の基準で、後のバージョンで拒否されるものが通ります"
        );
        findings.report(&namespace.meta, place, reason).fix = None;
    } else if enforced == Level::Privileged {
        let reason = lang::text!(
            "the namespace `{name}` enforces `privileged`, which refuses nothing",
            "名前空間 `{name}` の `privileged` は何も拒否しません"
        );
        findings.report(&namespace.meta, place, reason);
    }
}

fn possible(level: Level) -> Text {
    lang::text!("what runs there can meet `{level}`", "動いているものは `{level}` を満たせます")
}

/// The level that a workload can meet: a component what the catalogue says, anything else what it meets already.
fn reach(workload: &Workload) -> Level {
    match workload.component.map(|component| dify::profile(component).level) {
        Some(profile::Level::Restricted) => Level::Restricted,
        Some(profile::Level::Baseline) => Level::Baseline,
        None => pss::strictest_met(&workload.pod, Version::Latest),
    }
}

/// The label, or the name of the namespace that lacks it.
fn place_of(facts: &Facts<'_>, namespace: &Namespace) -> Place {
    let place = namespace.meta.place;
    let label = raw::below(facts.inventory.documents.node(place), &["metadata", "labels", LABEL]);
    label.map_or(namespace.meta.name.place, |label| Place::new(place.doc, label.id()))
}
