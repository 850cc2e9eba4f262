//! Labels that controllers give to the pods they make, beside those of the template.

use model::{Workload, WorkloadKind};

use crate::labels::Value;

/// Pods of a StatefulSet beyond which their names are not listed.
const LISTED: i64 = 100;

/// The labels that the controller of a workload adds (kubernetes.io, "Well-Known Labels, Annotations and Taints").
pub(crate) fn labels(workload: &Workload) -> Vec<(&'static str, Value<'_>)> {
    let name = &*workload.meta.name.value;
    let job = || Value::Is(name.into());
    match workload.kind {
        WorkloadKind::Deployment => vec![("pod-template-hash", Value::Any)],
        WorkloadKind::DaemonSet => {
            vec![("controller-revision-hash", Value::Any), ("pod-template-generation", Value::Any)]
        }
        WorkloadKind::StatefulSet => vec![
            ("controller-revision-hash", Value::Any),
            ("statefulset.kubernetes.io/pod-name", ordinal(workload, |at| format!("{name}-{at}"))),
            ("apps.kubernetes.io/pod-index", ordinal(workload, |at| at.to_string())),
        ],
        WorkloadKind::Job => vec![
            ("job-name", job()),
            ("batch.kubernetes.io/job-name", job()),
            ("controller-uid", Value::Any),
            ("batch.kubernetes.io/controller-uid", Value::Any),
        ],
        // Its Jobs have names with the time in them.
        WorkloadKind::CronJob => {
            ["job-name", "batch.kubernetes.io/job-name", "controller-uid", "batch.kubernetes.io/controller-uid"]
                .map(|key| (key, Value::Any))
                .to_vec()
        }
        WorkloadKind::Pod
        | WorkloadKind::ReplicaSet
        | WorkloadKind::ReplicationController
        | WorkloadKind::PodTemplate
        | WorkloadKind::Custom => Vec::new(),
    }
}

/// Whether other labels may come, too: of a controller that is not Kubernetes' own nobody knows.
pub(crate) fn may_have_others(workload: &Workload) -> bool {
    workload.kind == WorkloadKind::Custom
}

/// What each pod of a StatefulSet has by its number.
fn ordinal<'a>(workload: &Workload, of: impl Fn(i64) -> String) -> Value<'a> {
    match workload.replicas.as_ref().map_or(1, |it| it.value) {
        1 => Value::Is(of(0).into()),
        n if (0..=LISTED).contains(&n) => Value::OneOf((0..n).map(of).collect()),
        _ => Value::Any,
    }
}
