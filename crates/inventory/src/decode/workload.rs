//! The kinds that run pods.

use model::written::Workload;
use model::{ContainerRole, Head, Pod, PodSecurity, PodSpec, WorkloadKind};
use yaml::Ref;

use super::Decoder;

impl<'a> Decoder<'a, '_> {
    pub(super) fn workload(&mut self, kind: &str, object: Ref<'a>, head: &Head) -> Workload {
        let spec = object.get("spec");
        let (kind, template) = match kind {
            "Pod" => (WorkloadKind::Pod, Some(object)),
            "PodTemplate" => (WorkloadKind::PodTemplate, object.get("template")),
            "CronJob" => {
                let job = spec.and_then(|it| it.get("jobTemplate")).and_then(|it| it.get("spec"));
                (WorkloadKind::CronJob, job.and_then(|it| it.get("template")))
            }
            "Deployment" => (WorkloadKind::Deployment, spec.and_then(|it| it.get("template"))),
            "StatefulSet" => (WorkloadKind::StatefulSet, spec.and_then(|it| it.get("template"))),
            "DaemonSet" => (WorkloadKind::DaemonSet, spec.and_then(|it| it.get("template"))),
            "ReplicaSet" => (WorkloadKind::ReplicaSet, spec.and_then(|it| it.get("template"))),
            "ReplicationController" => (WorkloadKind::ReplicationController, spec.and_then(|it| it.get("template"))),
            _ => (WorkloadKind::Job, spec.and_then(|it| it.get("template"))),
        };
        let hook = is_hook(head, object);
        let pod = self.pod(object, template);
        let labelled =
            !matches!(kind, WorkloadKind::Pod | WorkloadKind::PodTemplate | WorkloadKind::ReplicationController);
        let selector = labelled.then(|| spec.and_then(|it| it.get("selector"))).flatten();
        Workload {
            owner: owner(object),
            replicas: spec.and_then(|it| self.int(it, "replicas")),
            selector: selector.map(|it| self.label_selector(it)),
            kind,
            pod,
            hook,
        }
    }

    fn pod(&mut self, object: Ref<'a>, template: Option<Ref<'a>>) -> Pod {
        let metadata = template.and_then(|it| it.get("metadata"));
        let labels = metadata.and_then(|it| it.get("labels")).map(|it| self.labels(it)).unwrap_or_default();
        let annotations = metadata.map(|it| self.annotations(it)).unwrap_or_default();
        let spec = match template.and_then(|it| it.get("spec")) {
            Some(spec) => self.pod_spec(spec),
            None => self.empty_pod_spec(object),
        };
        Pod { labels, annotations, spec }
    }

    pub(super) fn pod_spec(&mut self, spec: Ref<'a>) -> PodSpec {
        let mut containers = Vec::new();
        for (key, role) in [
            ("initContainers", ContainerRole::Init),
            ("containers", ContainerRole::Regular),
            ("ephemeralContainers", ContainerRole::Ephemeral),
        ] {
            for item in self.list(spec, key) {
                containers.push(self.container(item, role));
            }
        }
        // Workflows have one container for each step, and others beside it. Kubernetes' own types have no such fields.
        for key in ["container", "script"] {
            containers.extend(spec.get(key).map(|it| self.container(it, ContainerRole::Regular)));
        }
        let set = spec.get("containerSet").and_then(|it| it.get("containers"));
        for item in set.into_iter().chain(spec.get("sidecars")).flat_map(Ref::items) {
            containers.push(self.container(item, ContainerRole::Regular));
        }
        let volumes: Vec<_> = self.list(spec, "volumes").collect();
        let secrets: Vec<_> = self.list(spec, "imagePullSecrets").collect();
        PodSpec {
            place: self.place(spec),
            host_network: self.bool(spec, "hostNetwork"),
            host_pid: self.bool(spec, "hostPID"),
            host_ipc: self.bool(spec, "hostIPC"),
            host_users: self.bool(spec, "hostUsers"),
            share_process_namespace: self.bool(spec, "shareProcessNamespace"),
            os: spec.get("os").and_then(|it| self.string(it, "name")),
            service_account: self.string(spec, "serviceAccountName").or_else(|| self.string(spec, "serviceAccount")),
            automount: self.bool(spec, "automountServiceAccountToken"),
            service_links: self.bool(spec, "enableServiceLinks"),
            runtime_class: self.string(spec, "runtimeClassName"),
            pull_secrets: secrets.into_iter().filter_map(|it| self.string(it, "name")).collect(),
            hostname: self.string(spec, "hostname"),
            security: spec.get("securityContext").map(|it| self.pod_security(it)).unwrap_or_default(),
            volumes: volumes.into_iter().map(|it| self.volume(it)).collect(),
            containers,
        }
    }

    /// A workload without a pod spec is refused by the API server; here it is a pod without containers.
    fn empty_pod_spec(&self, object: Ref<'a>) -> PodSpec {
        PodSpec {
            place: self.place(object),
            host_network: None,
            host_pid: None,
            host_ipc: None,
            host_users: None,
            share_process_namespace: None,
            os: None,
            service_account: None,
            automount: None,
            service_links: None,
            runtime_class: None,
            pull_secrets: Vec::new(),
            hostname: None,
            security: PodSecurity::default(),
            volumes: Vec::new(),
            containers: Vec::new(),
        }
    }
}

/// The controlling owner, as kind and name.
fn owner(object: Ref<'_>) -> Option<(Box<str>, Box<str>)> {
    let references = object.get("metadata")?.get("ownerReferences")?;
    let controls = |it: &Ref<'_>| it.get("controller").is_some_and(|it| it.text() == Some("true"));
    let reference = references.items().find(controls).or_else(|| references.items().next())?;
    Some((reference.get("kind")?.text()?.into(), reference.get("name")?.text()?.into()))
}

/// The events of Helm 3 and 4 (`pkg/release`), and those of Helm 2 that charts still write.
const EVENTS: [&str; 12] = [
    "pre-install",
    "post-install",
    "pre-delete",
    "post-delete",
    "pre-upgrade",
    "post-upgrade",
    "pre-rollback",
    "post-rollback",
    "test",
    "test-success",
    "test-failure",
    "crd-install",
];

/// Whether Helm runs an object as a hook that ends: every event that the annotation names is one, and the pods of its kind end.
pub(super) fn is_hook(head: &Head, object: Ref<'_>) -> bool {
    let Some(events) = head.annotation("helm.sh/hook") else { return false };
    let spec = object.get("spec");
    let ends = match &*head.kind {
        "Job" => true,
        "Pod" => spec.and_then(|it| it.get("restartPolicy")?.text()).is_some_and(|it| it != "Always"),
        _ => false,
    };
    ends && events.value.expose().split(',').all(|it| EVENTS.contains(&&*it.trim().to_ascii_lowercase()))
}
