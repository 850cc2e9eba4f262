//! Every check that looks at containers looks at all three lists, and at every container in them.

use pss::{Level, Version, evaluate};

use crate::cases::pod;

/// A field of a container that the check refuses, and one that it accepts.
const FIELDS: &[(&str, &str, &str)] = &[
    ("allowPrivilegeEscalation", "", "securityContext: {allowPrivilegeEscalation: false}"),
    ("appArmorProfile", "securityContext: {appArmorProfile: {type: Unconfined}}", ""),
    ("capabilities_baseline", "securityContext: {capabilities: {add: [NET_RAW]}}", ""),
    ("capabilities_restricted", "", "securityContext: {capabilities: {drop: [ALL]}}"),
    (
        "capabilities_restricted",
        "securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}",
        "securityContext: {capabilities: {drop: [ALL]}}",
    ),
    ("hostPorts", "ports: [{hostPort: 80}]", ""),
    ("hostProbesAndHostLifecycle", "livenessProbe: {httpGet: {port: 80, host: h}}", ""),
    ("privileged", "securityContext: {privileged: true}", ""),
    ("procMount", "securityContext: {procMount: Unmasked}", ""),
    ("procMount_restricted", "securityContext: {procMount: Unmasked}", ""),
    ("runAsNonRoot", "", "securityContext: {runAsNonRoot: true}"),
    ("runAsNonRoot", "securityContext: {runAsNonRoot: false}", "securityContext: {runAsNonRoot: true}"),
    ("runAsUser", "securityContext: {runAsUser: 0}", ""),
    ("seLinuxOptions", "securityContext: {seLinuxOptions: {user: u}}", ""),
    ("seccompProfile_baseline", "securityContext: {seccompProfile: {type: Unconfined}}", ""),
    ("seccompProfile_restricted", "", "securityContext: {seccompProfile: {type: Localhost}}"),
    (
        "seccompProfile_restricted",
        "securityContext: {seccompProfile: {type: Unconfined}}",
        "securityContext: {seccompProfile: {type: Localhost}}",
    ),
    ("windowsHostProcess", "securityContext: {windowsOptions: {hostProcess: true}}", ""),
];

#[test]
fn every_container_of_every_list_is_judged() {
    for (check, bad, good) in FIELDS {
        let is_refused = |body: &str| {
            let level = crate::cases::check(check).level;
            evaluate(&pod(body).workloads[0].pod, level, Version::Latest).iter().any(|it| it.check == *check)
        };
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            let with = |field: &str| {
                format!(
                    "spec:\n  {list}: [{{name: first, {good}}}, {{name: second, {field}}}, {{name: third, {good}}}]"
                )
            };
            assert!(is_refused(&with(bad)), "{check} passes over {list}: {bad}");
            assert!(!is_refused(&with(good)), "{check} refuses in {list}: {good}");
        }
    }
}

#[test]
fn a_pod_without_containers_meets_every_level() {
    for version in (0..=Version::NEWEST_MINOR).map(Version::Minor) {
        assert!(evaluate(&pod("spec: {}").workloads[0].pod, Level::Restricted, version).is_empty(), "{version}");
    }
}
