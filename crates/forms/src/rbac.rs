//! Who may do what.

use lang::Lang;
use model::Inventory;
use rbac::{Answer, Holder, Unseen, Via, Whom};
use serde::{Deserialize, Serialize};

use crate::form::{Form, SCHEMA_VERSION};
use crate::{ObjectForm, Place};

/// `sekisho rbac who-can`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WhoCanForm {
    /// 1.
    pub schema_version: u32,
    /// Who may, by kind, namespace and name.
    pub subjects: Vec<SubjectForm>,
    /// Bindings whose role the input does not show.
    pub unknown: Vec<UnknownForm>,
}

/// Somebody who may, and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectForm {
    /// Who.
    #[serde(flatten)]
    pub whom: ObjectForm,
    /// Every binding that gives it.
    pub via: Vec<ViaForm>,
    /// The service accounts of the input that a group holds.
    pub members: Vec<MemberForm>,
}

/// A service account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberForm {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// A binding that gives a right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViaForm {
    /// The binding.
    pub binding: ObjectForm,
    /// The role that it gives.
    pub role: ObjectForm,
    /// The namespace in which it holds; null for everywhere.
    pub namespace: Option<String>,
    /// The text of the role's entry.
    pub file: Option<String>,
    /// Its line in there.
    pub line: Option<u32>,
    /// The role's entry; null where Kubernetes brings the role.
    pub location: Option<Place>,
}

/// A binding whose role the input does not show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownForm {
    /// The binding.
    pub binding: ObjectForm,
    /// Whom it names.
    pub subjects: Vec<ObjectForm>,
    /// Why it cannot be told.
    pub reason: String,
}

/// The form of an answer.
#[must_use]
pub fn who_can(inventory: &Inventory, answer: &Answer<'_>, lang: Lang) -> WhoCanForm {
    WhoCanForm {
        schema_version: SCHEMA_VERSION,
        subjects: answer.holders.iter().map(|it| SubjectForm::of(inventory, it)).collect(),
        unknown: answer.unseen.iter().map(|it| UnknownForm::of(it, lang)).collect(),
    }
}

impl Form for WhoCanForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/who-can.schema.json");
}

impl SubjectForm {
    fn of(inventory: &Inventory, holder: &Holder<'_>) -> SubjectForm {
        let member =
            |(namespace, name): &(String, String)| MemberForm { namespace: namespace.clone(), name: name.clone() };
        SubjectForm {
            whom: whom(&holder.whom),
            via: holder.via.iter().map(|it| ViaForm::of(inventory, it)).collect(),
            members: holder.members.iter().map(member).collect(),
        }
    }
}

impl ViaForm {
    fn of(inventory: &Inventory, via: &Via<'_>) -> ViaForm {
        let location = via.entry.map(|it| Place::of(&inventory.documents, it));
        let namespace = if via.role_kind == "Role" { &*via.binding.namespace } else { "" };
        ViaForm {
            binding: ObjectForm::from(via.binding),
            role: ObjectForm::new(via.role_kind, namespace, via.role_name),
            namespace: via.namespace.map(ToOwned::to_owned),
            file: location.as_ref().and_then(Place::file).map(ToOwned::to_owned),
            line: location.as_ref().and_then(Place::line),
            location,
        }
    }
}

impl UnknownForm {
    fn of(unseen: &Unseen<'_>, lang: Lang) -> UnknownForm {
        UnknownForm {
            binding: ObjectForm::from(unseen.binding),
            subjects: unseen.whom.iter().map(whom).collect(),
            reason: unseen.reason.get(lang).to_owned(),
        }
    }
}

fn whom(it: &Whom) -> ObjectForm {
    ObjectForm::new(it.kind.name(), &it.namespace, &it.name)
}
