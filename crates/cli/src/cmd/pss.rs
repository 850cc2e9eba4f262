//! `sekisho pss check`: the Pod Security Standards alone.

use std::io;

use app::input::{self, Sources};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use findings::{Finding, Severity};
use forms::PodSecurity;
use lang::{Lang, Text, text};
use model::Inventory;
use pss::{Level, Version};
use rules::elsewhere;

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::{
    FORMATS, Format, Judging, config_argument, deciding_arguments, exit_zero_argument, fail_on_argument,
    format_argument, group, namespace_argument, paths, say, sources_of, word_of,
};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    let check = Command::new("check")
        .about(say(lang, "Judge workloads by a Pod Security level", "ワークロードを Pod Security のレベルで判定します"))
        .arg(
            Arg::new("level")
                .long("level")
                .value_parser(PossibleValuesParser::new(["baseline", "restricted"]))
                .default_value("restricted")
                .value_name("LEVEL")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(
                    lang,
                    "The level to hold the workloads to",
                    "判定に使うレベル(baseline・restricted。省略時は restricted)",
                )),
        )
        .arg(
            Arg::new("policy-version")
                .long("version")
                .value_name("vX.Y|latest")
                .default_value("latest")
                .hide_default_value(lang == Lang::Ja)
                .help(say(
                    lang,
                    "The version of the policy, v1.0 to v1.37",
                    "ポリシーのバージョン(v1.0~v1.37。省略時は最新)",
                )),
        )
        .arg(paths(lang))
        .arg(format_argument(lang, FORMATS))
        .args(deciding_arguments(lang))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
        .arg(fail_on_argument(lang))
        .arg(exit_zero_argument(lang));
    group("pss", say(lang, "Pod Security Standards alone", "Pod Security Standards だけを扱います")).subcommand(check)
}

/// What was asked for.
pub(crate) struct Options {
    level: Level,
    version: Version,
    sources: Sources,
    judging: Judging,
}

impl Options {
    /// Of `sekisho pss` and the one command that it has.
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let matches = matches.subcommand().map_or(matches, |(_, below)| below);
        let level = word_of(matches, "level").and_then(|it| Level::from_name(&it)).unwrap_or(Level::Restricted);
        let version = word_of(matches, "policy-version").unwrap_or_else(|| "latest".to_owned());
        Ok(Options {
            level,
            version: Version::parse(&version).map_err(Failure::Usage)?,
            sources: sources_of(matches),
            judging: Judging::of(matches)?,
        })
    }
}

pub(crate) fn run(asked: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let Options { level, version, .. } = *asked;
    let inventory = input::read(&asked.sources, &mut io::stdin().lock())?;
    let check = PodSecurity::of(&inventory, level, version);
    if version.is_beyond_known() {
        let newest = Version::Minor(Version::NEWEST_MINOR);
        let note = text!(
            "note: {version} is newer than this program knows; judged as {newest}",
            "注: {version} は未対応の新しいバージョンのため、{newest} として判定しました"
        );
        told.note(note.get(console.lang));
    }
    reading::refuse_nothing(&inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = reading::tell_doubts(&inventory, console, told);
    let leaving = deciding::leaving(&asked.judging)?;
    let audit = leaving.decide_in(&inventory, found(&inventory, &check));
    told.print(&match deciding::shown(&asked.judging, &TITLE, &audit, console.lang) {
        Some(shown) => shown,
        None if asked.judging.format == Format::Json => {
            forms::to_json_of([&inventory], &forms::pss(&check, console.lang))
        }
        None => text::pss(&check, &console.text_options()),
    });
    if deciding::write(&asked.judging, &audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    // What was passed over is no finding with a place.
    let unread = (unread > 0).then_some(Severity::High);
    Ok(asked.judging.fail_on.exit(audit.worst().max(unread), false))
}

const TITLE: Title = Title {
    command: "sekisho pss check",
    text: Text::new("Sekisho: Pod Security Standards", "関所: Pod Security Standards"),
};

/// Every violation, and what could not be read.
fn found(inventory: &Inventory, check: &PodSecurity<'_>) -> Vec<Finding> {
    let violations = check.workloads.iter().flat_map(|judged| judged.violations.iter().map(|it| (judged.workload, it)));
    let refused = violations.filter_map(|(workload, it)| elsewhere::of_violation(inventory, workload, it));
    refused.chain(elsewhere::unread(inventory)).collect()
}
