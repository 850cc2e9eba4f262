//! What `audit --fix` and `harden` tell alike.

use fix::{Applied, Held, Left};
use lang::{Text, text};
use model::Location;

use crate::console::Console;
use crate::told::Told;

/// Names what was not mended, and what a person could paste.
pub(crate) fn tell_left(left: &[Left], console: &Console, told: &mut Told) {
    for it in left {
        let (place, rule, (en, ja)) = (place(&it.location), &it.rule, it.reason.both());
        let line = text!(
            "not fixed: {place}: {rule}: {en}; paste:",
            "未修正: {place}: {rule}: {ja}。次の内容を記述してください:"
        );
        told.note(line.get(console.lang));
        paste(&it.snippet, told);
    }
}

/// What a person could paste.
pub(crate) fn paste(snippet: &str, told: &mut Told) {
    snippet.lines().for_each(|line| told.note(&format!("    {line}")));
}

/// What is left alone, because nobody knows that it would go on running.
pub(crate) fn tell_held(held: &[Held], console: &Console, told: &mut Told) {
    for it in held {
        let (place, rule, (en, ja)) = (place(&it.location), &it.rule, it.kept.because.both());
        let line = text!("left: {place}: {rule}: because {en}", "未対応: {place}: {rule}: {ja}");
        told.note(&forms::printable(line.get(console.lang)));
    }
}

/// What a person has to know of a fix, such as what to run before it is applied.
pub(crate) fn tell_notes(it: &Applied, console: &Console, told: &mut Told) {
    let place = place(&it.location);
    for note in &it.notes {
        let (en, ja) = note.both();
        told.note(&forms::printable(text!("note: {place}: {en}", "注: {place}: {ja}").get(console.lang)));
    }
}

/// The fields that a fix changed.
pub(crate) fn fields(it: &Applied) -> Text {
    lang::list(it.fields.iter().map(|it| forms::printable(it)))
}

pub(crate) fn place(location: &Location) -> String {
    forms::printable(&forms::words::address(location)).into_owned()
}
