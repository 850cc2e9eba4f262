//! Whole answers: the order of violations, the strictest level, and what a level breaks.

use std::time::{Duration, Instant};

use lang::Lang;
use pss::{Level, Version, evaluate, strictest_met, what_breaks};

use crate::cases::{manifests, pod};

const BAD: &str = "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: x}}
spec:
  hostPID: true
  securityContext: {sysctls: [{name: kernel.msgmax}], seLinuxOptions: {user: u}, seccompProfile: {type: Unconfined}, runAsUser: 0}
  volumes: [{name: v, hostPath: {path: /}}]
  containers:
  - name: c
    ports: [{hostPort: 1}]
    livenessProbe: {httpGet: {port: 80, host: h}}
    securityContext: {privileged: true, procMount: Unmasked, capabilities: {add: [BPF]}, windowsOptions: {hostProcess: true}}";

const RESTRICTED: &str = "spec:
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers: [{name: c, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]";

#[test]
fn every_check_once_and_in_order() {
    let inventory = pod(BAD);
    let ids = |level, version| -> Vec<&str> {
        evaluate(&inventory.workloads[0].pod, level, version).iter().map(|violation| violation.check).collect()
    };
    assert!(ids(Level::Privileged, Version::Latest).is_empty());
    assert_eq!(
        ids(Level::Baseline, Version::Latest),
        [
            "appArmorProfile",
            "capabilities_baseline",
            "hostNamespaces",
            "hostPathVolumes",
            "hostPorts",
            "hostProbesAndHostLifecycle",
            "privileged",
            "procMount",
            "seLinuxOptions",
            "seccompProfile_baseline",
            "sysctls",
            "windowsHostProcess",
        ]
    );
    assert_eq!(
        ids(Level::Restricted, Version::Latest),
        [
            "appArmorProfile",
            "hostNamespaces",
            "hostPorts",
            "hostProbesAndHostLifecycle",
            "privileged",
            "seLinuxOptions",
            "sysctls",
            "windowsHostProcess",
            "allowPrivilegeEscalation",
            "capabilities_restricted",
            "procMount_restricted",
            "restrictedVolumes",
            "runAsNonRoot",
            "runAsUser",
            "seccompProfile_restricted",
        ]
    );
}

#[test]
fn every_violation_says_what_and_where_in_both_languages() {
    let inventory = pod(BAD);
    for level in [Level::Baseline, Level::Restricted] {
        for violation in evaluate(&inventory.workloads[0].pod, level, Version::Latest) {
            let (en, ja) = (violation.detail.get(Lang::En), violation.detail.get(Lang::Ja));
            assert!(!en.is_empty() && en.is_ascii(), "{en}");
            assert!(!ja.is_ascii() && !ja.contains(", "), "{ja}");
            assert!(!violation.places.is_empty(), "{}", violation.check);
        }
    }
}

#[test]
fn the_strictest_level_met() {
    for (body, level) in [
        (RESTRICTED, Level::Restricted),
        ("spec: {containers: [{name: c}]}", Level::Baseline),
        (BAD, Level::Privileged),
    ] {
        assert_eq!(strictest_met(&pod(body).workloads[0].pod, Version::Latest), level, "{body}");
    }
    // Each version asks for more: this pod was restricted once.
    let old = pod("spec: {securityContext: {runAsNonRoot: true}, containers: [{name: c}]}");
    assert_eq!(strictest_met(&old.workloads[0].pod, Version::Minor(7)), Level::Restricted);
    assert_eq!(strictest_met(&old.workloads[0].pod, Version::Minor(8)), Level::Baseline);
}

#[test]
fn what_a_level_breaks() {
    let document =
        |name: &str, body: &str| format!("---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\n{body}\n");
    let text = document("good", RESTRICTED)
        + &document("plain", "spec: {containers: [{name: c}]}")
        + &document("host", "spec: {hostIPC: true}");
    let inventory = manifests(&text);
    let broken = |level| -> Vec<String> {
        what_breaks(&inventory.workloads, level, Version::Latest)
            .map(|refused| {
                let checks: Vec<&str> = refused.violations.iter().map(|violation| violation.check).collect();
                format!("{}: {}", &*refused.workload.meta.name.value, checks.join(" "))
            })
            .collect()
    };
    assert!(broken(Level::Privileged).is_empty());
    assert_eq!(broken(Level::Baseline), ["host: hostNamespaces"]);
    assert_eq!(
        broken(Level::Restricted),
        [
            "plain: allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted",
            "host: hostNamespaces",
        ]
    );
}

/// A cluster's pods are judged while a person waits. The bound is wide: it holds for a debug build on a busy machine.
#[test]
fn ten_thousand_pods() {
    let (good, bad) = (pod(RESTRICTED), pod(BAD));
    let start = Instant::now();
    let mut n_violations = 0;
    for _ in 0..5_000 {
        for inventory in [&good, &bad] {
            n_violations += evaluate(&inventory.workloads[0].pod, Level::Restricted, Version::Latest).len();
        }
    }
    assert_eq!(n_violations, 5_000 * 15);
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
}
