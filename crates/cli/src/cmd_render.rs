//! `sekisho render`.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use lang::text;
use render::{Environment, File, Plan, Unproved};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;
use crate::{input, output};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let settings = input::settings(matches)?.render;
    let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let egress = word("egress").map(|it| it == "lists");
    let plan = |environment| {
        Plan::new(&settings, environment, word("dify-version"), egress).map_err(|flaw| Failure::Usage(flaw.0))
    };
    if let Some(folder) = matches.get_one::<PathBuf>("kustomize") {
        let plans = Environment::ALL.into_iter().map(plan).collect::<Result<Vec<_>, _>>()?;
        let files = render::kustomize(&plans, console.lang).map_err(unproved)?;
        output::replace(folder, &files, matches.get_flag("overwrite"))?;
        plans.iter().for_each(|plan| remark(plan, console, told));
        return written(folder, &files, told);
    }
    let plan = plan(word("env").and_then(Environment::from_id).unwrap_or(Environment::Production))?;
    if matches.get_flag("secret-keys") {
        let lines = render::secret_keys(&plan).into_iter();
        let lines: String = lines.map(|it| format!("{}/{} {}\n", it.namespace, it.secret, it.key)).collect();
        told.print(&lines);
        return Ok(Exit::Fine);
    }
    let text = render::render(&plan, console.lang).map_err(unproved)?;
    remark(&plan, console, told);
    if let Some(folder) = matches.get_one::<PathBuf>("output") {
        let files = [File { path: format!("{}.yaml", plan.environment.id()), text }];
        output::replace(folder, &files, matches.get_flag("overwrite"))?;
        return written(folder, &files, told);
    }
    told.print(&text);
    Ok(Exit::Fine)
}

fn written(folder: &Path, files: &[File], told: &mut Told) -> Result<Exit, Failure> {
    let lines: String = files.iter().map(|it| format!("{}\n", folder.join(&it.path).display())).collect();
    told.worked_on_files();
    told.print(&lines);
    Ok(Exit::Fine)
}

/// What a person must know before applying it.
fn remark(plan: &Plan, console: &Console, told: &mut Told) {
    if plan.has_example_host() {
        let (environment, host) = (plan.environment.id(), &plan.host);
        let note = text!(
            "note: no host is set for {environment}, so {host} stands in its place; write render.environments.{environment}.host into sekisho.yaml",
            "注: {environment} のホスト名が未設定のため {host} としました。sekisho.yaml の render.environments.{environment}.host に書いてください"
        );
        told.note(note.get(console.lang));
    }
}

pub(crate) fn unproved(Unproved(sentences): Unproved) -> Failure {
    let list = sentences.join(", ");
    Failure::CouldNot(text!(
        "nothing was written: the network policies are not proved for these settings: {list}",
        "何も出力していません。この設定では NetworkPolicy を証明できませんでした: {list}"
    ))
}
