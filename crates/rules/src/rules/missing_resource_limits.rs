//! `missing-resource-limits`.

use std::collections::HashSet;

use lang::Text;
use model::{Container, Place, Workload};
use yaml::Ref;

use crate::facts::Facts;
use crate::finding::{Findings, Lower as _};
use crate::pod_check::stays;
use crate::quantity;
use crate::raw;
use findings::Severity;

crate::rule! {
    /// Missing resource limits
    ///
    /// ## What it finds
    /// Containers without a memory limit, and (at low severity) such without a CPU request. Init containers that end are left
    /// out, and so are namespaces whose LimitRange gives a default and pods with limits of their own. A CPU limit is not
    /// demanded: it slows Dify down without keeping anybody else safe.
    ///
    /// ## Why it matters
    /// Dify runs what others write: a code node, a plugin, a document of a thousand pages. Without a limit one of them takes
    /// the node's memory, and the kernel then ends whatever it likes, the database too. Without a CPU request the pod is the
    /// first to be starved and evicted.
    ///
    /// ## Fix
    /// ```yaml
    /// resources:
    ///   requests: {cpu: 250m, memory: 1Gi}
    ///   limits: {memory: 2Gi}
    /// ```
    /// Start from what `kubectl top pod` shows at work. Squid wants a limit on open files too: with a huge one it takes
    /// hundreds of megabytes at start.
    ///
    /// ---
    ///
    /// リソース制限のないコンテナ
    ///
    /// ## 見つけるもの
    /// メモリの上限がないコンテナ。CPU の要求値がないものは通知します。終了する init コンテナ、LimitRange の既定値がある名前空間、Pod 単位の上限がある Pod は対象外です。
    /// CPU の上限は求めません。Dify を遅くするだけで、ほかを守る効果が小さいためです。
    ///
    /// ## なぜ問題か
    /// Dify は、コードノードやプラグイン、大きなドキュメントなど、他人が用意したものを処理します。
    /// 上限がないと、その一つがノードのメモリを使い果たし、カーネルはデータベースも含めて任意のプロセスを終了させます。
    /// CPU の要求値がない Pod は、混雑時に真っ先に CPU を奪われ、退避の対象になります。
    ///
    /// ## 直し方
    /// 普段の使用量(`kubectl top pod`)をもとに指定してください。
    /// ```yaml
    /// resources:
    ///   requests: {cpu: 250m, memory: 1Gi}
    ///   limits: {memory: 2Gi}
    /// ```
    /// Squid はファイル数の上限が非常に大きい環境では起動時に数百 MB を使うため、ファイル数の上限も設定します。
    MISSING_RESOURCE_LIMITS = "missing-resource-limits", Medium, High, Developer,
    controls: [Ctr4],
    topics: [LIMITS],
    fix: Review,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let defaulted = namespaces_with_default(facts);
    for &workload in &facts.tops {
        let containers = workload.pod.spec.containers.iter().filter(|container| stays(container));
        for container in containers {
            findings.look(1);
            let Some(Missing { what, severity, place, is_written }) = missing(container) else { continue };
            if !is_written && (defaulted.contains(&*workload.meta.namespace) || has_pod_limit(facts, workload)) {
                continue;
            }
            let finding = findings.report(workload, place, what).at_most(severity).lower_for_hook(workload);
            if is_written {
                finding.fix = None;
            }
        }
    }
}

fn missing(container: &Container) -> Option<Missing> {
    let name = &*container.name.value;
    let resources = &container.resources;
    let all = [&resources.memory_limit, &resources.cpu_limit, &resources.cpu_request];
    let bad = all.into_iter().flatten().find(|it| !quantity::limits(&it.value));
    if let Some(bad) = bad {
        let (what, place) = (
            lang::text!(
                "a quantity of `{name}` limits nothing: it is nothing, negative, more than any node has, or no quantity",
                "`{name}` の値は制限になりません。0、負の値、どのノードにもない大きさ、または数量として読めない値です"
            ),
            bad.place,
        );
        return Some(Missing { what, severity: Severity::Medium, place, is_written: true });
    }
    // A limit without a request makes a request of the same size.
    let has_cpu_request = resources.cpu_request.is_some() || resources.cpu_limit.is_some();
    let (what, severity) = match (resources.memory_limit.is_some(), has_cpu_request) {
        (true, true) => return None,
        (false, true) => {
            (lang::text!("`{name}` has no memory limit", "`{name}` にメモリの上限がありません"), Severity::Medium)
        }
        (false, false) => (
            lang::text!(
                "`{name}` has no memory limit and no CPU request",
                "`{name}` にメモリの上限も CPU の要求値もありません"
            ),
            Severity::Medium,
        ),
        (true, false) => {
            (lang::text!("`{name}` has no CPU request", "`{name}` に CPU の要求値がありません"), Severity::Low)
        }
    };
    Some(Missing { what, severity, place: container.name.place, is_written: false })
}

/// What is wrong with a container's resources.
struct Missing {
    what: Text,
    severity: Severity,
    place: Place,
    /// Whether something is written there: what was meant, a person has to say.
    is_written: bool,
}

/// Namespaces whose LimitRange gives containers a memory limit.
fn namespaces_with_default<'a>(facts: &Facts<'a>) -> HashSet<&'a str> {
    let documents = &facts.inventory.documents;
    let gives = |place| {
        let limits = raw::below(documents.node(place), &["spec", "limits"]);
        limits.is_some_and(|limits| limits.items().any(|limit| is_limit(raw::below(limit, &["default", "memory"]))))
    };
    let ranges = facts.inventory.others.iter().filter(|other| &*other.meta.kind == "LimitRange");
    ranges.filter(|other| gives(other.meta.place)).map(|other| &*other.meta.namespace).collect()
}

/// Limits of the whole pod, which Kubernetes has since 1.34.
fn has_pod_limit(facts: &Facts<'_>, workload: &Workload) -> bool {
    let spec = facts.inventory.documents.node(workload.pod.spec.place);
    is_limit(raw::below(spec, &["resources", "limits", "memory"]))
}

fn is_limit(quantity: Option<Ref<'_>>) -> bool {
    quantity.and_then(Ref::text).is_some_and(quantity::limits)
}
