//! A check of several environments' credentials. Names and places; never a value.

use checkup::{Checkup, Finding, SecretRow, Severity, Unknown};
use lang::Lang;
use serde::{Deserialize, Serialize};

use crate::Place;
use crate::form::{Form, SCHEMA_VERSION};

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
pub fn checkup(checkup: &Checkup, lang: Lang) -> CheckupForm {
    CheckupForm {
        schema_version: SCHEMA_VERSION,
        findings: checkup.findings.iter().map(|it| CheckForm::of(it, lang)).collect(),
        unknown: checkup.unknown.iter().map(|it| UnseenForm::of(it, lang)).collect(),
        secrets: checkup.secrets.iter().map(SecretForm::of).collect(),
        looked: checkup.looked,
    }
}

impl Form for CheckupForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/secrets-check.schema.json");
}

impl CheckForm {
    fn of(it: &Finding, lang: Lang) -> CheckForm {
        CheckForm {
            check: it.kind.id().to_owned(),
            severity: severity(it.kind.severity()).name().to_owned(),
            environments: it.environments.clone(),
            message: it.message.get(lang).to_owned(),
            location: Place::from(&it.at),
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

/// The severity by the words of an audit.
#[must_use]
pub const fn severity(severity: Severity) -> rules::Severity {
    match severity {
        Severity::Notice => rules::Severity::Low,
        Severity::Warning => rules::Severity::Medium,
        Severity::Error => rules::Severity::High,
    }
}
