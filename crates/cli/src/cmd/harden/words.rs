//! What `sekisho harden` tells: what was changed, what was left and why, what to know.

use app::harden::{HeldDown, Outcome};
use harden::Remark;
use lang::{Lang, Text, text};

use crate::console::Console;
use crate::mending::{fields, paste, place, tell_left, tell_notes};
use crate::told::Told;

pub(super) fn tell(outcome: &Outcome, explain: bool, console: &Console, told: &mut Told) {
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
        if explain {
            let (en, ja) = it.why.both();
            told.note(&forms::printable(text!("    why: {en}", "    理由: {ja}").get(lang)));
        }
        tell_notes(it, console, told);
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

/// What is left for a person to see to: what nobody knows to keep this image running, and what needs a decision.
fn tell_findings(outcome: &Outcome, console: &Console, told: &mut Told) {
    for it in outcome.to_see_to() {
        let rule = &it.rule;
        let because = reasons(outcome, it);
        let (en, ja) = because.as_ref().unwrap_or(&it.reason).both();
        let line = match outcome.hardened.lines.was(&it.location) {
            Some(location) => {
                let place = place(&location);
                text!("left: {place}: {rule}: {en}", "未対応: {place}: {rule}: {ja}")
            }
            None => {
                let object = it.resource.as_ref().map_or_else(String::new, |it| format!("{}/{}", it.kind, it.name));
                text!("note: in what was added, {object}: {rule}: {en}", "注: 追加した {object}: {rule}: {ja}")
            }
        };
        told.note(&forms::printable(line.get(console.lang)));
    }
    if outcome.awaits_owner() {
        told.note(
            text!(
                "note: once those volumes belong to the users that are named, ask for the rest with --owned-volumes",
                "注: 該当するボリュームを上記のユーザーの所有にした後は、--owned-volumes を付けると残りも変更します"
            )
            .get(console.lang),
        );
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

/// `because ...`, where something is left alone for a reason of its own.
fn reasons(outcome: &Outcome, finding: &findings::Finding) -> Option<Text> {
    let reasons: Vec<&Text> = outcome.because(finding).collect();
    let join = |lang, with: &str| reasons.iter().map(|it| it.get(lang)).collect::<Vec<_>>().join(with);
    let (en, ja) = (join(Lang::En, "; "), join(Lang::Ja, "。"));
    (!reasons.is_empty()).then(|| text!("because {en}", "{ja}"))
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
