//! `sekisho secrets setup`.

mod flags;

use std::io::{self, IsTerminal as _};

use app::input;
use findings::Severity;
use forms::to_json;
use inventory::Input;
use keep::setup::{self, Form, Target};
use keep::unlock;
use lang::Text;
use model::Inventory;
use provision::Plan;

pub(crate) use flags::{Options, command};

use crate::clock;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::hints;
use crate::input::tell_unread;
use crate::told::Told;

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let form = options.form()?;
    let target = options.target()?;
    if !options.dry_run {
        channel(options, &form, &target)?;
    }
    let inventory = deployment(options, console)?;
    tell_unread(&inventory, console, told);
    let handed = source::gather(&options.existing, &mut io::stdin().lock(), &source::Limits::default())?.inputs;
    let existing = setup::existing(handed, &form, &target, &options.keys)?;
    if let Some(existing) = &existing {
        tell_unread(existing, console, told);
    }
    let plan = setup::plan(&inventory, existing.as_ref(), options.today)?;
    if options.dry_run {
        told.print(&shown(&plan, options, console));
    } else if !carry_out(&plan, &form, &target, options, console, told)? {
        // What is sealed stays, whatever the plan would have made.
        return Ok(Exit::Fine);
    }
    for (kind, note) in text::provision::notes(&plan) {
        let note = hints::joined(&note, hints::after_note(kind));
        told.note(note.get(console.lang));
    }
    for note in text::provision::asked(&plan) {
        told.note(note.get(console.lang));
    }
    Ok(if text::provision::asked(&plan).is_empty() { Exit::Fine } else { Exit::Found(Severity::High) })
}

/// Writes, and tells of it; `false` where the plan comes to nothing.
fn carry_out(
    plan: &Plan,
    form: &Form,
    target: &Target,
    options: &Options,
    console: &Console,
    told: &mut Told,
) -> Result<bool, Failure> {
    let written = setup::write(plan, form, target, &options.keys, &clock::person(console)?)?;
    if written.unchanged {
        let shown = target.name().display();
        told.note(lang::text!("{shown}: unchanged", "{shown}: 変更なし").get(console.lang));
    }
    if let Some(kept) = written.kept {
        told.keep(kept);
    }
    written.handed_back.iter().for_each(|it| told.pass(it));
    if written.stays_sealed {
        return Ok(false);
    }
    if form.hands_back(target) {
        told.note(&shown(plan, options, console));
    } else {
        told.worked_on_files();
        told.print(&shown(plan, options, console));
    }
    Ok(true)
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

/// The deployment: what the paths hold, or what `render` writes, read as anybody's manifests are.
fn deployment(options: &Options, console: &Console) -> Result<Inventory, Failure> {
    let Some(environment) = options.environment else {
        let gathered = input::gather(&options.sources, &mut io::stdin().lock())?;
        // A store among the manifests holds values that are there already.
        let open = |it| unlock(it, &options.keys);
        let opened = gathered.inputs.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
        return Ok(inventory::read(opened, &gathered.options));
    };
    let settings = input::settings(options.sources.settings.as_deref())?;
    let plan = render::Plan::new(&settings.render, environment, options.dify_version.as_deref(), None);
    let plan = plan.map_err(|flaw| Failure::Usage(flaw.0))?;
    let text = render::render(&plan, console.lang)?;
    let name = format!("<{}>", environment.id());
    let read = input::options(options.sources.namespace.as_ref(), &settings);
    Ok(inventory::read(vec![Input::file(name, text)], &read))
}
