//! The table of checks is well formed, as the reference demands of its own (`validateChecks` in `policy/registry.go`).

use std::collections::BTreeSet;

use pss::{CHECKS, Level, Version};

#[test]
fn ids_and_versions() {
    let table: Vec<String> = CHECKS
        .iter()
        .map(|check| {
            let revisions: Vec<String> = check
                .revisions
                .iter()
                .map(|revision| match revision.overrides {
                    [] => revision.since.to_string(),
                    overrides => format!("{} over {}", revision.since, overrides.join(" ")),
                })
                .collect();
            format!("{} {}: {}", check.level, check.id, revisions.join(", "))
        })
        .collect();
    assert_eq!(
        table,
        [
            "baseline appArmorProfile: 0",
            "baseline capabilities_baseline: 0",
            "baseline hostNamespaces: 0",
            "baseline hostPathVolumes: 0",
            "baseline hostPorts: 0",
            "baseline hostProbesAndHostLifecycle: 34",
            "baseline privileged: 0",
            "baseline procMount: 0, 35",
            "baseline seLinuxOptions: 0, 31",
            "baseline seccompProfile_baseline: 0, 19",
            "baseline sysctls: 0, 27, 29, 32, 37",
            "baseline windowsHostProcess: 0",
            "restricted allowPrivilegeEscalation: 8, 25",
            "restricted capabilities_restricted: 22 over capabilities_baseline, 25 over capabilities_baseline",
            "restricted procMount_restricted: 35 over procMount",
            "restricted restrictedVolumes: 0 over hostPathVolumes",
            "restricted runAsNonRoot: 0, 35",
            "restricted runAsUser: 23, 35",
            "restricted seccompProfile_restricted: 19 over seccompProfile_baseline, 25 over seccompProfile_baseline",
        ]
    );
}

#[test]
fn well_formed() {
    let ids: BTreeSet<&str> = CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(ids.len(), CHECKS.len(), "an id stands twice");
    assert!(CHECKS.is_sorted_by_key(|check| (check.level, check.id)), "not in the order of the reports");
    for check in &CHECKS {
        assert_ne!(check.level, Level::Privileged, "{}", check.id);
        assert!(check.revisions.is_sorted_by(|a, b| a.since < b.since), "{}", check.id);
        for id in check.revisions.iter().flat_map(|revision| revision.overrides) {
            assert_eq!(check.level, Level::Restricted, "{}", check.id);
            assert_eq!(crate::cases::check(id).level, Level::Baseline, "{}", check.id);
        }
    }
    let newest = CHECKS.iter().flat_map(|check| check.revisions).map(|revision| revision.since).max();
    assert_eq!(newest, Some(Version::NEWEST_MINOR));
}

#[test]
fn overridden_checks_leave_the_restricted_level_only() {
    let overridden = |version| -> Vec<&str> {
        let left_out =
            |check: &&pss::Check| check.applies(Level::Baseline, version) && !check.applies(Level::Restricted, version);
        CHECKS.iter().filter(left_out).map(|check| check.id).collect()
    };
    assert_eq!(overridden(Version::Minor(18)), ["hostPathVolumes"]);
    assert_eq!(overridden(Version::Minor(19)), ["hostPathVolumes", "seccompProfile_baseline"]);
    assert_eq!(overridden(Version::Minor(22)), ["capabilities_baseline", "hostPathVolumes", "seccompProfile_baseline"]);
    assert_eq!(
        overridden(Version::Latest),
        ["capabilities_baseline", "hostPathVolumes", "procMount", "seccompProfile_baseline"]
    );
}
