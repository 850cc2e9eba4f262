//! A plan of credentials as JSON (`schemas/secrets-setup.schema.json`). Names and places; never a value.

use dify::Component;
use lang::Lang;
use model::Location;
use provision::{Kept, LeftOut, Outcome, Plan, Refused, Row};
use serde::Serialize;

use crate::json::{SCHEMA_VERSION, write};
use crate::words::address;

/// The plan as JSON.
#[must_use]
pub fn json(plan: &Plan, lang: Lang) -> String {
    write(&PlanForm {
        schema_version: SCHEMA_VERSION,
        credentials: plan.rows.iter().map(|it| CredentialForm::of(it, lang)).collect(),
        left_out: plan.left_out.iter().map(|it| LeftOutForm::of(it, lang)).collect(),
        brought: plan.brought.iter().map(|(namespace, secret)| BroughtForm { namespace, secret }).collect(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlanForm<'a> {
    schema_version: u32,
    credentials: Vec<CredentialForm<'a>>,
    left_out: Vec<LeftOutForm<'a>>,
    brought: Vec<BroughtForm<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CredentialForm<'a> {
    name: &'a str,
    outcome: &'a str,
    form: &'a str,
    adopted_from: Option<String>,
    composed_of: Option<&'a str>,
    ask: Option<&'a str>,
    users: Vec<UserForm<'a>>,
    kept: Vec<KeptForm<'a>>,
    refused: Vec<RefusedForm<'a>>,
}

#[derive(Serialize)]
struct UserForm<'a> {
    component: &'a str,
    setting: &'a str,
}

#[derive(Serialize)]
struct KeptForm<'a> {
    kind: &'a str,
    namespace: Option<&'a str>,
    secret: Option<&'a str>,
    key: Option<&'a str>,
}

#[derive(Serialize)]
struct RefusedForm<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    reason: &'a str,
}

#[derive(Serialize)]
struct BroughtForm<'a> {
    namespace: &'a str,
    secret: &'a str,
}

#[derive(Serialize)]
struct LeftOutForm<'a> {
    namespace: &'a str,
    secret: &'a str,
    key: &'a str,
    reason: &'a str,
}

impl<'a> CredentialForm<'a> {
    fn of(row: &'a Row, lang: Lang) -> CredentialForm<'a> {
        let (outcome, adopted_from, composed_of, ask) = match &row.outcome {
            Outcome::Made => ("made", None, None, None),
            Outcome::Adopted(at) => ("adopted", Some(address(at)), None, None),
            Outcome::Composed(of) => ("composed", None, Some(of.as_str()), None),
            Outcome::Brought => ("brought", None, None, None),
            Outcome::Asked(whom) => ("asked-for", None, None, Some(whom.get(lang))),
        };
        let user = |(component, setting): &'a (Component, String)| UserForm { component: component.id(), setting };
        CredentialForm {
            name: &row.name,
            outcome,
            form: row.form.get(lang),
            adopted_from,
            composed_of,
            ask,
            users: row.users.iter().map(user).collect(),
            kept: row.kept.iter().map(KeptForm::of).collect(),
            refused: row.refused.iter().map(|it| RefusedForm::of(it, lang)).collect(),
        }
    }
}

impl<'a> KeptForm<'a> {
    fn of(kept: &'a Kept) -> KeptForm<'a> {
        let kind = match kept {
            Kept::Key(_) => "secret",
            Kept::Inline(_) => "inline",
            Kept::Composed => "composed",
            Kept::Brought => "brought",
        };
        let slot = kept.slot();
        KeptForm {
            kind,
            namespace: slot.map(|it| it.namespace.as_str()),
            secret: slot.map(|it| it.secret.as_str()),
            key: slot.map(|it| it.key.as_str()),
        }
    }
}

impl<'a> RefusedForm<'a> {
    fn of(refused: &'a Refused, lang: Lang) -> RefusedForm<'a> {
        let (file, line) = match &refused.at {
            Location::File { file, start, .. } => (Some(file.as_str()), Some(start.line)),
            Location::Field { .. } => (None, None),
        };
        RefusedForm { file, line, reason: refused.why.get(lang) }
    }
}

impl<'a> LeftOutForm<'a> {
    fn of(it: &'a LeftOut, lang: Lang) -> LeftOutForm<'a> {
        LeftOutForm {
            namespace: &it.slot.namespace,
            secret: &it.slot.secret,
            key: &it.slot.key,
            reason: it.why.get(lang),
        }
    }
}
