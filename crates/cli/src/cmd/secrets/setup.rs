//! `sekisho secrets setup`.

mod flags;
mod next;

use std::io::{self, IsTerminal as _};

use app::setup::{Found, Request, find};
use findings::Severity;
use forms::to_json;
use keep::setup::{self, Form, Target};
use lang::Text;
use provision::{Outcome, Plan, Row};

pub(crate) use flags::{Options, command};

use crate::clock;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::hints;
use crate::reading::tell_unread;
use crate::told::Told;

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let form = options.form()?;
    let target = options.target()?;
    if !options.dry_run {
        channel(options, &form, &target)?;
    }
    let request = Request {
        sources: &options.sources,
        environment: options.environment,
        version: options.dify_version.as_deref(),
        existing: &options.existing,
        form: &form,
        target: &target,
        keys: &options.keys,
        lang: console.lang,
    };
    let Found { inventory, existing } = find(&request, &mut io::stdin().lock())?;
    tell_unread(&inventory, console, told);
    if let Some(existing) = &existing {
        tell_unread(existing, console, told);
    }
    let plan = setup::plan(&inventory, existing.as_ref(), options.today, &options.replace)?;
    // Before anything else is said: what goes on with the old value.
    for note in text::provision::replacing(&plan) {
        told.note(note.get(console.lang));
    }
    let mut is_new = false;
    if options.dry_run {
        told.print(shown(&plan, options, console));
    } else {
        let Some(changed) = carry_out(&plan, &form, &target, options, console, told)? else {
            // What is sealed stays, whatever the plan would have made.
            return Ok(Exit::Fine);
        };
        is_new = changed;
    }
    for (kind, note) in text::provision::notes(&plan) {
        let note = hints::joined(&note, hints::after_note(kind));
        told.note(note.get(console.lang));
    }
    for note in text::provision::asked(&plan) {
        told.note(note.get(console.lang));
    }
    if is_new {
        next::tell(&plan, &form, &target, existing.is_some(), console, told);
    }
    let is_open = |it: &Row| matches!(it.outcome, Outcome::Asked(_) | Outcome::Kept(_));
    Ok(if plan.rows.iter().any(is_open) { Exit::Found(Severity::High) } else { Exit::Fine })
}

/// Writes, and tells of it: whether anything is new; `None` where the plan comes to nothing.
fn carry_out(
    plan: &Plan,
    form: &Form,
    target: &Target,
    options: &Options,
    console: &Console,
    told: &mut Told,
) -> Result<Option<bool>, Failure> {
    let written = setup::write(plan, form, target, &options.keys, &clock::person(console)?)?;
    let is_new = !written.unchanged;
    if written.unchanged {
        let shown = target.name().display();
        told.note(lang::text!("{shown}: unchanged", "{shown}: 変更なし").get(console.lang));
    }
    if let (Target::File(path, _), false) = (target, written.unchanged) {
        let shown = path.display();
        let done = match written.encrypted {
            Some((n, m)) => lang::text!(
                "wrote {shown} (0600): {n} of {m} values encrypted",
                "{shown} に書き込みました(0600)。{m} 件の値のうち {n} 件を暗号化しています"
            ),
            None => lang::text!("wrote {shown} (0600)", "{shown} に書き込みました(0600)"),
        };
        told.note(done.get(console.lang));
    }
    if let Some(kept) = written.kept {
        told.keep(kept);
    }
    written.handed_back.iter().for_each(|it| told.pass(it));
    if written.stays_sealed {
        let note = Text::new(
            "note: what is sealed there has every key, and stays; its values cannot be read, so that nothing is said of them",
            "注: 封印済みのファイルに必要なキーがそろっているため、変更していません。値は読めないため、内容については判断していません",
        );
        told.note(note.get(console.lang));
        return Ok(None);
    }
    if form.hands_back(target) {
        told.note(&shown(plan, options, console));
    } else {
        told.worked_on_files();
        told.print(shown(plan, options, console));
    }
    Ok(Some(is_new))
}

fn shown(plan: &Plan, options: &Options, console: &Console) -> String {
    if options.json {
        to_json(&forms::plan(plan, console.lang))
    } else {
        text::provision::text(plan, &console.text_options())
    }
}

/// Values go to a private file or into a pipe; to a terminal only for who asks for it. Said before anything is made.
fn channel(options: &Options, form: &Form, target: &Target) -> Result<(), Failure> {
    if !form.hands_back(target) {
        return Ok(());
    }
    if form.shows_values() && io::stdout().is_terminal() && !options.reveal {
        return Err(Failure::Usage(Text::new(
            "the values would appear on this terminal: write them into a file (-o FILE), send them into a pipe \
             (| kubectl apply --server-side -f -), or look at the plan alone with --dry-run",
            "このままでは値がターミナルに表示されます。ファイルに書く(-o FILE)か、パイプに渡して(| kubectl apply --server-side -f -)ください。\
             一覧だけを見るには --dry-run を使います",
        )));
    }
    if options.json {
        return Err(Failure::Usage(Text::new(
            "the plan as JSON and the manifests cannot share standard output: add -o FILE or --dry-run",
            "JSON の一覧とマニフェストを同時に標準出力へは出せません。-o FILE か --dry-run を付けてください",
        )));
    }
    Ok(())
}
