//! Who may do what, for a person and as JSON (`schemas/who-can.schema.json`).

use lang::{Lang, Text};
use model::{Inventory, Location, Meta};
use rbac::{Answer, Holder, Unseen, Via, Whom};
use serde::Serialize;

use crate::json::{SCHEMA_VERSION, write};
use crate::layout::{Cell, HEADING, Paint, Table, printable, wrap};
use crate::{TextOptions, words};

/// The answer as JSON.
#[must_use]
pub fn who_can_json(inventory: &Inventory, answer: &Answer<'_>, lang: Lang) -> String {
    write(&AnswerForm {
        schema_version: SCHEMA_VERSION,
        subjects: answer.holders.iter().map(|it| SubjectForm::of(inventory, it)).collect(),
        unknown: answer.unseen.iter().map(|it| UnknownForm::of(it, lang)).collect(),
    })
}

/// The answer for a person.
#[must_use]
pub fn who_can_text(inventory: &Inventory, answer: &Answer<'_>, options: &TextOptions) -> String {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let mut out = String::new();
    if answer.holders.is_empty() {
        let nobody = Text::new("nobody, by the bindings of the input", "入力のバインディングによれば、誰もできません");
        out.push_str(nobody.get(lang));
        out.push('\n');
    }
    for holder in &answer.holders {
        out.push_str(&paint.paint(HEADING, &printable(&named(&holder.whom))));
        out.push('\n');
        for via in &holder.via {
            indented(&mut out, &told(inventory, via, lang), options.width);
        }
        if !holder.members.is_empty() {
            let names = lang::list(holder.members.iter().map(|(namespace, name)| format!("{namespace}/{name}")));
            let (en, ja) = names.both();
            let text = lang::text!("among them: {en}", "これに含まれるもの: {ja}");
            indented(&mut out, text.get(lang), options.width);
        }
    }
    if !answer.unseen.is_empty() {
        out.push('\n');
        out.push_str(&paint.paint(HEADING, Text::new("Cannot be told", "判断できないもの").get(lang)));
        out.push('\n');
        let mut table = Table::new();
        for it in &answer.unseen {
            let whom = lang::list(it.whom.iter().map(named));
            let reason = it.reason.get(lang);
            let about = words::object(&it.binding.kind, &it.binding.namespace, &it.binding.name.value);
            let line = match lang {
                Lang::En => format!("{reason} ({about})"),
                Lang::Ja => format!("{reason}({about})"),
            };
            table.row([Cell::new(printable(whom.get(lang)).into_owned()), Cell::new(printable(&line).into_owned())]);
        }
        table.write(&mut out, paint, options.width);
    }
    out
}

fn indented(out: &mut String, text: &str, width: usize) {
    for (at, line) in wrap(&printable(text), width.saturating_sub(6).max(20)).iter().enumerate() {
        out.push_str(if at == 0 { "  " } else { "    " });
        out.push_str(line);
        out.push('\n');
    }
}

/// `ServiceAccount dify/api`.
fn named(whom: &Whom) -> String {
    words::object(whom.kind.name(), &whom.namespace, &whom.name)
}

/// `RoleBinding dify/x -> ClusterRole edit, in dify (rbac.yaml:12)`.
fn told(inventory: &Inventory, via: &Via<'_>, lang: Lang) -> String {
    let binding = words::object(&via.binding.kind, &via.binding.namespace, &via.binding.name.value);
    let role = format!("{} {}", via.role_kind, via.role_name);
    let place = match via.entry {
        Some(entry) => words::address(&inventory.documents.location(entry)),
        None => Text::new("built into Kubernetes", "Kubernetes に組み込み").get(lang).to_owned(),
    };
    let text = match via.namespace {
        Some(namespace) => lang::text!(
            "{binding} -> {role}, in {namespace} ({place})",
            "{binding} -> {role}。対象は名前空間 {namespace}({place})"
        ),
        None => lang::text!("{binding} -> {role}, everywhere ({place})", "{binding} -> {role}。対象は全体({place})"),
    };
    text.get(lang).to_owned()
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
