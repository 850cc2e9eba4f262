//! `sekisho harden`: manifests in, hardened manifests out.
//!
//! The contract of Helm's post-renderer and of kustomize's functions: standard output is the manifests and nothing else, and whatever
//! cannot be done whole ends with an error and no output, so that nothing half-hardened is applied.

use std::path::PathBuf;

use clap::ArgMatches;
use fix::Mended;
use lang::text;
use rules::FixClass;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::mending::{fields, place, tell_left};

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    let path = matches.get_one::<PathBuf>("path").cloned().unwrap_or_else(|| PathBuf::from("-"));
    let confirmed_only = matches.get_flag("confirmed-only");
    let gathered = input::gather(&[path], matches)?;
    if gathered.inputs.len() > 1 {
        return Err(Failure::Usage(lang::Text::new(
            "harden takes one file or standard input, not a folder: for folders, `sekisho audit DIR --fix --unsafe-fixes`",
            "harden に渡せるのは一つのファイルか標準入力だけです。フォルダーには `sekisho audit フォルダー --fix --unsafe-fixes` を使ってください",
        )));
    }
    let allow = |fix: &fix::Fix| fix.confirmed || !confirmed_only;
    let mended = fix::mend_with(gathered.inputs, &gathered.options, FixClass::Review, &rules::audit, &allow);
    refuse_unread(&mended)?;
    tell(&mended, console);
    let text = mended.inventory.documents.origins().first().map_or("", |it| it.text());
    console.pass(text)?;
    Ok(Exit::Fine)
}

/// What cannot be read cannot be hardened, and Helm would apply it all the same.
fn refuse_unread(mended: &Mended) -> Result<(), Failure> {
    let Some(problem) = mended.inventory.unread().next() else { return Ok(()) };
    let (place, (en, ja)) = (mended.inventory.address(problem), problem.reason.both());
    Err(Failure::CouldNot(text!("{place}: {en}; nothing was written", "{place}: {ja}。何も出力していません")))
}

fn tell(mended: &Mended, console: &Console) {
    let lang = console.lang;
    for it in &mended.applied {
        let (place, rule) = (place(&it.location), it.rule);
        let fields = fields(it);
        let (en, ja) = fields.both();
        let line = if it.confirmed {
            text!("changed: {place}: {rule}: {en}", "変更: {place}: {rule}: {ja}")
        } else {
            text!(
                "changed, not confirmed upstream: {place}: {rule}: {en}",
                "変更(上流では未確認): {place}: {rule}: {ja}"
            )
        };
        console.note(line.get(lang));
    }
    tell_left(mended, console);
    let remaining = mended.audit.findings.iter().filter(|it| !it.exception);
    for it in remaining.clone().filter(|it| it.rule.controls.iter().any(|it| is_hardening(*it))) {
        let (place, rule) = (place(&it.location), it.rule.id);
        let (en, ja) = it.reason.both();
        console.note(text!("left: {place}: {rule}: {en}", "未対応: {place}: {rule}: {ja}").get(lang));
    }
    let (changes, others) = (mended.applied.len(), remaining.count());
    console.note(
        text!(
            "{changes} changes; {others} findings are left, see them with `sekisho audit`",
            "{changes} 件を変更しました。残る指摘は {others} 件です。`sekisho audit` で確認できます"
        )
        .get(lang),
    );
    let unconfirmed = mended.applied.iter().filter(|it| !it.confirmed).count();
    if unconfirmed > 0 {
        let line = text!(
            "{unconfirmed} of the changes are not confirmed upstream. Try them in staging: every pod becomes ready, a file can be uploaded, \
             a code node runs, a plugin installs; or leave them out with --confirmed-only",
            "うち {unconfirmed} 件は上流で確認されていません。ステージング環境で、すべてのポッドが Ready になり、ファイルのアップロード、コードノードの実行、プラグインの導入ができることを確かめてください。\
             --confirmed-only を付けると行いません"
        );
        console.note(line.get(lang));
    }
}

/// The controls that a pod's own fields decide.
const fn is_hardening(control: rules::Control) -> bool {
    use rules::Control::{Ctr1, Ctr2, Ctr3, Ctr4, Pss1, Pss2, Rbac3};
    matches!(control, Ctr1 | Ctr2 | Ctr3 | Ctr4 | Pss1 | Pss2 | Rbac3)
}
