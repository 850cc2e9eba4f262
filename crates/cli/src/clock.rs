//! The clock: read here, and handed to whoever needs it.

use std::time::{SystemTime, UNIX_EPOCH};

use keep::Person;
use lang::Text;
use model::{Date, Moment};

use crate::console::Console;
use crate::exit::Failure;

/// Now.
pub(crate) fn now() -> Result<Moment, Failure> {
    seconds().map(Moment::of_unix).ok_or_else(|| {
        Failure::CouldNot(Text::new(
            "the clock of this machine stands before 1970: set it, since every store holds the time",
            "このマシンの時計が 1970 年より前です。ストアには時刻を記録するため、時計を合わせてください",
        ))
    })
}

/// Who runs the command, where that person's own things are, and when.
pub(crate) fn person(console: &Console) -> Result<Person, Failure> {
    Ok(Person { name: console.user(), state: console.state_folder(), at: now()? })
}

/// Today.
pub(crate) fn today() -> Result<Date, Failure> {
    seconds().map(Date::of_unix).ok_or_else(|| {
        Failure::CouldNot(Text::new(
            "the clock of this machine stands before 1970: name the day with --today",
            "このマシンの時計が 1970 年より前です。--today で日付を指定してください",
        ))
    })
}

/// Since 1970; none before.
fn seconds() -> Option<u64> {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|it| it.as_secs())
}
