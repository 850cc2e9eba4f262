//! The fewest labels that select certain pods of a namespace and no others, and that the next release still has.

use model::Workload;

use crate::policy::Labels;

/// Labels that change with a release, a revision or a pod: a selector made of them would stop selecting one day.
fn is_passing(key: &str) -> bool {
    const PASSING: &[&str] = &[
        "app.kubernetes.io/version",
        "apps.kubernetes.io/pod-index",
        "chart",
        "controller-revision-hash",
        "controller-uid",
        "helm.sh/chart",
        "helm.sh/revision",
        "job-name",
        "pod-template-generation",
        "pod-template-hash",
        "revision",
        "statefulset.kubernetes.io/pod-name",
        "version",
    ];
    PASSING.contains(&key)
        || key.starts_with("checksum")
        || key.starts_with("batch.kubernetes.io/")
        || key.contains("hash")
}

/// How well a label says what a pod is; lower is better. Labels of the release tell installations apart, those behind them
/// little.
fn rank(key: &str) -> usize {
    const GOOD: &[&str] = &[
        "app.kubernetes.io/component",
        "component",
        "app",
        "k8s-app",
        "app.kubernetes.io/name",
        "name",
        "tier",
        "role",
        "app.kubernetes.io/instance",
        "release",
        "app.kubernetes.io/part-of",
    ];
    GOOD.iter().position(|good| *good == key).unwrap_or(match key {
        "app.kubernetes.io/managed-by" | "heritage" => 100,
        _ => 50,
    })
}

/// A selector, and the workloads of others that it cannot help selecting.
pub(crate) struct Selector<'a> {
    pub(crate) labels: Labels,
    pub(crate) also: Vec<&'a Workload>,
}

/// The fewest labels that all of `own` have and that none of `others` has together; `None` where the pods have no label in
/// common that lasts.
pub(crate) fn choose<'a>(own: &[&Workload], others: &[&'a Workload]) -> Option<Selector<'a>> {
    let (first, rest) = own.split_first()?;
    let mut common: Vec<(&str, &str)> = first.pod.labels.0.iter().map(|(key, value)| (&**key, &**value)).collect();
    common.retain(|(key, value)| !is_passing(key) && rest.iter().all(|it| it.pod.labels.get(key) == Some(value)));
    // More labels than this do not make a selector better.
    const ENOUGH: usize = 12;
    common.sort_by_key(|(key, _)| (rank(key), *key));
    common.truncate(ENOUGH);
    if common.is_empty() {
        return None;
    }
    let selected = |labels: &[(&str, &str)]| -> Vec<&'a Workload> {
        let fits = |it: &&Workload| labels.iter().all(|(key, value)| it.pod.labels.get(key) == Some(*value));
        others.iter().copied().filter(fits).collect()
    };
    let as_map =
        |labels: &[(&str, &str)]| labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    for size in 1..=common.len() {
        if let Some(found) = subsets(&common, size).find(|labels| selected(labels).is_empty()) {
            return Some(Selector { labels: as_map(&found), also: Vec::new() });
        }
    }
    Some(Selector { labels: as_map(&common), also: selected(&common) })
}

/// All subsets of a size, those of the first elements first.
fn subsets<'l>(labels: &'l [(&'l str, &'l str)], size: usize) -> impl Iterator<Item = Vec<(&'l str, &'l str)>> {
    let mut masks: Vec<u32> = (0u32..1 << labels.len()).filter(|mask| mask.count_ones() as usize == size).collect();
    let cost = |mask: &u32| {
        let chosen = labels.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1);
        chosen.map(|(_, (key, _))| rank(key)).sum::<usize>()
    };
    masks.sort_by_key(cost);
    masks
        .into_iter()
        .map(|mask| labels.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, label)| *label).collect())
}
