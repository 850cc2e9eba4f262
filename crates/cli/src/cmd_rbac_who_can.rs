//! `sekisho rbac who-can`.

use clap::ArgMatches;
use lang::Text;
use rbac::{Question, What};

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::hints;
use crate::input;
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let (verb, resource) = (word("verb").unwrap_or_default(), word("resource").unwrap_or_default());
    let question = Question::parse(verb, resource, word("subresource"))
        .map_err(|error| Failure::Usage(hints::joined(&error, hints::after_question())))?;
    let inventory = input::read(matches)?;
    let n = inventory.roles.len() + inventory.bindings.len();
    input::refuse_nothing(&inventory, n, &Text::new("role or binding", "Role・Binding"))?;
    let answer = rbac::who_can(&inventory, &question, word("namespace"));
    let doubts = input::tell_doubts(&inventory, console, told);
    let is_named = resource.contains('/');
    if is_named && matches!(&question.what, What::Resource { name, .. } if name.is_empty()) {
        let note = Text::new(
            "note: this verb knows no name when it is authorised; asked without it",
            "注: この動詞では認可の時点で名前が決まらないため、名前なしで調べました",
        );
        told.note(note.get(console.lang));
    }
    let output = if input::is_json(matches) {
        forms::to_json_of([&inventory], &forms::who_can(&inventory, &answer, console.lang))
    } else {
        text::rbac::who_can(&inventory, &answer, &console.text_options())
    };
    told.print(&output);
    Ok(FailOn::of(matches).exit(input::severity_of_unread(doubts), false))
}
