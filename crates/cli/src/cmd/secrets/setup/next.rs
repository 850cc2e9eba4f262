//! What to do next after `sekisho secrets setup`: how to run it again, and how to see a value that somebody types in.

use std::collections::BTreeMap;

use keep::setup::{Form, Target};
use lang::{shell_word, text};
use provision::{Kept, Outcome, Plan, Slot};
use text::commands;

use crate::console::Console;
use crate::told::Told;

pub(super) fn tell(plan: &Plan, form: &Form, target: &Target, had: bool, console: &Console, told: &mut Told) {
    let is_made = plan.rows.iter().any(|it| matches!(it.outcome, Outcome::Made));
    if is_made && !had && matches!(target, Target::Caller) {
        again(plan, console, told);
    }
    for secret in &plan.secrets {
        if let Some(release) = secret.annotations.get("meta.helm.sh/release-name") {
            owned(&format!("{}/{}", secret.namespace, secret.name), release, console, told);
        }
    }
    for row in plan.rows.iter().filter(|it| it.is_typed_in()).filter(|it| !matches!(it.outcome, Outcome::Asked(_))) {
        if let Some(slot) = row.kept.iter().find_map(Kept::slot) {
            see(&row.name, slot, form, target, console, told);
        }
    }
}

/// Into a pipe nothing is kept: the next run would make another set.
fn again(plan: &Plan, console: &Console, told: &mut Told) {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for secret in &plan.secrets {
        names.entry(&secret.namespace).or_default().push(&secret.name);
    }
    let get = |(namespace, names): (&&str, &Vec<&str>)| {
        let names = names.iter().map(|it| shell_word(it)).collect::<Option<Vec<String>>>()?.join(" ");
        Some(format!("kubectl get secret -n {} {names} -o yaml", shell_word(namespace)?))
    };
    let commands = match names.iter().map(get).collect::<Option<Vec<String>>>().as_deref() {
        Some([one]) => one.clone(),
        Some(several) => format!("{{ {}; }}", several.join("; echo ---; ")),
        None => "kubectl get secret ... -o yaml".to_owned(),
    };
    let note = text!(
        "note: these values are new, and are kept nowhere else: run again, this makes another set, with which what runs does not work. \
         From the second time on hand over what is there: {commands} | sekisho secrets setup ... --existing -",
        "注: これらの値は新しく作ったもので、ほかには保存していません。もう一度実行すると別の値になり、動作中のものと合わなくなります。\
         2 回目からは今の値を渡してください: {commands} | sekisho secrets setup ... --existing -"
    );
    told.note(note.get(console.lang));
}

/// Two write one Secret: the next upgrade of the release wins.
fn owned(secret: &str, release: &str, console: &Console, told: &mut Told) {
    let release = forms::printable(release);
    let note = text!(
        "note: {secret} belongs to the Helm release {release}: its next upgrade writes the chart's own values over it, unless the chart takes an existing Secret or the values. \
         Applying it beside that (--server-side) is refused as a conflict where a value differs",
        "注: {secret} は Helm リリース {release} のものです。チャートに既存の Secret か値を渡さない限り、次の upgrade でチャートの値に戻ります。\
         別に適用すると(--server-side)、値が異なる場合は競合として拒否されます"
    );
    told.note(note.get(console.lang));
}

/// Somebody types this value into a page.
fn see(name: &str, slot: &Slot, form: &Form, target: &Target, console: &Console, told: &mut Told) {
    let command = seeing(slot, form, target).unwrap_or_else(|| "sekisho secrets show ... --reveal".to_owned());
    let note = text!(
        "note: {name} is asked for when Dify is set up for the first time (/install). To see it: {command}",
        "注: {name} は Dify の初回セットアップ(/install)で入力します。値の確認: {command}"
    );
    told.note(note.get(console.lang));
}

/// The command line that shows a value; `None` where a name of the input makes none that is safe to copy.
fn seeing(slot: &Slot, form: &Form, target: &Target) -> Option<String> {
    let Slot { namespace, secret, key } = slot;
    if let (Form::Secret | Form::Sops(_) | Form::Age(_), Target::File(path, _)) = (form, target) {
        let name = shell_word(&format!("{secret}/{key}"))?;
        return Some(format!("sekisho secrets show {} {name} --reveal", commands::path(path)?));
    }
    let (namespace, secret) = (shell_word(namespace)?, shell_word(secret)?);
    let path = shell_word(&format!("{{.data.{}}}", key.replace('.', "\\.")))?;
    Some(format!("kubectl get secret -n {namespace} {secret} -o jsonpath={path} | base64 -d"))
}
