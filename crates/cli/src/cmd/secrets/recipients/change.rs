//! `sekisho secrets recipients add|remove|resume`: every store of a tree, in one journaled change.

use std::path::{Path, PathBuf};

use forms::printable;
use keep::Keys;
use keep::rekey::{Advice, Change, Interrupted, Plan, Request, Resume, RuleNote, prepare};
use lang::{Lang, Text, list, plural, text};
use vault::Recipient;

use crate::clock;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;

/// How a change is carried out.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) dry_run: bool,
    pub(super) yes: bool,
}

pub(super) fn run(
    change: Change,
    paths: Vec<PathBuf>,
    How { dry_run, yes }: How,
    keys: &Keys,
    console: &Console,
    told: &mut Told,
) -> Result<Exit, Failure> {
    let person = clock::person(console)?;
    if !dry_run {
        told.worked_on_files();
    }
    let ready = prepare(&Request { change, paths, keys, person: &person, dry_run })?;
    tell_gone(&ready.gone, console, told);
    let strangers = ready.strangers()?;
    if !strangers.is_empty() && !dry_run && !yes && !console.confirms(let_in(&strangers).get(console.lang)) {
        return Err(Failure::CouldNot(Text::new(
            "nothing was changed, since nobody agreed: answer `y`, give --yes, or take them out with `sekisho secrets recipients remove`",
            "確認が得られなかったため、何も変更していません。`y` と答えるか、--yes を付けるか、`sekisho secrets recipients remove` で外してください",
        )));
    }
    told.print(planned(&ready.plan, console.lang));
    if dry_run {
        for (path, who) in &strangers {
            let (path, who) = (path.display(), list(who.iter().map(Recipient::as_str)));
            let (en, ja) = who.both();
            let note =
                text!("note: {path}: .sops.yaml does not name {en}", "注: {path}: .sops.yaml に {ja} がありません");
            told.note(note.get(console.lang));
        }
    }
    let advice = ready.advice()?;
    ready.carry_out()?;
    tell_advice(&advice, console, told);
    Ok(Exit::Fine)
}

/// Goes on with what was interrupted.
pub(super) fn resume(
    yes: bool,
    dry_run: bool,
    keys: &Keys,
    console: &Console,
    told: &mut Told,
) -> Result<Exit, Failure> {
    let person = clock::person(console)?;
    if !dry_run {
        told.worked_on_files();
    }
    let resume = Resume::around(Path::new("."), &person)?;
    let mut done = false;
    while let Some(interrupted) = resume.next(keys, &person)? {
        done = true;
        tell_gone(&interrupted.gone, console, told);
        told.print(planned(&interrupted.plan, console.lang));
        let advice = interrupted.advice()?;
        if dry_run {
            tell_advice(&advice, console, told);
            break;
        }
        if !yes && !console.confirms(question(&interrupted).get(console.lang)) {
            return Err(Failure::CouldNot(Text::new(
                "nothing was changed, since nobody agreed: answer `y`, or give --yes",
                "確認が得られなかったため、何も変更していません。`y` と答えるか、--yes を付けてください",
            )));
        }
        interrupted.carry_out(keys, &person)?;
        tell_advice(&advice, console, told);
    }
    if !done {
        told.print(Text::new("no change was interrupted", "中断された変更はありません").get(console.lang));
    }
    Ok(Exit::Fine)
}

/// Who would go on reading files, and is named nowhere else.
fn let_in(strangers: &[(PathBuf, Vec<Recipient>)]) -> Text {
    let lines: String = strangers
        .iter()
        .map(|(path, who)| {
            let who: String = who.iter().map(|it| format!("    {it}\n")).collect();
            format!("  {}:\n{who}", path.display())
        })
        .collect();
    Text::owned(
        format!(
            "These read files, and .sops.yaml does not name them; whoever can commit may have put them there:\n{lines}Encrypt to them again?"
        ),
        format!(
            ".sops.yaml にない受信者がファイルに含まれています(コミットできる人が加えた可能性があります):\n{lines}この受信者にも暗号化しますか?"
        ),
    )
}

/// Who can read which files afterwards.
fn question(interrupted: &Interrupted) -> Text {
    let due: Vec<_> = interrupted.plan.files.iter().filter(|it| it.is_due).collect();
    let mut readers: Vec<&Recipient> = due.iter().flat_map(|it| &it.readers).collect();
    readers.sort_by_key(|it| it.as_str());
    readers.dedup();
    let lines = |heading: String| {
        let lines = readers.iter().map(|it| format!("  {it}\n"));
        format!("{heading}\n{}", lines.collect::<String>())
    };
    let (n, s, actor) = (due.len(), plural(due.len()), printable(&interrupted.actor));
    let en = lines(format!("{n} file{s} will be readable for (the change was begun by `{actor}`):"));
    let ja = lines(format!("{n} 件のファイルを読めるようになる人(変更を始めた人: `{actor}`):"));
    Text::owned(format!("{en}Go on?"), format!("{ja}続けますか?"))
}

/// What is done, as it would be or was.
fn planned(plan: &Plan, lang: Lang) -> String {
    let mut out = String::new();
    for file in plan.files.iter().filter(|it| it.is_due) {
        let how = if file.new_key {
            Text::new("new data key, every value encrypted anew", "データ鍵を作り直し、全値を再暗号化")
        } else {
            Text::new("one more recipient", "受信者を追加")
        };
        out.push_str(&format!("{}: {}\n", file.path.display(), how.get(lang)));
        for reader in &file.readers {
            out.push_str(&format!("  {reader}\n"));
        }
    }
    let due = plan.files.iter().filter(|it| it.is_due).count();
    let (rest, s) = (plan.files.len() - due, plural(due));
    let sum =
        text!("{due} file{s} to change, {rest} as they should be", "変更するファイル {due} 件、変更不要 {rest} 件");
    out + sum.get(lang) + "\n"
}

fn tell_gone(gone: &[PathBuf], console: &Console, told: &mut Told) {
    for path in gone {
        let shown = path.display();
        told.note(text!("note: {shown} is no longer there", "注: {shown} はもうありません").get(console.lang));
    }
}

/// What a person has to do beside.
fn tell_advice(advice: &Advice, console: &Console, told: &mut Told) {
    for it in &advice.rules {
        told.note(rule_note(it).get(console.lang));
    }
    if advice.locks_out {
        let locked_out = Text::new(
            "note: none of your keys opens these files any more afterwards",
            "注: 変更後は、手元のどの鍵でもこれらのファイルを開けなくなります",
        );
        told.note(locked_out.get(console.lang));
    }
    if advice.to_rotate.is_empty() {
        return;
    }
    let gone = list(advice.gone.iter().map(Recipient::as_str));
    let (en, ja) = gone.both();
    let heading = text!(
        "note: {en} could read these values, and may have kept them, as does git's history. Rotate them:",
        "注: {ja} は次の値を読めたため、控えを持っている可能性があります(git の履歴にも残ります)。更新してください:"
    );
    told.note(heading.get(console.lang));
    for (path, names) in &advice.to_rotate {
        let names = list(names.iter().map(|it| printable(it)));
        told.note(&format!("  {}: {}", path.display(), names.get(console.lang)));
    }
}

fn rule_note(note: &RuleNote) -> Text {
    let (path, line, who) = (note.file.display(), note.line, &note.who);
    if note.is_stale {
        text!(
            "note: {path}:{line} still lists {who}: take it out, or the next new file is encrypted to it again",
            "注: {path}:{line} に {who} が残っています。削除しないと、次に作るファイルがまた暗号化の対象になります"
        )
    } else {
        text!(
            "note: {path}:{line} does not list {who}: add it, or the next new file is not encrypted to it",
            "注: {path}:{line} に {who} がありません。追加しないと、次に作るファイルはその人に読めません"
        )
    }
}
