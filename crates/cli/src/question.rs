//! What the network commands share: a question's two ends, and what is said beside every answer.

use clap::ArgMatches;
use lang::{Text, text};
use netpol::{Ends, FindError, Network, Options, PortQuery};

use crate::console::Console;
use crate::exit::Failure;
use crate::told::Told;

/// Blocks of addresses are taken as outside the cluster, as the documentation of NetworkPolicy means them.
pub(crate) fn options() -> Options {
    Options::blocks_are_external()
}

/// What a question asks about.
pub(crate) struct Question {
    pub(crate) from: Ends,
    pub(crate) to: Ends,
    pub(crate) port: PortQuery,
}

impl Question {
    pub(crate) fn of(matches: &ArgMatches, network: &Network<'_>) -> Result<Question, Failure> {
        let peer = |name: &str| {
            let asked = matches.get_one::<String>(name).map_or("", String::as_str);
            network.find(asked).map_err(|error: FindError| Failure::CouldNot(error.text()))
        };
        let port = match matches.get_one::<String>("port") {
            None => PortQuery::Any,
            Some(written) => PortQuery::parse(written).ok_or_else(|| {
                Failure::Usage(text!(
                    "`{written}` is no port: write 5432/TCP, 53/UDP or a number from 1 to 65535",
                    "`{written}` はポートとして読めません。5432/TCP、53/UDP、または 1~65535 の数で指定してください"
                ))
            })?,
        };
        Ok(Question { from: peer("from")?, to: peer("to")?, port })
    }
}

/// Shows beside the output what a person should know of the policies.
pub(crate) fn tell_notices(network: &Network<'_>, inventory: &model::Inventory, console: &Console, told: &mut Told) {
    let notices = text::network::notices(inventory, network.notices(), console.lang);
    let word = Text::new("note", "注");
    for line in notices.lines() {
        told.note(&format!("{}: {line}", word.get(console.lang)));
    }
}
