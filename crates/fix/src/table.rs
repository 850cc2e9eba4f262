//! Which fix belongs to which rule.

use rules::{Facts, Finding, FixClass};

use crate::case::{Answer, Case, Choices};
use crate::{container, links, namespace, pod, resources, root, setting};

type Mender = fn(&mut Case<'_>);

/// The table. `rules::Rule::fix` says the same to whoever reads a report; a test compares them.
static MENDERS: &[(&str, Mender)] = &[
    ("capabilities-not-dropped", container::drop_capabilities),
    ("debug-log-level", setting::quiet),
    ("debug-mode", setting::no_debug),
    ("disabled-app-armor", pod::app_armor),
    ("duplicate-env", setting::remove_void),
    ("host-namespace", pod::own_namespaces),
    ("missing-probe", resources::probes),
    ("missing-resource-limits", resources::limits),
    ("missing-seccomp-profile", pod::seccomp),
    ("muted-proxy-log", setting::access_log),
    ("namespace-without-pod-security", namespace::level),
    ("non-root-not-enforced", root::enforce),
    ("privilege-escalation-allowed", container::no_escalation),
    ("privileged-container", container::not_privileged),
    ("runs-as-root", root::other_user),
    ("service-account-token-mounted", pod::no_token),
    ("service-named-dify", links::off),
    ("swagger-enabled", setting::no_swagger),
    ("writable-root-filesystem", root::read_only),
];

/// What mends a finding, of a class up to `class`, and why the rest of it is left alone. Empty where nothing mends it: it needs a
/// decision.
#[must_use]
pub fn answer(facts: &Facts<'_>, finding: &Finding, class: FixClass, choices: Choices) -> Answer {
    let mender = MENDERS.iter().find(|(id, _)| finding.rule == **id).filter(|_| !finding.exception);
    let (Some((_, mender)), Some(mut case)) = (mender, Case::new(facts, finding, choices)) else {
        return Answer::default();
    };
    mender(&mut case);
    case.fixes.retain(|fix| fix.class == FixClass::Safe || class == FixClass::Review);
    Answer { fixes: case.fixes, kept: case.kept }
}

/// Whether the table has an entry for a rule.
#[must_use]
pub fn is_mended(rule: &str) -> bool {
    MENDERS.iter().any(|(id, _)| *id == rule)
}
