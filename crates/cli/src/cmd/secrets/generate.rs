//! `sekisho secrets generate`: the one command made to print values.

use clap::{ArgMatches, Command};
use credentials::{Alphabet, Length};
use lang::{Lang, text};
use zeroize::Zeroizing;

use crate::exit::{Exit, Failure};
use crate::flags::{number, say, shape, word_of};
use crate::told::Told;

/// More than any deployment needs; a bound, so that a slip of the finger does not fill a terminal.
const MAX_COUNT: usize = 10_000;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("generate")
        .about(say(lang, "Print new random values, one a line", "ランダムな値を生成し、1 行に 1 つずつ出力します"))
        .args(shape(lang))
        .arg(number(lang, "count", "1", say(lang, "Values, 1 to 10000", "個数(1~10000。省略時は 1)")))
}

/// What a new value looks like.
pub(crate) struct Shape {
    pub(crate) alphabet: Alphabet,
    pub(crate) length: Length,
}

impl Shape {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Shape, Failure> {
        let length = matches.get_one::<usize>("length").copied().unwrap_or(32);
        let length = Length::new(length).map_err(|_| wrong_length())?;
        let alphabet = word_of(matches, "alphabet").and_then(|it| Alphabet::from_name(&it)).unwrap_or_default();
        Ok(Shape { alphabet, length })
    }
}

pub(crate) struct Options {
    shape: Shape,
    count: usize,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let (shape, count) = (Shape::of(matches)?, matches.get_one::<usize>("count").copied().unwrap_or(1));
        if !(1..=MAX_COUNT).contains(&count) {
            return Err(Failure::Usage(text!(
                "--count takes 1 to {MAX_COUNT}",
                "--count は 1~{MAX_COUNT} で指定してください"
            )));
        }
        Ok(Options { shape, count })
    }
}

pub(crate) fn run(options: &Options, told: &mut Told) -> Result<Exit, Failure> {
    let Shape { alphabet, length } = options.shape;
    let mut lines = Zeroizing::new(String::with_capacity(options.count * (length.get() + 1)));
    for _ in 0..options.count {
        lines.push_str(&keep::set::generated(alphabet, length)?);
        lines.push('\n');
    }
    told.pass(&lines);
    Ok(Exit::Fine)
}

fn wrong_length() -> Failure {
    let (min, max) = (Length::MIN, Length::MAX);
    Failure::Usage(text!(
        "--length takes {min} to {max}: below {min} characters a stolen hash can be guessed at leisure",
        "--length は {min}~{max} で指定してください。{min} 文字より短いと、ハッシュが漏れたときに総当たりで破られます"
    ))
}
