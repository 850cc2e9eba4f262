//! `sekisho network can`.

use clap::ArgMatches;
use lang::Text;
use netpol::{Network, Verdict};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::question::{Question, options};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let inventory = input::read(matches)?;
    let network = Network::new(&inventory, &options());
    let question = Question::of(matches, &network)?;
    let mut answer = network.can(&question.from, &question.to, question.port);
    if input::tell_doubts(&inventory, console, told) > 0 {
        // A policy may stand in what could not be read, and one more policy can change an answer either way.
        answer.verdict = Verdict::Unknown(vec![Text::new(
            "a part of the input cannot be read or is refused by Kubernetes, and may hold a policy",
            "読めない部分、または Kubernetes が拒否する部分に、ポリシーが含まれているおそれがあります",
        )]);
    }
    told.print(&if input::is_json(matches) {
        forms::to_json_of([&inventory], &forms::network::answer(&answer, console.lang))
    } else {
        text::network::answer(&answer, console.lang)
    });
    Ok(match answer.verdict {
        Verdict::Possible => Exit::Fine,
        Verdict::Impossible => Exit::Impossible,
        Verdict::Unknown(_) => Exit::Unknown,
    })
}
