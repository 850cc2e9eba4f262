//! What `sekisho harden` tells: what was changed, what was left and why, what to know.

use app::harden::{HeldDown, Outcome};
use harden::Remark;
use lang::{Text, text};

use crate::console::Console;
use crate::mending::{fields, paste, place, tell_left};
use crate::told::Told;

pub(super) fn tell(outcome: &Outcome, console: &Console, told: &mut Told) {
    let (lang, hardened) = (console.lang, &outcome.hardened);
    hardened.remarks.iter().for_each(|it| tell_remark(it, console, told));
    for it in &hardened.applied {
        let (place, rule) = (place(&it.location), &it.rule);
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
        told.note(line.get(lang));
    }
    tell_left(&hardened.left, console, told);
    tell_findings(outcome, console, told);
    tell_levels(outcome, console, told);
    let unconfirmed = outcome.n_unconfirmed();
    if unconfirmed > 0 {
        let line = text!(
            "{unconfirmed} of the changes are not confirmed upstream. Try them in staging: every pod becomes ready, a file can be uploaded, \
             a code node runs, a plugin installs; or leave them out with --confirmed-only",
            "うち {unconfirmed} 件は上流で確認されていません。ステージング環境で、すべての Pod が Ready になり、ファイルのアップロード、コードノードの実行、プラグインの導入ができることを確かめてください。\
             --confirmed-only を付けると行いません"
        );
        told.note(line.get(lang));
    }
}

fn tell_remark(remark: &Remark, console: &Console, told: &mut Told) {
    let line = match remark {
        Remark::Changed { location, what } => {
            let (place, (en, ja)) = (place(location), what.both());
            text!("changed: {place}: {en}", "変更: {place}: {ja}")
        }
        Remark::Added(what) => {
            let (en, ja) = what.both();
            text!("added: {en}", "追加: {ja}")
        }
        Remark::Left { location, what, .. } => {
            let (place, (en, ja)) = (place(location), what.both());
            text!("left: {place}: {en}", "未対応: {place}: {ja}")
        }
        Remark::Note(what) => return note(what, console, told),
    };
    told.note(&forms::printable(line.get(console.lang)));
    if let Remark::Left { snippet: Some(snippet), .. } = remark {
        paste(snippet, told);
    }
}

/// Something to know.
pub(super) fn note(what: &Text, console: &Console, told: &mut Told) {
    let (en, ja) = what.both();
    let line = text!("note: {en}", "注: {ja}");
    told.note(&forms::printable(line.get(console.lang)));
}

/// What is left for a person to see to.
fn tell_findings(outcome: &Outcome, console: &Console, told: &mut Told) {
    for it in outcome.to_see_to() {
        let (place, rule) = (place(&it.location), &it.rule);
        let (en, ja) = it.reason.both();
        told.note(text!("left: {place}: {rule}: {en}", "未対応: {place}: {rule}: {ja}").get(console.lang));
    }
    let (changes, others) = (outcome.n_changes(), outcome.remaining().count());
    told.note(
        text!(
            "{changes} changes; {others} findings are left, see them with `sekisho audit`",
            "{changes} 件を変更しました。残る指摘は {others} 件です。`sekisho audit` で確認できます"
        )
        .get(console.lang),
    );
}

/// The namespaces that cannot enforce the strictest level, and who holds them down.
fn tell_levels(outcome: &Outcome, console: &Console, told: &mut Told) {
    for HeldDown { namespace, level, because } in &outcome.held_down {
        let level = level.name();
        let list = lang::list(because.iter());
        let (en, ja) = list.both();
        let line = text!(
            "note: namespace {namespace} can enforce {level}, because of {en}",
            "注: 名前空間 {namespace} で強制できるのは {level} です({ja} のため)"
        );
        told.note(&forms::printable(line.get(console.lang)));
    }
}
