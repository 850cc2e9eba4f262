//! `sekisho audit`.

mod fix;
mod report;
mod view;

use std::io;

use app::Sources;
use app::audit::{Request, audit};
use clap::{Arg, ArgMatches, Command};
use lang::{Lang, Text};
use rules::FixClass;

use report::Judged;
use view::View;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{
    Format, Judging, config_argument, deciding_arguments, exit_zero_argument, fail_on_argument,
    fail_on_unknown_argument, flag, format_argument, namespace_argument, paths, say, sources_of,
};
use crate::told::Told;
use crate::{deciding, judging, reading};

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("audit")
        .about(say(lang, "Judge manifests, Helm output, values files", "マニフェスト・Helm の出力・values ファイルを検査します"))
        .long_about(say(
            lang,
            "Judges manifests: files, folders, or standard input (`-`). Reads YAML and JSON, Helm values, Compose and .env \
             files. Talks to no cluster, and changes nothing unless `--fix` asks for it.",
            "ファイル、フォルダー、標準入力(`-`)のマニフェストを検査します。YAML・JSON のほか、Helm の values、Compose、.env を読みます。\
             クラスターには接続せず、`--fix` を指定しない限り何も変更しません。",
        ))
        .arg(paths(lang))
        .arg(format_argument(lang, &["text", "json", "sarif", "html", "junit", "policyreport", "openreports", "github", "gitlab", "markdown"]))
        .args(deciding_arguments(lang))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
        .args(view::arguments(lang))
        .args(fix_arguments(lang))
        .arg(fail_on_unknown_argument(lang))
        .arg(fail_on_argument(lang))
        .arg(exit_zero_argument(lang))
}

fn fix_arguments(lang: Lang) -> [Arg; 3] {
    let flag = |name, help| flag(name, help).conflicts_with("write-baseline");
    [
        flag(
            "fix",
            say(
                lang,
                "Mend the files where that is safe; standard input is written mended to standard output",
                "安全に直せる箇所をファイル上で修正します。標準入力は、修正した内容を標準出力に書き出します",
            ),
        ),
        flag(
            "unsafe-fixes",
            say(
                lang,
                "With --fix or --diff: also what should be looked at before it is applied",
                "--fix・--diff と併用: 適用前に確認が必要な修正も行います",
            ),
        ),
        flag(
            "diff",
            say(
                lang,
                "Show what --fix would change, and write nothing; what may be a secret is hidden",
                "--fix による変更内容を表示し、何も書き込みません(秘密の可能性がある値は伏せます)",
            ),
        ),
    ]
}

pub(crate) struct Options {
    sources: Sources,
    judging: Judging,
    view: View,
    mending: Option<Mending>,
}

/// What `--fix`, `--diff` and `--unsafe-fixes` ask for.
struct Mending {
    class: FixClass,
    only_shown: bool,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let mending = Mending::of(matches)?;
        let judging = Judging::of(matches)?;
        let view = View::of(matches, judging.format)?;
        Ok(Options { sources: sources_of(matches), judging, view, mending })
    }
}

impl Mending {
    fn of(matches: &ArgMatches) -> Result<Option<Mending>, Failure> {
        let asked = |name| matches.get_flag(name);
        let class = if asked("unsafe-fixes") { FixClass::Review } else { FixClass::Safe };
        if asked("fix") || asked("diff") {
            return Ok(Some(Mending { class, only_shown: asked("diff") }));
        }
        if class == FixClass::Review {
            return Err(Failure::Usage(Text::new(
                "--unsafe-fixes goes with --fix, or with --diff to see them first",
                "--unsafe-fixes は --fix と併用してください。先に内容を確認するには --diff と併用してください",
            )));
        }
        Ok(None)
    }
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let Options { sources, judging: asked, view, mending } = options;
    if let Some(mending) = mending {
        return fix::run(sources, &asked, &view, &mending, console, told);
    }
    let baseline = asked.baseline.as_deref().map(judging::known).transpose()?;
    let request = Request { sources, baseline, today: asked.today };
    let outcome = audit(&request, &mut io::stdin().lock())?;
    let (inventory, audit) = (&outcome.inventory, &outcome.audit);
    let n = inventory.n_objects() + inventory.settings.len();
    reading::refuse_nothing(inventory, n, &Text::new("object or setting", "オブジェクトや設定"))?;
    let judged = Judged { inventory, audit, options: Some(&outcome.options), baseline: request.baseline.as_ref() };
    if asked.format == Format::Text {
        told.is_to_be_read();
    }
    told.stream(|out| report::report(&request.sources, &asked, &view, console, &judged, out));
    if deciding::write(&asked, audit, console.lang, told)? {
        // What was found is known from now on.
        return Ok(Exit::Fine);
    }
    let exit = judging::exit(&asked, audit);
    // The program ends here: what was read is not taken apart piece by piece.
    std::mem::forget(outcome);
    Ok(exit)
}
