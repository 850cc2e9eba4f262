//! `sekisho secrets setup`.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::ArgMatches;
use credentials::OperatingSystem;
use findings::Severity;
use inventory::Input;
use lang::{Text, text};
use model::Inventory;
use provision::{Error, Plan, Request};
use render::Environment;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::hints;
use crate::setup_form::{Form, Target};
use crate::setup_output;
use crate::told::Told;
use crate::unlock::unlock;
use crate::{cmd_render, cmd_secrets_generate, input, judging};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let today = judging::today(matches)?;
    let form = Form::of(matches, today)?;
    let target = Target::of(matches)?;
    let dry_run = matches.get_flag("dry-run");
    if !dry_run {
        channel(matches, &form, &target)?;
    }
    let inventory = deployment(matches, console, told)?;
    let existing = existing(matches, &form, &target, console, told)?;
    let request = Request { inventory: &inventory, existing: existing.as_ref(), today };
    let plan = provision::plan(&request, &mut OperatingSystem).map_err(|it| refusal(it, matches))?;
    if dry_run {
        told.print(&shown(&plan, matches, console));
    } else if !setup_output::write(&plan, &form, &target, matches, console, told)? {
        // What is sealed stays, whatever the plan would have made.
        return Ok(Exit::Fine);
    } else if form.takes_stdout(&target) {
        told.note(&shown(&plan, matches, console));
    } else {
        told.print(&shown(&plan, matches, console));
    }
    if !dry_run && !form.takes_stdout(&target) {
        told.worked_on_files();
    }
    for (kind, note) in text::provision::notes(&plan) {
        told.note(hints::joined(&note, hints::after_note(kind)).get(console.lang));
    }
    for asked in text::provision::asked(&plan) {
        told.note(asked.get(console.lang));
    }
    Ok(if text::provision::asked(&plan).is_empty() { Exit::Fine } else { Exit::Found(Severity::High) })
}

fn shown(plan: &Plan, matches: &ArgMatches, console: &Console) -> String {
    if input::is_json(matches) {
        forms::to_json(&forms::plan(plan, console.lang))
    } else {
        text::provision::text(plan, &console.text_options(matches))
    }
}

/// Values go to a private file or into a pipe; to a terminal only for who asks for it. Said before anything is made.
fn channel(matches: &ArgMatches, form: &Form, target: &Target) -> Result<(), Failure> {
    if !form.takes_stdout(target) {
        return Ok(());
    }
    if form.shows_values() && io::stdout().is_terminal() && !matches.get_flag("reveal") {
        return Err(Failure::Usage(Text::new(
            "the values would appear on this terminal: write them into a file (-o FILE), send them into a pipe \
             (| kubectl apply --server-side -f -), or look at the plan alone with --dry-run",
            "このままでは値がターミナルに表示されます。ファイルに書く(-o FILE)か、パイプに渡して(| kubectl apply --server-side -f -)ください。\
             一覧だけを見るには --dry-run を使います",
        )));
    }
    if input::is_json(matches) {
        return Err(Failure::Usage(Text::new(
            "the plan as JSON and the manifests cannot share standard output: add -o FILE or --dry-run",
            "JSON の一覧とマニフェストを同時に標準出力へは出せません。-o FILE か --dry-run を付けてください",
        )));
    }
    Ok(())
}

/// The deployment: what the paths hold, or what `render` writes, read as anybody's manifests are.
fn deployment(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Inventory, Failure> {
    let inventory = match matches.get_one::<String>("env") {
        Some(environment) => {
            let settings = input::settings(matches)?;
            let version = matches.get_one::<String>("dify-version").map(String::as_str);
            let known = Environment::from_id(environment).unwrap_or(Environment::Production);
            let plan =
                render::Plan::new(&settings.render, known, version, None).map_err(|flaw| Failure::Usage(flaw.0))?;
            let text = render::render(&plan, console.lang).map_err(cmd_render::unproved)?;
            inventory::read(vec![Input::file(format!("<{environment}>"), text)], &input::options(matches, &settings))
        }
        None => {
            let gathered = input::gather(&input::paths(matches), matches)?;
            // A store among the manifests holds values that are there already.
            let opened = gathered.inputs.into_iter().map(|it| unlock(it, matches)).collect::<Result<Vec<_>, _>>()?;
            inventory::read(opened, &gathered.options)
        }
    };
    if input::tell_unread(&inventory, console, told) > 0 {
        return Err(Failure::CouldNot(Text::new(
            "what cannot be read may need credentials, too: nothing was made",
            "読めない部分にも認証情報が必要かもしれないため、何も作成していません",
        )));
    }
    Ok(inventory)
}

/// The values that are there: what was named, and the file that is about to be written.
fn existing(
    matches: &ArgMatches,
    form: &Form,
    target: &Target,
    console: &Console,
    told: &mut Told,
) -> Result<Option<Inventory>, Failure> {
    let named: Vec<PathBuf> = matches.get_many("existing").into_iter().flatten().cloned().collect();
    let is_stdin = |it: &PathBuf| it.as_os_str() == "-";
    let path_is_stdin = matches.get_many::<PathBuf>("path").into_iter().flatten().any(is_stdin);
    if path_is_stdin && named.iter().any(is_stdin) {
        return Err(Failure::Usage(Text::new(
            "standard input is either the manifests or the existing values",
            "標準入力は、マニフェストか既存の値のどちらか一方にしてください",
        )));
    }
    let mut gathered = source::gather(&named, &mut io::stdin().lock(), &source::Limits::default())?.inputs;
    if let Some((path, text)) = target.before().filter(|_| form.can_be_read()) {
        gathered.insert(0, Input::file(path.to_string_lossy(), text.to_owned()));
    }
    if gathered.is_empty() {
        return Ok(None);
    }
    let opened = gathered.into_iter().map(|it| unlock(it, matches)).collect::<Result<Vec<_>, _>>()?;
    let existing = inventory::read(opened, &inventory::Options::default());
    if input::tell_unread(&existing, console, told) > 0 {
        return Err(Failure::CouldNot(Text::new(
            "the existing values cannot all be read: nothing was made, so that none is lost",
            "既存の値をすべては読めません。値を失わないよう、何も作成していません",
        )));
    }
    Ok(Some(existing))
}

fn refusal(error: Error, matches: &ArgMatches) -> Failure {
    match error {
        Error::NoDify => Failure::CouldNot(Text::new(
            "no container of Dify in the input takes a credential. Render a chart first: `helm template dify dify/dify | sekisho secrets setup -`",
            "認証情報を使う Dify のコンテナが入力にありません。チャートは先に展開してください: `helm template dify dify/dify | sekisho secrets setup -`",
        )),
        Error::Several(namespaces) => {
            let list = lang::list(&namespaces);
            let (en, ja) = list.both();
            Failure::Usage(text!(
                "the input holds several deployments (namespaces {en}): name the manifests of one",
                "入力に複数の構成があります(名前空間 {ja})。1 つの構成のマニフェストだけを指定してください"
            ))
        }
        Error::NothingExisting => {
            let named = matches.get_many::<PathBuf>("existing").into_iter().flatten();
            let all = named.chain(matches.get_one::<PathBuf>("output"));
            let list = lang::list(all.map(|it| it.display().to_string()));
            let (en, ja) = list.both();
            Failure::Usage(text!(
                "{en} holds no Secret and no setting of a .env file",
                "{ja} に Secret も .env の設定もありません"
            ))
        }
        Error::Exhausted(_) => cmd_secrets_generate::no_randomness(),
    }
}
