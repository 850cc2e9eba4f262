//! `sekisho network explain`.

use clap::ArgMatches;
use netpol::Network;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::question::{Question, options};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let inventory = input::read(matches)?;
    let network = Network::new(&inventory, &options());
    let question = Question::of(matches, &network)?;
    let explanation = network.explain(&question.from, &question.to, question.port);
    input::tell_unread(&inventory, console, told);
    told.print(&if input::is_json(matches) {
        forms::to_json_of([&inventory], &forms::network::explanation(&inventory, &explanation, console.lang))
    } else {
        text::network::explanation(&inventory, &explanation, console.lang)
    });
    Ok(Exit::Fine)
}
