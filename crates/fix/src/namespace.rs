//! The Pod Security level of a namespace.

use pss::{Level, Policy, Version};

use crate::case::{Case, safe_if};

const LABEL: &str = "pod-security.kubernetes.io/enforce";

/// The strictest level that everything in the input meets as it is now: no pod is refused that ran before. What else lives in the
/// namespace is not seen, so it asks for review.
pub(crate) fn level(case: &mut Case<'_>) {
    let inventory = case.facts.inventory;
    let at = case.place;
    let around = inventory.namespaces.iter().filter(|it| it.meta.place.doc == at.doc && it.meta.place.node <= at.node);
    let Some(namespace) = around.max_by_key(|it| it.meta.place.node) else { return };
    let workloads = case.facts.tops.iter().filter(|it| *it.meta.namespace == *namespace.meta.name.value);
    let met = workloads.map(|it| pss::strictest_met(&it.pod, Version::Latest)).min();
    let met = met.unwrap_or(Level::Baseline);
    let readable = namespace.meta.labels.get(LABEL).is_some_and(|it| Level::from_name(it).is_some());
    let enforced = Policy::of_labels(&namespace.meta.labels, &Policy::PRIVILEGED).enforce.level;
    if met == Level::Privileged || (readable && enforced >= met) {
        return;
    }
    let place = namespace.meta.place;
    let change = case.set(place, &["metadata", "labels", LABEL], met.name().into());
    let why = lang::Text::new("everything in the input meets it", "入力のすべてのワークロードがこの水準を満たすため");
    case.add(true, safe_if(false), place, vec![change], why);
}
