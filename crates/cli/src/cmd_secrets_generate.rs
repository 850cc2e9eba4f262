//! `sekisho secrets generate`: the one command made to print values.

use clap::ArgMatches;
use credentials::{Alphabet, Length, OperatingSystem};
use lang::{Text, text};
use zeroize::Zeroizing;

use crate::exit::{Exit, Failure};
use crate::told::Told;

/// More than any deployment needs; a bound, so that a slip of the finger does not fill a terminal.
const MAX_COUNT: usize = 10_000;

pub(crate) fn run(matches: &ArgMatches, told: &mut Told) -> Result<Exit, Failure> {
    let number = |name: &str| matches.get_one::<usize>(name).copied().unwrap_or(1);
    let length = Length::new(number("length")).map_err(|_| wrong_length())?;
    let count = number("count");
    if !(1..=MAX_COUNT).contains(&count) {
        return Err(Failure::Usage(text!(
            "--count takes 1 to {MAX_COUNT}",
            "--count は 1~{MAX_COUNT} で指定してください"
        )));
    }
    let alphabet =
        matches.get_one::<String>("alphabet").and_then(|it| Alphabet::from_name(it)).unwrap_or(Alphabet::Alnum);
    // All of them before the first is printed: a reader gets every value or none.
    let mut lines = Zeroizing::new(String::with_capacity(count * (length.get() + 1)));
    for _ in 0..count {
        let value = credentials::generate(&mut OperatingSystem, alphabet, length).map_err(|_| no_randomness())?;
        lines.push_str(value.expose());
        lines.push('\n');
    }
    told.print(&lines);
    Ok(Exit::Fine)
}

pub(crate) fn wrong_length() -> Failure {
    let (min, max) = (Length::MIN, Length::MAX);
    Failure::Usage(text!(
        "--length takes {min} to {max}: below {min} characters a stolen hash can be guessed at leisure",
        "--length は {min}~{max} で指定してください。{min} 文字より短いと、ハッシュが漏れたときに総当たりで破られます"
    ))
}

pub(crate) fn no_randomness() -> Failure {
    Failure::CouldNot(Text::new(
        "the operating system gives no random bytes: no value was made. Look at getrandom(2) and /dev/urandom",
        "OS から乱数を取得できないため、値を作っていません。getrandom(2) と /dev/urandom を確認してください",
    ))
}
