//! Objects that run pods, and what every object has.

use dify::Component;
use lang::Text;

use crate::{Container, LabelSelector, Labels, Located, Opaque, Place, PodSpec};

/// What every Kubernetes object has.
pub struct Meta {
    /// `apiVersion`, as written.
    pub api_version: Box<str>,
    /// `kind`, as written.
    pub kind: Box<str>,
    /// The namespace that the object is judged in; empty for cluster-scoped kinds. See [`Meta::namespace_written`].
    pub namespace: Box<str>,
    /// `metadata.namespace`, where it is written.
    pub namespace_written: Option<Located<Box<str>>>,
    /// `metadata.name`; for a nameless object its `generateName`, or empty.
    pub name: Located<Box<str>>,
    /// `metadata.labels`.
    pub labels: Labels,
    /// `metadata.annotations`; the values may be anything, `last-applied-configuration` with its secrets included.
    pub annotations: Vec<(Box<str>, Located<Opaque>)>,
    /// The whole object.
    pub place: Place,
}

impl Meta {
    /// The value of an annotation.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Option<&Located<Opaque>> {
        self.annotations.iter().find(|(name, _)| &**name == key).map(|(_, value)| value)
    }
}

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
}

impl WorkloadKind {
    /// All of them.
    pub const ALL: [WorkloadKind; 9] = [
        WorkloadKind::Pod,
        WorkloadKind::Deployment,
        WorkloadKind::StatefulSet,
        WorkloadKind::DaemonSet,
        WorkloadKind::ReplicaSet,
        WorkloadKind::ReplicationController,
        WorkloadKind::Job,
        WorkloadKind::CronJob,
        WorkloadKind::PodTemplate,
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
    /// The object.
    pub meta: Meta,
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
    /// The Dify component that it is, where it is one.
    pub component: Option<Component>,
    /// The version that its main container runs, or why none can be read.
    pub version: Result<RunningVersion, Text>,
    /// Which container of [`PodSpec::containers`] makes it that component.
    pub main_container: Option<usize>,
    /// Whether Helm runs it as a hook or a test (`helm.sh/hook`): it does not stay.
    pub hook: bool,
}

impl Workload {
    /// The container that makes it the component that it is.
    #[must_use]
    pub fn main(&self) -> Option<&Container> {
        self.pod.spec.containers.get(self.main_container?)
    }
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
