//! A pod template is judged as the pod that would come of it, whatever object holds it.

use pss::{Level, Version, evaluate};

use crate::cases::manifests;

/// The kinds that hold a template: kind, version, and what stands before the template.
const KINDS: [(&str, &str, &str); 8] = [
    ("Deployment", "apps/v1", "spec:\n  template:\n"),
    ("StatefulSet", "apps/v1", "spec:\n  serviceName: s\n  template:\n"),
    ("DaemonSet", "apps/v1", "spec:\n  template:\n"),
    ("ReplicaSet", "apps/v1", "spec:\n  template:\n"),
    ("ReplicationController", "v1", "spec:\n  template:\n"),
    ("Job", "batch/v1", "spec:\n  template:\n"),
    ("CronJob", "batch/v1", "spec:\n  schedule: '@daily'\n  jobTemplate:\n    spec:\n      template:\n"),
    ("PodTemplate", "v1", "template:\n"),
];

/// A stream of nine documents: the Pod as it is, and the eight kinds with its metadata and spec as their template.
pub(crate) fn pod_and_kinds(pod: &str) -> String {
    let is_type = |line: &&str| line.starts_with("apiVersion:") || line.starts_with("kind:");
    let mut stream = pod.to_owned();
    for (kind, version, head) in KINDS {
        let depth = head.lines().last().map_or(0, |line| line.len() - line.trim_start().len()) + 2;
        stream.push_str(&format!("\n---\napiVersion: {version}\nkind: {kind}\nmetadata: {{name: wrapped}}\n{head}"));
        for line in pod.lines().filter(|line| !is_type(line)) {
            stream.push_str(&format!("{:depth$}{line}\n", ""));
        }
    }
    stream
}

#[test]
fn templates_are_judged_as_their_pods() {
    let pod = "apiVersion: v1
kind: Pod
metadata:
  annotations:
    container.apparmor.security.beta.kubernetes.io/c: unconfined
spec:
  hostNetwork: true
  volumes: [{name: v, hostPath: {path: /}}]
  containers: [{name: c, ports: [{containerPort: 80}]}]";
    let inventory = manifests(&pod_and_kinds(pod));
    let found: Vec<(&str, Vec<&str>)> = inventory
        .workloads
        .iter()
        .map(|workload| {
            let violations = evaluate(&workload.pod, Level::Baseline, Version::Latest);
            (workload.kind.name(), violations.iter().map(|violation| violation.check).collect())
        })
        .collect();
    let kinds: Vec<&str> = found.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        [
            "Pod",
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "ReplicationController",
            "Job",
            "CronJob",
            "PodTemplate"
        ]
    );
    for (kind, checks) in &found {
        assert_eq!(checks, &["appArmorProfile", "hostNamespaces", "hostPathVolumes", "hostPorts"], "{kind}");
    }
}
