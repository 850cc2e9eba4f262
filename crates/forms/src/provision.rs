//! A plan of credentials. Names and places; never a value.

use dify::Component;
use lang::Lang;
use provision::{Kept, LeftOut, Outcome, Plan, Refused, Row};
use serde::{Deserialize, Serialize};

use crate::Place;
use crate::form::{Form, SCHEMA_VERSION};
use crate::words::address;

/// `sekisho secrets setup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanForm {
    /// 1.
    pub schema_version: u32,
    /// What becomes of every credential.
    pub credentials: Vec<CredentialForm>,
    /// Keys that are not handed on.
    pub left_out: Vec<LeftOutForm>,
    /// Secrets that another tool brings already.
    pub brought: Vec<BroughtForm>,
}

/// What becomes of a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialForm {
    /// The key under which a deployment in the guide's names keeps it.
    pub name: String,
    /// `made`, `adopted`, `kept`, `composed`, `brought` or `asked-for`.
    pub outcome: String,
    /// What the value looks like, in words.
    pub form: String,
    /// Adopted: where the value stands, in a word.
    pub adopted_from: Option<String>,
    /// Composed: the credential that the URL holds.
    pub composed_of: Option<String>,
    /// Asked for: of whom, and what.
    pub ask: Option<String>,
    /// Who takes it, under which name.
    pub users: Vec<UserForm>,
    /// Where it is kept.
    pub kept: Vec<KeptForm>,
    /// Values that were there and are not taken.
    pub refused: Vec<RefusedForm>,
    /// Adopted: where the value stands.
    pub location: Option<Place>,
}

/// Who takes a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserForm {
    /// The component.
    pub component: String,
    /// The setting.
    pub setting: String,
}

/// Where a credential is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// `secret`, `inline`, `composed` or `brought`.
    pub kind: String,
    /// The namespace of the Secret.
    pub namespace: Option<String>,
    /// The Secret.
    pub secret: Option<String>,
    /// Its key.
    pub key: Option<String>,
}

/// A value that was there and is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedForm {
    /// The text.
    pub file: Option<String>,
    /// Its line.
    pub line: Option<u32>,
    /// Why it is not taken.
    pub reason: String,
    /// Where it stands.
    pub location: Place,
}

/// A Secret that another tool brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroughtForm {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub secret: String,
}

/// A key that is not handed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutForm {
    /// The namespace of the Secret.
    pub namespace: String,
    /// The Secret.
    pub secret: String,
    /// The key.
    pub key: String,
    /// Why.
    pub reason: String,
}

/// The form of a plan.
#[must_use]
pub fn plan(plan: &Plan, lang: Lang) -> PlanForm {
    PlanForm {
        schema_version: SCHEMA_VERSION,
        credentials: plan.rows.iter().map(|it| CredentialForm::of(it, lang)).collect(),
        left_out: plan.left_out.iter().map(|it| LeftOutForm::of(it, lang)).collect(),
        brought: plan.brought.iter().map(BroughtForm::of).collect(),
    }
}

impl Form for PlanForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/secrets-setup.schema.json");
}

impl CredentialForm {
    fn of(row: &Row, lang: Lang) -> CredentialForm {
        let (outcome, at, composed_of, ask) = match &row.outcome {
            Outcome::Made => ("made", None, None, None),
            Outcome::Adopted(at) => ("adopted", Some(at), None, None),
            Outcome::Kept(at) => ("kept", Some(at), None, None),
            Outcome::Composed(of) => ("composed", None, Some(of.clone()), None),
            Outcome::Brought => ("brought", None, None, None),
            Outcome::Asked(whom) => ("asked-for", None, None, Some(whom.get(lang).to_owned())),
        };
        let user = |(component, setting): &(Component, String)| UserForm {
            component: component.id().to_owned(),
            setting: setting.clone(),
        };
        CredentialForm {
            name: row.name.clone(),
            outcome: outcome.to_owned(),
            form: row.form.get(lang).to_owned(),
            adopted_from: at.map(address),
            composed_of,
            ask,
            users: row.users.iter().map(user).collect(),
            kept: row.kept.iter().map(KeptForm::of).collect(),
            refused: row.refused.iter().map(|it| RefusedForm::of(it, lang)).collect(),
            location: at.map(Place::from),
        }
    }
}

impl BroughtForm {
    fn of((namespace, secret): &(String, String)) -> BroughtForm {
        BroughtForm { namespace: namespace.clone(), secret: secret.clone() }
    }
}

impl KeptForm {
    fn of(kept: &Kept) -> KeptForm {
        let kind = match kept {
            Kept::Key(_) => "secret",
            Kept::Inline(_) => "inline",
            Kept::Composed => "composed",
            Kept::Brought => "brought",
        };
        let slot = kept.slot();
        KeptForm {
            kind: kind.to_owned(),
            namespace: slot.map(|it| it.namespace.clone()),
            secret: slot.map(|it| it.secret.clone()),
            key: slot.map(|it| it.key.clone()),
        }
    }
}

impl RefusedForm {
    fn of(refused: &Refused, lang: Lang) -> RefusedForm {
        let location = Place::from(&refused.at);
        RefusedForm {
            file: location.file().map(ToOwned::to_owned),
            line: location.line(),
            reason: refused.why.get(lang).to_owned(),
            location,
        }
    }
}

impl LeftOutForm {
    fn of(it: &LeftOut, lang: Lang) -> LeftOutForm {
        LeftOutForm {
            namespace: it.slot.namespace.clone(),
            secret: it.slot.secret.clone(),
            key: it.slot.key.clone(),
            reason: it.why.get(lang).to_owned(),
        }
    }
}
