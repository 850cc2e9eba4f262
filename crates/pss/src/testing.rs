//! What the unit tests share: one check, one small pod, and what is said of it.

use lang::Lang;
use model::Documents;

use crate::{CHECKS, Version, Violation, evaluate};

/// A refusal as a person sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) en: String,
    pub(crate) ja: String,
    pub(crate) fields: Vec<String>,
}

/// What `check` says at `version` of a pod with this body (`spec:` and, where needed, `metadata:`).
pub(crate) fn said(check: &str, version: &str, body: &str) -> Option<Said> {
    let text = format!("apiVersion: v1\nkind: Pod\n{body}");
    let inventory = inventory::read(vec![inventory::Input::file("pod.yaml", text)], &inventory::Options::default());
    assert!(inventory.problems.is_empty(), "the pod cannot be read: {body}");
    let level = CHECKS.iter().find(|it| it.id == check).expect("the check is in the table").level;
    let version = Version::parse(version).expect("a version of the table");
    evaluate(&inventory.workloads[0].pod, level, version)
        .into_iter()
        .find(|violation| violation.check == check)
        .map(|violation| Said::of(&violation, &inventory.documents))
}

impl Said {
    pub(crate) fn new(en: &str, ja: &str, fields: &[&str]) -> Option<Said> {
        let fields = fields.iter().map(ToString::to_string).collect();
        Some(Said { en: en.to_owned(), ja: ja.to_owned(), fields })
    }

    fn of(violation: &Violation, documents: &Documents) -> Said {
        Said {
            en: violation.detail.get(Lang::En).to_owned(),
            ja: violation.detail.get(Lang::Ja).to_owned(),
            fields: violation.places.iter().map(|place| documents.path(*place).to_string()).collect(),
        }
    }
}
