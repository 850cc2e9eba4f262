//! A check of several environments' credentials. Names and places; never a value.

use checkup::{Checkup, SecretRow, Unknown};
use findings::{Audit, Finding, Related};
use lang::Lang;
use serde::{Deserialize, Serialize};

use crate::Place;
use crate::form::{Form, SCHEMA_VERSION};
use crate::leaks::ComparedForm;

/// `sekisho secrets check`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckupForm {
    /// 1.
    pub schema_version: u32,
    /// What was found, the worst first.
    pub findings: Vec<CheckForm>,
    /// What could not be seen.
    pub unknown: Vec<UnseenForm>,
    /// Every Secret with a credential.
    pub secrets: Vec<SecretForm>,
    /// How many credentials were looked at.
    pub looked: usize,
    /// How many findings are left out until a day.
    pub suppressed: usize,
    /// What a comparison with a baseline came to; only with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<ComparedForm>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckForm {
    /// What kind of thing.
    pub check: String,
    /// How bad it is.
    pub severity: String,
    /// The environments that it is of.
    pub environments: Vec<String>,
    /// What it is, in words.
    pub message: String,
    /// Where it stands.
    pub location: Place,
    /// The other places that it is about: the other end, the other environment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedForm>,
    /// What it is known by.
    pub fingerprint: String,
}

/// Another place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedForm {
    /// Where it is.
    pub location: Place,
    /// What is there.
    pub message: String,
}

impl RelatedForm {
    fn of(it: &Related, lang: Lang) -> RelatedForm {
        RelatedForm { location: Place::from(&it.location), message: it.message.get(lang).to_owned() }
    }
}

/// What could not be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnseenForm {
    /// The environment.
    pub environment: String,
    /// What.
    pub what: String,
    /// Why.
    pub reason: String,
}

/// A Secret, its days and its readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretForm {
    /// The environment.
    pub environment: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its keys.
    pub keys: Vec<KeyForm>,
    /// The workloads that take it.
    pub workloads: Vec<String>,
    /// Who may read it by RBAC.
    pub subjects: Vec<String>,
    /// Bindings whose role the input does not show.
    pub unseen_bindings: usize,
}

/// A key of a Secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyForm {
    /// Its name.
    pub key: String,
    /// The day on which its value was made.
    pub created: Option<String>,
    /// The day on which it was last replaced.
    pub rotated: Option<String>,
}

/// The form of a check.
#[must_use]
pub fn checkup(checkup: &Checkup, audit: &Audit, lang: Lang) -> CheckupForm {
    CheckupForm {
        schema_version: SCHEMA_VERSION,
        findings: audit.findings.iter().map(|it| CheckForm::of(it, lang)).collect(),
        unknown: checkup.unknown.iter().map(|it| UnseenForm::of(it, lang)).collect(),
        secrets: checkup.secrets.iter().map(SecretForm::of).collect(),
        looked: checkup.looked,
        suppressed: audit.suppressed.len(),
        baseline: audit.compared.as_ref().map(ComparedForm::of),
    }
}

impl Form for CheckupForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/secrets-check.schema.json");
}

impl CheckForm {
    fn of(it: &Finding, lang: Lang) -> CheckForm {
        CheckForm {
            check: it.rule.to_string(),
            severity: it.severity.name().to_owned(),
            environments: it.environments.clone(),
            message: it.reason.get(lang).to_owned(),
            location: Place::from(&it.location),
            related: it.related.iter().map(|it| RelatedForm::of(it, lang)).collect(),
            fingerprint: it.fingerprint.clone(),
        }
    }
}

impl UnseenForm {
    fn of(it: &Unknown, lang: Lang) -> UnseenForm {
        UnseenForm {
            environment: it.environment.clone(),
            what: it.what.clone(),
            reason: it.reason.get(lang).to_owned(),
        }
    }
}

impl SecretForm {
    fn of(it: &SecretRow) -> SecretForm {
        let day = |it: &Option<model::Date>| it.map(|it| it.to_string());
        let key = |(key, created, rotated): &(String, Option<model::Date>, Option<model::Date>)| KeyForm {
            key: key.clone(),
            created: day(created),
            rotated: day(rotated),
        };
        SecretForm {
            environment: it.environment.clone(),
            namespace: it.namespace.clone(),
            name: it.name.clone(),
            keys: it.keys.iter().map(key).collect(),
            workloads: it.workloads.clone(),
            subjects: it.subjects.clone(),
            unseen_bindings: it.unseen,
        }
    }
}
