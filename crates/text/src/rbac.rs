//! Who may do what, for a person.

use forms::words;
use lang::{Lang, Text};
use model::Inventory;
use rbac::{Answer, Via, Whom};

use crate::TextOptions;
use crate::layout::{Cell, HEADING, Paint, Table, printable, wrap};

/// The answer for a person.
#[must_use]
pub fn who_can(inventory: &Inventory, answer: &Answer<'_>, options: &TextOptions) -> String {
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
