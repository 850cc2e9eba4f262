//! Who may do what, as JSON (`schemas/who-can.schema.json`).

use lang::Lang;
use model::{Inventory, Location, Meta};
use rbac::{Answer, Holder, Unseen, Via, Whom};
use serde::Serialize;

use crate::json::{SCHEMA_VERSION, write};

/// The answer as JSON.
#[must_use]
pub fn who_can_json(inventory: &Inventory, answer: &Answer<'_>, lang: Lang) -> String {
    write(&AnswerForm {
        schema_version: SCHEMA_VERSION,
        subjects: answer.holders.iter().map(|it| SubjectForm::of(inventory, it)).collect(),
        unknown: answer.unseen.iter().map(|it| UnknownForm::of(it, lang)).collect(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerForm<'a> {
    schema_version: u32,
    subjects: Vec<SubjectForm<'a>>,
    unknown: Vec<UnknownForm<'a>>,
}

#[derive(Serialize)]
struct SubjectForm<'a> {
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
    via: Vec<ViaForm<'a>>,
    members: Vec<MemberForm<'a>>,
}

#[derive(Serialize)]
struct MemberForm<'a> {
    namespace: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct ViaForm<'a> {
    binding: ObjectForm<'a>,
    role: ObjectForm<'a>,
    namespace: Option<&'a str>,
    file: Option<String>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct ObjectForm<'a> {
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct UnknownForm<'a> {
    binding: ObjectForm<'a>,
    subjects: Vec<WhomForm<'a>>,
    reason: &'a str,
}

#[derive(Serialize)]
struct WhomForm<'a> {
    kind: &'a str,
    namespace: &'a str,
    name: &'a str,
}

impl<'a> SubjectForm<'a> {
    fn of(inventory: &Inventory, holder: &'a Holder<'a>) -> SubjectForm<'a> {
        SubjectForm {
            kind: holder.whom.kind.name(),
            namespace: &holder.whom.namespace,
            name: &holder.whom.name,
            via: holder.via.iter().map(|it| ViaForm::of(inventory, it)).collect(),
            members: holder.members.iter().map(|(namespace, name)| MemberForm { namespace, name }).collect(),
        }
    }
}

impl<'a> ViaForm<'a> {
    fn of(inventory: &Inventory, via: &Via<'a>) -> ViaForm<'a> {
        let (file, line) = match via.entry.map(|it| inventory.documents.location(it)) {
            Some(Location::File { file, start, .. }) => (Some(file), Some(start.line)),
            Some(Location::Field { .. }) | None => (None, None),
        };
        let namespace = if via.role_kind == "Role" { &*via.binding.namespace } else { "" };
        ViaForm {
            binding: ObjectForm::of(via.binding),
            role: ObjectForm { kind: via.role_kind, namespace, name: via.role_name },
            namespace: via.namespace,
            file,
            line,
        }
    }
}

impl<'a> ObjectForm<'a> {
    fn of(meta: &'a Meta) -> ObjectForm<'a> {
        ObjectForm { kind: &meta.kind, namespace: &meta.namespace, name: &meta.name.value }
    }
}

impl<'a> UnknownForm<'a> {
    fn of(unseen: &'a Unseen<'a>, lang: Lang) -> UnknownForm<'a> {
        let whom = |it: &'a Whom| WhomForm { kind: it.kind.name(), namespace: &it.namespace, name: &it.name };
        UnknownForm {
            binding: ObjectForm::of(unseen.binding),
            subjects: unseen.whom.iter().map(whom).collect(),
            reason: unseen.reason.get(lang),
        }
    }
}
