//! A question about two ends and a port, as the arguments of `can` and `explain` put it.

use app::network::{AskError, Question};
use clap::{Arg, ArgMatches, Command};
use lang::{Lang, text};
use netpol::PortQuery;

use crate::exit::Failure;
use crate::flags::{paths, say, sources_of, word_of};

/// The arguments of a question.
pub(super) fn arguments(command: Command, lang: Lang) -> Command {
    command
        .arg(peer_argument(lang, "from"))
        .arg(peer_argument(lang, "to"))
        .arg(Arg::new("port").long("port").value_name("PORT/PROTOCOL").help(say(
            lang,
            "The port, such as 5432/TCP; any port where it is left out",
            "ポート(例: 5432/TCP)。省略時はいずれかのポート",
        )))
        .arg(paths(lang))
}

fn peer_argument(lang: Lang, name: &'static str) -> Arg {
    Arg::new(name).long(name).required(true).value_name("PEER").help(say(
        lang,
        "A component (`sandbox`), a workload (`ns/name`), an address or a range",
        "コンポーネント(`sandbox`)、ワークロード(`名前空間/名前`)、アドレス、アドレス範囲のいずれか",
    ))
}

/// What the arguments ask.
pub(super) fn of(matches: &ArgMatches) -> Result<Question, Failure> {
    let peer = |name: &str| word_of(matches, name).unwrap_or_default();
    let port = match word_of(matches, "port") {
        None => PortQuery::Any,
        Some(written) => PortQuery::parse(&written).ok_or_else(|| {
            Failure::Usage(text!(
                "`{written}` is no port: write 5432/TCP, 53/UDP or a number from 1 to 65535",
                "`{written}` はポートとして読めません。5432/TCP、53/UDP、または 1~65535 の数で指定してください"
            ))
        })?,
    };
    Ok(Question { sources: sources_of(matches), from: peer("from"), to: peer("to"), port })
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Failure {
        match error {
            AskError::Input(error) => error.into(),
            AskError::Peer(error) => Failure::CouldNot(error.text()),
        }
    }
}
