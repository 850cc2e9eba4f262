//! A plan of credentials as a table, and as JSON (`schemas/secrets-setup.schema.json`). Names and places; never a value.

use std::collections::BTreeMap;

use dify::Component;
use lang::{Lang, Text, text};
use model::Location;
use provision::{Kept, LeftOut, Outcome, Plan, Refused, Row, Slot};
use serde::Serialize;

use crate::TextOptions;
use crate::json::{SCHEMA_VERSION, write};
use crate::layout::{CODE, Cell, DIM, PLAIN, Paint, Table, list, of_severity};
use crate::words::address;

/// The plan for a person: a few lines for each credential.
#[must_use]
pub fn text(plan: &Plan, options: &TextOptions) -> String {
    let lang = options.lang;
    let mut table = Table::new();
    for row in &plan.rows {
        let style = match row.outcome {
            Outcome::Asked(_) => of_severity(rules::Severity::Warning),
            _ => PLAIN,
        };
        table.row([
            Cell::styled(&row.name, CODE),
            Cell::styled(word(&row.outcome).get(lang), style),
            Cell::new(detail(row).get(lang)),
        ]);
        let mut more = |label: Text, detail: String| {
            table.row([Cell::new(""), Cell::styled(label.get(lang), DIM), Cell::new(detail)]);
        };
        more(Text::new("used by", "利用元"), list(lang, users(row)));
        more(Text::new("kept in", "保管先"), list(lang, row.kept.iter().map(|it| kept(it).get(lang).to_owned())));
        for (why, places) in refused(row) {
            let why = why.get(lang);
            more(Text::new("refused", "不採用"), format!("{}: {why}", list(lang, places)));
        }
    }
    let mut out = String::new();
    table.write(&mut out, Paint::new(options.colour), options.width);
    out.push('\n');
    out.push_str(total(plan).get(lang));
    out.push('\n');
    out
}

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

/// What still has to be got from somebody, a line each.
#[must_use]
pub fn asked(plan: &Plan) -> Vec<Text> {
    let line = |row: &Row| {
        let Outcome::Asked(whom) = &row.outcome else { return None };
        let keys = lang::list(row.kept.iter().filter_map(Kept::slot).map(slot));
        let ((whom, whom_ja), (keys, keys_ja), name) = (whom.both(), keys.both(), &row.name);
        Some(text!("missing: {name} ({keys}): ask {whom}", "未設定: {name}({keys_ja})。{whom_ja}"))
    };
    plan.rows.iter().filter_map(line).collect()
}

/// What a person must know before the Secrets are applied.
#[must_use]
pub fn notes(plan: &Plan) -> Vec<Text> {
    let mut found = Vec::new();
    let replaced = plan.rows.iter().filter(|it| !it.refused.is_empty() && matches!(it.outcome, Outcome::Made)).count();
    if replaced > 0 {
        let plural = lang::plural(replaced);
        found.push(text!(
            "note: every value that was there was refused, and a new one made, for {replaced} credential{plural}. Where something \
             already runs with an old value, putting in the new one is a rotation: the store must learn it first",
            "注: 採用できる値がなかった {replaced} 件には新しい値を作りました。すでに古い値で動いている場合はローテーションになります。\
             先にデータベースや Redis の側を変更してください"
        ));
    }
    let inline = plan.rows.iter().filter(|it| it.kept.iter().any(|it| matches!(it, Kept::Inline(_)))).count();
    if inline > 0 {
        let plural = lang::plural(inline);
        found.push(text!(
            "note: in plain text in pod templates or ConfigMaps: {inline} credential{plural}; `sekisho harden --secret-refs` makes the \
             containers take the Secret's keys instead",
            "注: {inline} 件の認証情報が Pod テンプレートか ConfigMap に書かれています。`sekisho harden --secret-refs` で Secret のキーの参照に置き換えられます"
        ));
    }
    if !plan.brought.is_empty() {
        let list = lang::list(plan.brought.iter().map(|(namespace, name)| format!("{namespace}/{name}")));
        let (en, ja) = list.both();
        found.push(text!(
            "note: an ExternalSecret or SealedSecret brings {en} already, with values that cannot be seen here. New ones were made: they \
             belong into its store (`--as external`, `--as sealed`), and putting them there is a rotation. What is there can be \
             handed over with --existing",
            "注: {ja} は ExternalSecret または SealedSecret が作成しており、その値はここからは見えません。新しく作った値は、その保管先に入れてください\
             (`--as external`、`--as sealed`)。入れ替えはローテーションになります。今の値を使うには --existing で渡してください"
        ));
    }
    found.extend(plan.left_out.iter().map(|it| {
        let ((why, why_ja), slot) = (it.why.both(), slot(&it.slot));
        text!("note: {slot} is not handed on: {why}", "注: {slot} は出力に含めません({why_ja})")
    }));
    found
}

const fn word(outcome: &Outcome) -> Text {
    match outcome {
        Outcome::Made => Text::new("made", "新規"),
        Outcome::Adopted(_) => Text::new("adopted", "採用"),
        Outcome::Composed(_) => Text::new("composed", "合成"),
        Outcome::Brought => Text::new("brought", "参照"),
        Outcome::Asked(_) => Text::new("asked for", "要入手"),
    }
}

fn detail(row: &Row) -> Text {
    let (en, ja) = row.form.both();
    match &row.outcome {
        Outcome::Made => row.form.clone(),
        Outcome::Adopted(at) => {
            let at = address(at);
            text!("{en}; from {at}", "{ja}。{at} の値")
        }
        Outcome::Composed(of) => text!("{en}: {of}", "{ja}({of})"),
        Outcome::Brought => Text::new("another tool puts it in", "ほかのツールが値を入れる"),
        Outcome::Asked(whom) => whom.clone(),
    }
}

/// `api`, and the setting where it has another name: `sandbox (API_KEY)`.
fn users(row: &Row) -> Vec<String> {
    let mut names: BTreeMap<Component, Vec<&str>> = BTreeMap::new();
    for (component, setting) in &row.users {
        names.entry(*component).or_default().push(setting);
    }
    let user = |(component, settings): (Component, Vec<&str>)| match settings[..] {
        [only] if only == row.name => component.id().to_owned(),
        _ => format!("{component} ({})", settings.join(" ")),
    };
    names.into_iter().map(user).collect()
}

fn slot(slot: &Slot) -> String {
    format!("{}/{} {}", slot.namespace, slot.secret, slot.key)
}

fn kept(kept: &Kept) -> Text {
    match kept {
        Kept::Key(it) => Text::same(slot(it)),
        Kept::Inline(it) => {
            let slot = slot(it);
            text!("in plain text, to be {slot}", "平文(移動先: {slot})")
        }
        Kept::Composed => Text::new("put together in the pod template", "Pod テンプレート内で合成"),
        Kept::Brought => Text::new("where a reference in the manifests leads", "マニフェストの参照先"),
    }
}

/// The refused values' places by their reason, in the order in which they were met.
fn refused(row: &Row) -> Vec<(&Text, Vec<String>)> {
    let mut found: Vec<(&Text, Vec<String>)> = Vec::new();
    for it in &row.refused {
        let at = address(&it.at);
        match found.iter_mut().find(|(why, _)| **why == it.why) {
            Some((_, places)) => places.push(at),
            None => found.push((&it.why, vec![at])),
        }
    }
    found
}

fn total(plan: &Plan) -> Text {
    let count = |is: fn(&Outcome) -> bool| plan.rows.iter().filter(|it| is(&it.outcome)).count();
    let all = plan.rows.len();
    let made = count(|it| matches!(it, Outcome::Made));
    let adopted = count(|it| matches!(it, Outcome::Adopted(_)));
    let composed = count(|it| matches!(it, Outcome::Composed(_)));
    let asked = count(|it| matches!(it, Outcome::Asked(_)));
    text!(
        "{all} credentials: {made} made, {adopted} adopted, {composed} composed, {asked} asked for",
        "認証情報 {all} 件: 新規 {made}、採用 {adopted}、合成 {composed}、要入手 {asked}"
    )
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
