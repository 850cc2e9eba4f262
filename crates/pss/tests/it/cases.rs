//! A pod of a few fields, one check, and the policy versions at which the check refuses the pod.

use std::ops::Range;

use inventory::{Input, Options};
use model::Inventory;
use pss::{CHECKS, Check, Version, evaluate};

/// Every version there is.
pub(crate) const ALWAYS: Range<u32> = 0..Version::NEWEST_MINOR + 1;
/// No version.
pub(crate) const NEVER: Range<u32> = 0..0;

/// From this minor version on.
pub(crate) const fn since(minor: u32) -> Range<u32> {
    minor..Version::NEWEST_MINOR + 1
}

/// One pod, judged by one check at the level of that check, so that no other check and no override has a say.
pub(crate) struct Case {
    name: &'static str,
    check: &'static str,
    refused: Range<u32>,
    body: &'static str,
}

pub(crate) const fn case(name: &'static str, check: &'static str, refused: Range<u32>, body: &'static str) -> Case {
    Case { name, check, refused, body }
}

/// Runs all cases and names every one that fails, not only the first.
pub(crate) fn run(cases: &[Case]) {
    let failures: Vec<String> = cases.iter().filter_map(Case::failure).collect();
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

impl Case {
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    fn failure(&self) -> Option<String> {
        let inventory = pod(self.body);
        let is_refused = |version| {
            let violations = evaluate(&inventory.workloads[0].pod, check(self.check).level, version);
            violations.iter().any(|violation| violation.check == self.check)
        };
        let wrong: Vec<String> = ALWAYS
            .map(Version::Minor)
            .chain([Version::Minor(Version::NEWEST_MINOR + 1), Version::Latest])
            .filter(|version| is_refused(*version) != self.refused.contains(&version.effective_minor()))
            .map(|version| version.to_string())
            .collect();
        let Case { name, check, refused, body } = self;
        if wrong.is_empty() {
            return None;
        }
        Some(format!("{name}: {check} refuses at {refused:?} only, but is wrong at {}: {body}", wrong.join(" ")))
    }
}

/// A check by its id.
pub(crate) fn check(id: &str) -> &'static Check {
    CHECKS.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check is called {id}"))
}

/// A Pod with this body (`spec:`, and `metadata:` where it is needed).
pub(crate) fn pod(body: &str) -> Inventory {
    manifests(&format!("apiVersion: v1\nkind: Pod\n{body}"))
}

/// Everything in a text, which must be readable.
pub(crate) fn manifests(text: &str) -> Inventory {
    let inventory = inventory::read(vec![Input::file("case.yaml", text)], &Options::default());
    // A name that is no field is dropped by the API server, and judged so here: the case is about what is left.
    let is_read = inventory.problems.iter().all(|it| it.kind == model::ProblemKind::UnknownField);
    assert!(is_read && !inventory.workloads.is_empty(), "cannot be read:\n{text}");
    inventory
}
