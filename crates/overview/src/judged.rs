//! What was judged: the version of Dify, the chart, the workloads, the namespaces.

use std::collections::BTreeSet;

use dify::Component;
use model::Inventory;

/// What was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Versions of Dify, as its api and web say them.
    pub versions: Vec<String>,
    /// Charts, by the label that Helm's charts write; Dify's own first where it is told apart.
    pub charts: Vec<String>,
    /// Namespaces of workloads.
    pub namespaces: Vec<String>,
    /// Workloads that stay.
    pub n_workloads: usize,
    /// Hooks, tests and jobs.
    pub n_passing: usize,
    /// How many of the workloads are parts of Dify.
    pub n_components: usize,
    /// Objects of every kind.
    pub n_objects: usize,
    /// Files of settings: values, `.env`.
    pub n_settings: usize,
    /// Texts.
    pub n_files: usize,
    /// Parts that could not be read.
    pub n_unread: usize,
    /// Files that were not looked at.
    pub n_left_out: usize,
}

/// What an inventory holds, for its first line.
#[must_use]
pub fn judged(inventory: &Inventory) -> Judged {
    let workloads = &inventory.workloads;
    let stays = |it: &&model::Workload| !it.hook && it.kind.runs_for_ever();
    let own = |it: &&model::Workload| it.component.is_some_and(Component::runs_api_image);
    let version = |it: &model::Workload| it.version.as_ref().ok().map(|it| it.text.to_string());
    let versions: BTreeSet<String> = workloads.iter().filter(own).filter_map(version).collect();
    let chart = |it: &model::Workload| {
        let label = |key: &str| it.meta.labels.0.iter().find(|(name, _)| &**name == key).map(|(_, value)| value);
        label("helm.sh/chart").or_else(|| label("chart")).map(ToString::to_string)
    };
    let of_dify: BTreeSet<String> = workloads.iter().filter(own).filter_map(chart).collect();
    let all: BTreeSet<String> = workloads.iter().filter_map(chart).collect();
    let charts = if of_dify.is_empty() { all } else { of_dify };
    let namespaces: BTreeSet<String> = workloads.iter().map(|it| it.meta.namespace.to_string()).collect();
    Judged {
        versions: versions.into_iter().collect(),
        charts: charts.into_iter().collect(),
        namespaces: namespaces.into_iter().filter(|it| !it.is_empty()).collect(),
        n_workloads: workloads.iter().filter(stays).count(),
        n_passing: workloads.iter().filter(|it| !stays(it)).count(),
        n_components: workloads.iter().filter(stays).filter(|it| it.component.is_some()).count(),
        n_objects: inventory.n_objects(),
        n_settings: inventory.settings.len(),
        n_files: inventory.documents.origins().len(),
        n_unread: inventory.unread().count(),
        n_left_out: inventory.left_out.len(),
    }
}
