//! The labels of a namespace, as `TestPolicyToEvaluate` in the reference's `api/helpers_test.go` has them.

use model::Labels;
use pss::{Level, LevelAt, Policy, Version};

/// Labels without their prefix.
type Written<'a> = &'a [(&'a str, &'a str)];

fn policy(labels: Written<'_>, defaults: &Policy) -> [String; 3] {
    let labels =
        labels.iter().map(|(mode, value)| (format!("pod-security.kubernetes.io/{mode}").into(), (*value).into()));
    let Policy { enforce, audit, warn } = Policy::of_labels(&Labels(labels.collect()), defaults);
    [enforce, audit, warn].map(|at| format!("{}:{}", at.level, at.version))
}

#[test]
fn labels_are_read_as_admission_reads_them() {
    let baseline = LevelAt { level: Level::Baseline, version: Version::Minor(30) };
    let strict = Policy { enforce: baseline, audit: baseline, warn: LevelAt { level: Level::Restricted, ..baseline } };
    let none = &Policy::PRIVILEGED;
    let cases: &[(Written<'_>, &Policy, [&str; 3])] = &[
        (&[], none, ["privileged:latest", "privileged:latest", "privileged:latest"]),
        (&[], &strict, ["baseline:v1.30", "baseline:v1.30", "restricted:v1.30"]),
        // Who refuses also warns.
        (&[("enforce", "baseline")], none, ["baseline:latest", "privileged:latest", "baseline:latest"]),
        (
            &[("enforce", "baseline"), ("enforce-version", "v1.22")],
            none,
            ["baseline:v1.22", "privileged:latest", "baseline:v1.22"],
        ),
        (
            &[("enforce", "baseline"), ("enforce-version", "v1.22"), ("warn-version", "v1.23")],
            none,
            ["baseline:v1.22", "privileged:latest", "baseline:v1.23"],
        ),
        (
            &[("enforce", "restricted"), ("warn", "baseline")],
            none,
            ["restricted:latest", "privileged:latest", "baseline:latest"],
        ),
        (&[("enforce", "privileged")], &strict, ["privileged:v1.30", "baseline:v1.30", "restricted:v1.30"]),
        // What cannot be read refuses, but does not warn.
        (&[("enforce", "Baseline")], none, ["restricted:latest", "privileged:latest", "privileged:latest"]),
        (&[("audit", "x"), ("warn", "x")], &strict, ["baseline:v1.30", "privileged:v1.30", "privileged:v1.30"]),
        (
            &[("enforce-version", "1.22"), ("audit-version", "x"), ("warn-version", "v1.2.3")],
            &strict,
            ["baseline:latest", "baseline:latest", "restricted:latest"],
        ),
        // A label whose name only begins alike is another's.
        (&[("enforcement", "restricted")], none, ["privileged:latest", "privileged:latest", "privileged:latest"]),
    ];
    for (labels, defaults, expected) in cases {
        assert_eq!(policy(labels, defaults), *expected, "{labels:?}");
    }
}
