//! `sekisho secrets scan`.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use findings::{Audit, Finding};
use forms::leaks::{Found, Scan};
use keep::Ignores;
use keep::scan::{Where, look};
use lang::{Lang, Text, text};
use leaks::ignore::{self, Standing};
use model::OriginId;
use rules::elsewhere;
use source::every::Skipped;

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::{
    FORMATS, Format, Judging, config_argument, deciding_arguments, exit_zero_argument, fail_on_argument, flag,
    format_argument, paths, paths_of, say, settings_of,
};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    looking_arguments(
        Command::new("scan")
            .about(say(
                lang,
                "Find credentials in the clear: files, staged change, history",
                "平文の認証情報をファイル・ステージ済みの変更・履歴から探します",
            ))
            .arg(format_argument(lang, FORMATS))
            .args(deciding_arguments(lang))
            .arg(config_argument(lang))
            .arg(fail_on_argument(lang))
            .arg(exit_zero_argument(lang)),
        lang,
    )
}

/// Where to look, the same for both.
pub(super) fn looking_arguments(command: Command, lang: Lang) -> Command {
    command
        .arg(paths(lang).help(say(
            lang,
            "Files or folders; nothing for the current folder",
            "ファイルまたはフォルダー。省略時は現在のフォルダー",
        )))
        .arg(
            flag(
                "staged",
                say(
                    lang,
                    "What is staged and new, as a commit would bring it",
                    "ステージ済みで、コミットにより新たに加わる内容",
                ),
            )
            .conflicts_with_all(["path", "history"]),
        )
        .arg(
            flag(
                "history",
                say(
                    lang,
                    "Every commit that a branch, tag or HEAD reaches",
                    "ブランチ・タグ・HEAD から到達できるすべてのコミット",
                ),
            )
            .conflicts_with("path"),
        )
        .arg(
            Arg::new("ignore-key")
                .long("ignore-key")
                .value_name("FILE")
                .env("SEKISHO_IGNORE_KEY_FILE")
                .hide_env_values(true)
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::FilePath)
                .help(say(
                    lang,
                    "The key that ignores are compared with; ~/.config/sekisho/ignore.key otherwise",
                    "除外設定の照合に使う鍵ファイル。省略時は ~/.config/sekisho/ignore.key",
                )),
        )
}

/// Where to look, and what may stay.
pub(super) struct Looking {
    pub(super) at: Where,
    ignore_key: Option<PathBuf>,
}

impl Looking {
    pub(super) fn of(matches: &ArgMatches) -> Looking {
        let at = if matches.get_flag("staged") {
            Where::Staged
        } else if matches.get_flag("history") {
            Where::History
        } else {
            Where::Paths(paths_of(matches))
        };
        Looking { at, ignore_key: matches.get_one::<PathBuf>("ignore-key").cloned() }
    }

    pub(super) fn ignores(&self) -> Result<Ignores, Failure> {
        Ok(Ignores::of(self.ignore_key.as_deref(), usual_key_file())?)
    }
}

/// Where the key is kept if no place is named.
fn usual_key_file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let config = folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|it| it.join(".config")))?;
    Some(config.join("sekisho").join("ignore.key"))
}

/// What was asked for.
pub(crate) struct Options {
    looking: Looking,
    settings: Option<PathBuf>,
    judging: Judging,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        Ok(Options { looking: Looking::of(matches), settings: settings_of(matches), judging: Judging::of(matches)? })
    }
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let ignores = options.looking.ignores()?;
    let (asked, settings) = (&options.judging, app::input::settings(options.settings.as_deref())?);
    let leaving = deciding::leaving(asked)?;
    let looked = look(&options.looking.at)?;
    let unread = looked.skipped.left_out.iter().filter(|it| it.why.hides());
    let mut found: Vec<Finding> = unread.map(|it| elsewhere::of_unread_file(&it.path, it.why.text())).collect();
    let mut leaks = Vec::new();
    let mut n_ignored = 0;
    for (file, commit, leak) in looked.found {
        let finding = elsewhere::of_leak(&file, commit.as_deref(), &leak);
        match ignores.standing(&leak) {
            Standing::Ignored => n_ignored += 1,
            standing => {
                found.push(finding.clone());
                leaks.push(Found { remark: ignore::remark(standing), leak, finding });
            }
        }
    }
    let names = &looked.comments.names;
    let origin = |id: OriginId| names.get(&id).map(String::as_str);
    let suppressions = looked.comments.suppressions.iter().chain(&settings.declared.suppressions);
    let audit = leaving.decide(found, suppressions, &origin);
    for note in outdated(&audit, &leaks) {
        told.note(note.get(console.lang));
    }
    if let Some(shown) = deciding::shown(asked, &TITLE, &audit, console.lang) {
        told.print(&shown);
    } else {
        let scan = scan(&audit, leaks, n_ignored, &looked.skipped);
        told.print(&if asked.format == Format::Json {
            forms::to_json(&forms::leaks::scan(&scan, console.lang))
        } else {
            text::leaks::text(&scan, &console.text_options())
        });
    }
    if deciding::write(asked, &audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    Ok(asked.fail_on.exit(audit.worst(), false))
}

/// What a baseline knows by names that these findings had before, without their files: it covers nothing any more.
fn outdated(audit: &Audit, leaks: &[Found]) -> Vec<Text> {
    let gone = audit.compared.iter().flat_map(|it| &it.gone);
    let note = |old: &str| {
        let now = leaks.iter().filter(|it| it.leak.former.as_deref() == Some(old));
        let names: BTreeSet<&str> = now.map(|it| it.leak.fingerprint.as_str()).collect();
        (!names.is_empty()).then(|| {
            let list = names.into_iter().collect::<Vec<_>>().join(", ");
            text!(
                "{old} in the baseline is outdated: it did not tell the file, and covers nothing any more. Now: {list}; write the baseline anew",
                "ベースラインの {old} はファイルを区別しない古い形式で、もう何も除外しません。現在のフィンガープリント: {list}。ベースラインを作り直してください"
            )
        })
    };
    let olds: BTreeSet<&str> = gone.map(|it| it.fingerprint.as_str()).collect();
    olds.into_iter().filter_map(note).collect()
}

const TITLE: Title = Title {
    command: "sekisho secrets scan",
    text: Text::new("Sekisho: credentials in the clear", "関所: 平文の認証情報"),
};

/// What is reported, in the order in which it was met.
fn scan(audit: &Audit, leaks: Vec<Found>, n_ignored: usize, skipped: &Skipped) -> Scan {
    // By fingerprint: of many findings few are called the same.
    let mut by_name: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in &audit.findings {
        by_name.entry(&finding.fingerprint).or_default().push(finding);
    }
    let mut take = |finding: &Finding| {
        let left = by_name.get_mut(finding.fingerprint.as_str())?;
        left.iter().position(|it| *it == finding).map(|at| left.swap_remove(at))
    };
    let found = leaks.into_iter().filter(|it| take(&it.finding).is_some()).collect();
    let mut left: Vec<&Finding> = by_name.into_values().flatten().collect();
    left.sort_by(|a, b| a.order().cmp(&b.order()));
    Scan {
        found,
        others: left.into_iter().cloned().collect(),
        n_ignored,
        suppressed: audit.suppressed.clone(),
        compared: audit.compared.clone(),
        binary: skipped.binary,
        large: skipped.large,
        unreadable: skipped.unreadable,
        left_out: skipped.left_out.clone(),
        more: skipped.more,
    }
}
