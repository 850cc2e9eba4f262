//! From the arguments to an inventory: paths, `sekisho.yaml`, standard input.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use inventory::{Input, Options};
use lang::{Text, text};
use model::{Inventory, LeftOut, Problem};
use settings::Settings;
use yaml::Position;

use crate::console::Console;
use crate::exit::Failure;
use crate::told::Told;

/// The settings file that is taken without being named.
const SETTINGS_FILE: &str = "sekisho.yaml";

/// Reads what the argument `path` names; the current folder where it names nothing.
pub(crate) fn read(matches: &ArgMatches) -> Result<Inventory, Failure> {
    read_paths(&paths(matches), matches)
}

/// Reads these paths, with the settings that the arguments name.
pub(crate) fn read_paths(paths: &[PathBuf], matches: &ArgMatches) -> Result<Inventory, Failure> {
    let gathered = gather(paths, matches)?;
    let mut inventory = inventory::read(gathered.inputs, &gathered.options);
    inventory.left_out.extend(gathered.left_out);
    Ok(inventory)
}

/// The texts that the arguments name, and how to read them.
pub(crate) struct Gathered {
    pub(crate) inputs: Vec<Input>,
    pub(crate) options: Options,
    pub(crate) left_out: Vec<LeftOut>,
}

/// The paths that the argument `path` names; the current folder where it names nothing.
pub(crate) fn paths(matches: &ArgMatches) -> Vec<PathBuf> {
    let named: Vec<PathBuf> = matches.get_many("path").into_iter().flatten().cloned().collect();
    if named.is_empty() { vec![PathBuf::from(".")] } else { named }
}

/// The one path that a required argument names.
pub(crate) fn path_argument<'a>(matches: &'a ArgMatches, name: &str) -> &'a Path {
    matches.get_one::<PathBuf>(name).map_or(Path::new(""), PathBuf::as_path)
}

/// Gathers the texts of these paths, with the settings that the arguments name.
pub(crate) fn gather(paths: &[PathBuf], matches: &ArgMatches) -> Result<Gathered, Failure> {
    let options = options(matches, &settings(matches)?);
    let gathered = source::gather(paths, &mut io::stdin().lock(), &source::Limits::default())?;
    if gathered.inputs.iter().all(|it| it.text.trim().is_empty() && it.flaw.is_none()) {
        return Err(nothing_to_read(paths));
    }
    Ok(Gathered { inputs: gathered.inputs, options, left_out: gathered.left_out })
}

/// What the arguments and the settings say of the texts.
pub(crate) fn options(matches: &ArgMatches, settings: &Settings) -> Options {
    Options {
        namespace: matches.get_one::<String>("namespace").or(settings.namespace.as_ref()).cloned(),
        components: settings.components.clone(),
        declared: settings.declared.clone(),
    }
}

fn nothing_to_read(paths: &[PathBuf]) -> Failure {
    let names = lang::list(paths.iter().map(|path| path.to_string_lossy().into_owned()));
    let (en, ja) = names.both();
    Failure::CouldNot(if paths.iter().all(|path| path.as_os_str() == "-") {
        Text::new(
            "standard input is empty: pipe manifests into it, for example `helm template NAME CHART | sekisho audit -`",
            "標準入力が空です。`helm template 名前 チャート | sekisho audit -` のようにマニフェストを渡してください",
        )
    } else {
        text!(
            "no YAML, JSON or .env file with content under {en}",
            "{ja} に中身のある YAML・JSON・.env ファイルがありません"
        )
    })
}

/// The settings file: the one that is named, else the one that is there.
pub(crate) fn settings_path(matches: &ArgMatches) -> Option<PathBuf> {
    let named = matches.get_one::<PathBuf>("config").cloned();
    named.or_else(|| Path::new(SETTINGS_FILE).is_file().then(|| PathBuf::from(SETTINGS_FILE)))
}

/// What the settings file says; nothing where there is none.
pub(crate) fn settings(matches: &ArgMatches) -> Result<Settings, Failure> {
    let Some(path) = settings_path(matches) else { return Ok(Settings::default()) };
    let text = fs::read_to_string(&path).map_err(|error| Failure::unreadable(&path, &error))?;
    let mut settings = settings::parse(&text).map_err(|mistakes| {
        let mistakes: Vec<_> = mistakes.into_iter().map(|it| (it.position, it.reason)).collect();
        mistaken(&path, &mistakes)
    })?;
    let suppressions = std::mem::take(&mut settings.declared.suppressions);
    let placed = suppressions.into_iter().map(|it| settings::placed_in(it, &path.to_string_lossy()));
    settings.declared.suppressions = placed.collect();
    Ok(settings)
}

/// Mistakes in the settings file, a line each.
pub(crate) fn mistaken(path: &Path, mistakes: &[(Position, Text)]) -> Failure {
    let lines = |lang| {
        let line = |(at, reason): &(Position, Text)| {
            format!("{}:{}:{}: {}", path.display(), at.line, at.column, reason.get(lang))
        };
        mistakes.iter().map(line).collect::<Vec<_>>().join("\n       ")
    };
    Failure::Usage(Text::owned(lines(lang::Lang::En), lines(lang::Lang::Ja)))
}

/// Names on standard error what could not be read, for commands whose output has no place for it. Returns how much that is.
pub(crate) fn tell_unread(inventory: &Inventory, console: &Console, told: &mut Told) -> usize {
    tell_problems(inventory.unread(), inventory, console, told)
}

/// As [`tell_unread`], and what Kubernetes refuses or may take otherwise: for commands whose answer would not be certain beside it.
pub(crate) fn tell_doubts(inventory: &Inventory, console: &Console, told: &mut Told) -> usize {
    tell_problems(inventory.in_doubt(), inventory, console, told)
}

fn tell_problems<'a>(
    problems: impl Iterator<Item = &'a Problem>,
    inventory: &Inventory,
    console: &Console,
    told: &mut Told,
) -> usize {
    let tell = |problem: &Problem| {
        let (place, (en, ja)) = (inventory.address(problem), problem.reason.both());
        told.note(text!("error: {place}: {en}", "エラー: {place}: {ja}").get(console.lang));
    };
    problems.map(tell).count()
}

/// Whether the result is asked for as JSON.
pub(crate) fn is_json(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("format").is_some_and(|it| it == "json")
}
