//! A plan of credentials as a table. Names and places; never a value.

use std::collections::BTreeMap;

use dify::Component;
use forms::words::address;
use lang::{Text, text};
use provision::{Kept, Outcome, Plan, Row, Slot};

use crate::TextOptions;
use crate::layout::{CODE, Cell, DIM, PLAIN, Paint, Table, list, of_severity};

/// The plan for a person: a few lines for each credential.
#[must_use]
pub fn text(plan: &Plan, options: &TextOptions) -> String {
    let lang = options.lang;
    let mut table = Table::new();
    for row in &plan.rows {
        let style = match row.outcome {
            Outcome::Asked(_) => of_severity(rules::Severity::Medium),
            Outcome::Kept(_) => of_severity(rules::Severity::High),
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
            let label = match row.outcome {
                Outcome::Kept(_) => Text::new("not good", "問題あり"),
                _ => Text::new("refused", "不採用"),
            };
            more(label, format!("{}: {why}", list(lang, places)));
        }
    }
    let mut out = String::new();
    table.write(&mut out, Paint::new(options.colour), options.width);
    out.push('\n');
    out.push_str(total(plan).get(lang));
    out.push('\n');
    out
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

/// What is put in the place of a value that something may run with, and what keeps the old one, a line each.
#[must_use]
pub fn replacing(plan: &Plan) -> Vec<Text> {
    let rows = plan.rows.iter().filter(|it| it.is_replaced);
    rows.map(|row| {
        let (name, keeps) = (&row.name, keeps(row));
        let (en, ja) = keeps.both();
        text!("replacing {name}: {en}", "{name} を置き換えます。{ja}")
    })
    .collect()
}

/// What goes on with an old value.
fn keeps(row: &Row) -> Text {
    use dify::Purpose as P;
    let comparing = row.users.first().map_or("", |(component, _)| component.id());
    match row.purpose {
        P::DatabasePassword => Text::new(
            "a database that runs keeps the old password, whatever its Secret says. Change it there first (PostgreSQL: ALTER ROLE ... PASSWORD), then apply, then restart what takes it",
            "動作中のデータベースは、Secret を変えても古いパスワードのままです。先にデータベース側で変更し(PostgreSQL: ALTER ROLE ... PASSWORD)、適用後に利用元を再起動してください",
        ),
        P::RedisPassword | P::SentinelPassword => Text::new(
            "a Redis that runs keeps the old password until it is restarted; so does every client. Apply, then restart all of them together",
            "動作中の Redis は再起動まで古いパスワードのままです。適用後に、Redis と利用元をまとめて再起動してください",
        ),
        P::VectorStoreKey(store) => text!(
            "a vector store ({store}) that runs keeps the old one. Change it there first",
            "動作中のベクトルストア({store})は古い値のままです。先にそちらを変更してください"
        ),
        P::ObjectStorage => Text::new(
            "the object storage keeps the old one. Change it there first",
            "オブジェクトストレージは古い値のままです。先にそちらを変更してください",
        ),
        P::AppSecret => Text::new(
            "what was encrypted or signed with the old key (sessions, stored model keys of some versions) is lost with it",
            "古い鍵で署名・暗号化されたもの(セッションなど)は使えなくなります",
        ),
        _ => text!(
            "what runs ({comparing} among it) keeps the old one until it is restarted: restart all users together",
            "動作中のもの({comparing} など)は再起動まで古い値のままです。利用元をまとめて再起動してください"
        ),
    }
}

/// What a note is about: whoever tells it may know what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// New values stand where refused ones were.
    Replaced,
    /// Values that are not good stay.
    Kept,
    /// Credentials are in plain text in pod templates or ConfigMaps.
    Inline,
    /// Another tool brings a Secret that is written anew.
    Brought,
    /// A key is not handed on.
    LeftOut,
}

/// What a person must know before the Secrets are applied.
#[must_use]
pub fn notes(plan: &Plan) -> Vec<(NoteKind, Text)> {
    let mut found = Vec::new();
    let kept: Vec<&str> =
        plan.rows.iter().filter(|it| matches!(it.outcome, Outcome::Kept(_))).map(|it| it.name.as_str()).collect();
    if !kept.is_empty() {
        let (n, s, list) = (kept.len(), lang::plural(kept.len()), lang::list(kept));
        let (en, ja) = list.both();
        found.push((
            NoteKind::Kept,
            text!(
                "note: {n} value{s} kept although not good, since something may run with what is there: {en}",
                "注: 問題のある値 {n} 件は、動作中のものが使っている可能性があるため変更していません: {ja}"
            ),
        ));
    }
    let is_new = |it: &&Row| !it.refused.is_empty() && !it.is_replaced && matches!(it.outcome, Outcome::Made);
    let replaced = plan.rows.iter().filter(is_new).count();
    if replaced > 0 {
        let plural = lang::plural(replaced);
        found.push((NoteKind::Replaced, text!(
            "note: the manifests show values that were refused, and new ones were made, for {replaced} credential{plural}. Where something \
             already runs with an old value, putting in the new one is a rotation: the store must learn it first",
            "注: マニフェストに書かれた値が採用できなかった {replaced} 件には新しい値を作りました。すでに古い値で動いている場合はローテーションになります。\
             先にデータベースや Redis の側を変更してください"
        )));
    }
    let inline = plan.rows.iter().filter(|it| it.kept.iter().any(|it| matches!(it, Kept::Inline(_)))).count();
    if inline > 0 {
        let plural = lang::plural(inline);
        found.push((NoteKind::Inline, text!(
            "note: in plain text in pod templates or ConfigMaps: {inline} credential{plural}; `sekisho harden` can make the containers take \
             the Secret's keys instead",
            "注: {inline} 件の認証情報が Pod テンプレートか ConfigMap に書かれています。`sekisho harden` で Secret のキーの参照に置き換えられます"
        )));
    }
    if !plan.brought.is_empty() {
        let list = lang::list(plan.brought.iter().map(|(namespace, name)| format!("{namespace}/{name}")));
        let (en, ja) = list.both();
        found.push((NoteKind::Brought, text!(
            "note: an ExternalSecret or SealedSecret brings {en} already, with values that cannot be seen here. New ones were made: they \
             belong into its store, and putting them there is a rotation. What is there can be handed over instead",
            "注: {ja} は ExternalSecret または SealedSecret が作成しており、その値はここからは見えません。新しく作った値は、その保管先に入れてください。\
             入れ替えはローテーションになります。今の値を渡して使うこともできます"
        )));
    }
    found.extend(plan.left_out.iter().map(|it| {
        let ((why, why_ja), slot) = (it.why.both(), slot(&it.slot));
        (NoteKind::LeftOut, text!("note: {slot} is not handed on: {why}", "注: {slot} は出力に含めません({why_ja})"))
    }));
    found
}

const fn word(outcome: &Outcome) -> Text {
    match outcome {
        Outcome::Made => Text::new("made", "新規"),
        Outcome::Adopted(_) => Text::new("adopted", "採用"),
        Outcome::Kept(_) => Text::new("kept", "据え置き"),
        Outcome::Composed(_) => Text::new("composed", "合成"),
        Outcome::Brought => Text::new("brought", "参照"),
        Outcome::Asked(_) => Text::new("asked for", "要入手"),
    }
}

fn detail(row: &Row) -> Text {
    let (en, ja) = row.form.both();
    match &row.outcome {
        Outcome::Made => row.form.clone(),
        Outcome::Adopted(at) | Outcome::Kept(at) => {
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
    let kept = count(|it| matches!(it, Outcome::Kept(_)));
    let composed = count(|it| matches!(it, Outcome::Composed(_)));
    let asked = count(|it| matches!(it, Outcome::Asked(_)));
    text!(
        "{all} credentials: {made} made, {adopted} adopted, {kept} kept, {composed} composed, {asked} asked for",
        "認証情報 {all} 件: 新規 {made}、採用 {adopted}、据え置き {kept}、合成 {composed}、要入手 {asked}"
    )
}
