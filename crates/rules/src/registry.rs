//! The one list: every rule by whose id any command speaks, whoever judges by it.
//!
//! The rules about an inventory are [`RULES`]; what `leaks` finds in texts, `checkup` between environments and `invariants` of a network is
//! said under the ids of [`leaked`], [`checked`] and [`proved`]. The checks of the Pod Security Standards have names of their own
//! upstream; each is judged by a rule of the list ([`of_check`]).

pub mod checked;
pub mod leaked;
pub mod proved;

use findings::About;

use crate::rule::Rule;
use crate::rules::{self, RULES};

/// Writes what a rule says of itself where another room judges: the manual is the doc comment, as with [`crate::rule!`].
macro_rules! describe {
    (
        $(#[doc = $doc:literal])*
        $name:ident = $id:literal, $severity:ident, $confidence:ident, $audience:ident,
        controls: [$($control:ident),* $(,)?],
        topics: [$($topic:ident),* $(,)?] $(,)?
    ) => {
        $(#[doc = $doc])*
        pub static $name: findings::About = findings::About {
            id: $id,
            severity: findings::Severity::$severity,
            confidence: findings::Confidence::$confidence,
            audience: findings::Audience::$audience,
            controls: &[$(findings::Control::$control),*],
            topics: &[$(&findings::topic::$topic),*],
            fix: None,
            manual: findings::Manual::new(concat!($($doc, "\n"),*)),
        };
    };
}
pub(crate) use describe;

/// Every rule, each once: those about an inventory first.
pub fn all() -> impl Iterator<Item = &'static About> {
    let inventory = RULES.iter().map(|rule| &rule.about);
    inventory.chain(leaked::ALL.iter().copied()).chain(checked::ALL.iter().copied()).chain(proved::ALL.iter().copied())
}

/// What the rule with this id says of itself.
#[must_use]
pub fn about(id: &str) -> Option<&'static About> {
    all().find(|it| it.id == id)
}

/// The commands that report under this id.
#[must_use]
pub fn commands(id: &str) -> Vec<&'static str> {
    let unread = UNREAD.contains(&id);
    let standard = CHECKS.iter().any(|(_, rule)| *rule == id);
    [
        ("audit", rules::find(id).is_some()),
        ("pss check", standard || unread),
        ("network prove", is_in(proved::ALL, id) || unread),
        ("secrets scan", leaks::rule(id).is_some() || id == UNREAD_FILE),
        ("secrets check", is_in(checked::ALL, id) || unread),
    ]
    .into_iter()
    .filter_map(|(command, reports)| reports.then_some(command))
    .collect()
}

fn is_in(list: &[&About], id: &str) -> bool {
    list.iter().any(|it| it.id == id)
}

/// What is said of a text that could not be opened at all.
pub const UNREAD_FILE: &str = "unreadable-file";

/// The rules by which every judge says what of its input could not be read.
pub const UNREAD: &[&str] = &["broken-document", "input-too-large", UNREAD_FILE, "unrendered-template", "wrong-type"];

/// The rule that judges a check of the Pod Security Standards, by the check's id upstream. Several checks are two levels of one thing.
#[must_use]
pub fn of_check(check: &str) -> Option<&'static Rule> {
    CHECKS.iter().find(|(id, _)| id.eq_ignore_ascii_case(check)).and_then(|(_, rule)| rules::find(rule))
}

/// The checks of `k8s.io/pod-security-admission` and the rules that judge them.
pub const CHECKS: &[(&str, &str)] = &[
    ("allowPrivilegeEscalation", "privilege-escalation-allowed"),
    ("appArmorProfile", "disabled-app-armor"),
    ("capabilities_baseline", "dangerous-capability"),
    ("capabilities_restricted", "capabilities-not-dropped"),
    ("hostNamespaces", "host-namespace"),
    ("hostPathVolumes", "host-path-volume"),
    ("hostPorts", "host-port"),
    ("hostProbesAndHostLifecycle", "probe-host"),
    ("privileged", "privileged-container"),
    ("procMount", "unusual-proc-mount"),
    ("procMount_restricted", "unusual-proc-mount"),
    ("restrictedVolumes", "restricted-volume-type"),
    ("runAsNonRoot", "non-root-not-enforced"),
    ("runAsUser", "runs-as-root"),
    ("seLinuxOptions", "unusual-selinux-option"),
    ("seccompProfile_baseline", "missing-seccomp-profile"),
    ("seccompProfile_restricted", "missing-seccomp-profile"),
    ("sysctls", "unsafe-sysctl"),
    ("windowsHostProcess", "host-process"),
];
