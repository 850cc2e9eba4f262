//! Objects that run pods.

use crate::{LabelSelector, Labels, Located, Opaque, PodSpec};

/// The kinds that run pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WorkloadKind {
    /// A bare pod.
    Pod,
    /// apps/v1 Deployment.
    Deployment,
    /// apps/v1 StatefulSet.
    StatefulSet,
    /// apps/v1 DaemonSet.
    DaemonSet,
    /// apps/v1 ReplicaSet.
    ReplicaSet,
    /// v1 ReplicationController.
    ReplicationController,
    /// batch/v1 Job.
    Job,
    /// batch/v1 CronJob.
    CronJob,
    /// v1 PodTemplate.
    PodTemplate,
    /// A kind of somebody else's that holds a pod template, or that stands beside one: what it is called stands in its head.
    Custom,
}

impl WorkloadKind {
    /// All of them.
    pub const ALL: [WorkloadKind; 10] = [
        WorkloadKind::Pod,
        WorkloadKind::Deployment,
        WorkloadKind::StatefulSet,
        WorkloadKind::DaemonSet,
        WorkloadKind::ReplicaSet,
        WorkloadKind::ReplicationController,
        WorkloadKind::Job,
        WorkloadKind::CronJob,
        WorkloadKind::PodTemplate,
        WorkloadKind::Custom,
    ];

    /// Reads the kind as Kubernetes writes it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<WorkloadKind> {
        WorkloadKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind as Kubernetes writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            WorkloadKind::Pod => "Pod",
            WorkloadKind::Deployment => "Deployment",
            WorkloadKind::StatefulSet => "StatefulSet",
            WorkloadKind::DaemonSet => "DaemonSet",
            WorkloadKind::ReplicaSet => "ReplicaSet",
            WorkloadKind::ReplicationController => "ReplicationController",
            WorkloadKind::Job => "Job",
            WorkloadKind::CronJob => "CronJob",
            WorkloadKind::PodTemplate => "PodTemplate",
            WorkloadKind::Custom => "CustomResource",
        }
    }

    /// Whether its pods are meant to run for ever: they need probes and survive a restart.
    #[must_use]
    pub const fn runs_for_ever(self) -> bool {
        !matches!(self, WorkloadKind::Job | WorkloadKind::CronJob | WorkloadKind::PodTemplate)
    }
}

/// An object that runs pods, seen through its one pod template.
pub struct Workload {
    /// Its kind.
    pub kind: WorkloadKind,
    /// The object that owns it, as `Kind/name`, from `metadata.ownerReferences` with `controller: true`.
    pub owner: Option<(Box<str>, Box<str>)>,
    /// `spec.replicas`.
    pub replicas: Option<Located<i64>>,
    /// `spec.selector`, for the kinds that have a label selector.
    pub selector: Option<LabelSelector>,
    /// The pods it runs.
    pub pod: Pod,
    /// Whether Helm runs it as a hook or a test (`helm.sh/hook`): it does not stay.
    pub hook: bool,
}

/// A version as the image tag says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningVersion {
    /// The version as a person writes it: `1.16.1`, or `15` for `postgres:15-alpine`.
    pub text: Box<str>,
    /// The version to compare with, where the tag is precise enough.
    pub parsed: Option<dify::Version>,
}

/// A pod template, or a pod.
pub struct Pod {
    /// Its labels.
    pub labels: Labels,
    /// Its annotations.
    pub annotations: Vec<(Box<str>, Located<Opaque>)>,
    /// What it runs.
    pub spec: PodSpec,
}
