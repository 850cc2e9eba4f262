//! `sekisho render`.

use std::path::PathBuf;

use clap::ArgMatches;
use lang::text;
use render::{Environment, Plan, Unproved};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    let settings = input::settings(matches.get_one::<PathBuf>("config").map(PathBuf::as_path))?;
    let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let environment = word("env").and_then(Environment::from_id).unwrap_or(Environment::Production);
    let egress = word("egress").map(|it| it == "lists");
    let plan = Plan::new(&settings.render, environment, word("dify-version"), egress)
        .map_err(|flaw| Failure::Usage(flaw.0))?;
    let manifests = render::render(&plan, console.lang).map_err(unproved)?;
    console.print(&manifests)?;
    remark(&plan, console);
    Ok(Exit::Fine)
}

/// What a person must know before applying it.
pub(crate) fn remark(plan: &Plan, console: &Console) {
    if plan.has_example_host() {
        let (environment, host) = (plan.environment.id(), &plan.host);
        let note = text!(
            "note: no host is set for {environment}, so {host} stands in its place; write render.environments.{environment}.host into sekisho.yaml",
            "注: {environment} のホスト名が未設定のため {host} としました。sekisho.yaml の render.environments.{environment}.host に書いてください"
        );
        console.note(note.get(console.lang));
    }
}

pub(crate) fn unproved(Unproved(sentences): Unproved) -> Failure {
    let list = sentences.join(", ");
    Failure::CouldNot(text!(
        "nothing was written: the network policies are not proved for these settings: {list}",
        "何も出力していません。この設定では NetworkPolicy を証明できませんでした: {list}"
    ))
}
