//! `sekisho network prove`.

use std::io;

use app::prove::{Request, prove};
use clap::{Arg, ArgAction, ArgMatches, Command};
use findings::Severity;
use invariants::{Statement, Verdict};
use lang::{Lang, Text, text};
use rules::elsewhere;

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::{
    Format, Judging, deciding_arguments, exit_zero_argument, fail_on_argument, fail_on_unknown_argument, paths, say,
    sources_of,
};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("prove")
        .about(say(lang, "Prove or refute what must hold", "成り立つべきことを証明または反証します"))
        .long_about(say(
            lang,
            "Proves or refutes the built-in pack for Dify and the sentences under `invariants:` in sekisho.yaml; each \
             refuted one with a flow that can be checked and the policy lines behind it.",
            "Dify 用の組み込みの不変条件と、sekisho.yaml の `invariants:` に書いた文を証明または反証します。反証には、確認できる\
             具体的な通信と根拠となるポリシーの行を添えます。",
        ))
        .arg(paths(lang))
        .arg(
            Arg::new("invariant")
                .long("invariant")
                .value_name("SENTENCE")
                .action(ArgAction::Append)
                .help(say(
                    lang,
                    "One more sentence, such as `sandbox -> only ssrf-proxy, dns`",
                    "追加の文(例: `sandbox -> only ssrf-proxy, dns`)",
                )),
        )
        .args(deciding_arguments(lang))
        .arg(fail_on_unknown_argument(lang))
        .arg(fail_on_argument(lang))
        .arg(exit_zero_argument(lang))
}

/// What was asked for.
pub(crate) struct Options {
    request: Request,
    judging: Judging,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let request = Request { sources: sources_of(matches), sentences: sentences(matches)? };
        Ok(Options { request, judging: Judging::of(matches)? })
    }
}

pub(crate) fn run(asked: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let outcome = prove(&asked.request, &mut io::stdin().lock())?;
    let inventory = &outcome.inventory;
    reading::refuse_nothing(inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = reading::tell_doubts(inventory, console, told);
    let (proofs, idles, documents) = (&outcome.proofs, Some(&outcome.idle), &inventory.documents);
    let asked = &asked.judging;
    let leaving = deciding::leaving(asked)?;
    let refuted = proofs.iter().filter_map(|it| elsewhere::of_proof(inventory, it));
    let found = refuted.chain(elsewhere::unread(inventory)).collect();
    let audit = leaving.decide_in(inventory, found);
    told.print(&match deciding::shown(asked, &TITLE, &audit, console.lang) {
        Some(shown) => shown,
        None if asked.format == Format::Json => {
            forms::to_json_of([inventory], &forms::proofs(proofs, idles, documents, console.lang))
        }
        None => text::proofs::proofs(proofs, idles, documents, console.lang),
    });
    if deciding::write(asked, &audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    let unknown = proofs.iter().any(|it| matches!(it.verdict, Verdict::Unknown(_)));
    // What was passed over is no finding with a place.
    let unread = (unread > 0).then_some(Severity::High);
    Ok(asked.fail_on.exit(audit.worst().max(unread), unknown))
}

const TITLE: Title = Title {
    command: "sekisho network prove",
    text: Text::new("Sekisho: sentences about the network", "関所: ネットワークの文"),
};

/// The sentences of the arguments.
fn sentences(matches: &ArgMatches) -> Result<Vec<Statement>, Failure> {
    let parse = |written: &String| {
        let invariant = invariants::parse(written).map_err(|error| {
            let (column, en, ja) = (error.column, error.reason.get(lang::Lang::En), error.reason.get(lang::Lang::Ja));
            Failure::Usage(text!("--invariant, column {column}: {en}", "--invariant の {column} 文字目: {ja}"))
        })?;
        Ok(Statement::from(invariant))
    };
    matches.get_many::<String>("invariant").into_iter().flatten().map(parse).collect()
}
