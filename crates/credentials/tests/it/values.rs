//! The values that make the round trips.

use credentials::{Alphabet, Length, generate};
use zeroize::Zeroizing;

use crate::Seeded;

/// Generated values of each alphabet.
const N_GENERATED: usize = 1000;

/// Values that look like something else: a number, a boolean, an option, nothing.
const LOOK_ALIKES: [&str; 22] = [
    "0123456789012345",
    "1234567890123456",
    "0755075507550755",
    "1234567890e12345",
    "1e10",
    "0x12345678901234",
    "0b10",
    "-123456789012345",
    "-abcdefghijklmno",
    "_abcdefghijklmno",
    "_1_000",
    "yes",
    "off",
    "null",
    "~",
    "-",
    "--",
    "1:20",
    "2026-11-24",
    ".inf",
    "true",
    "<<",
];

/// What a person may have chosen, or another program made: values that are adopted.
const CHOSEN: [&str; 40] = [
    "a'b",
    "'a",
    "a'",
    "'a'",
    "a\"b",
    "\"a",
    "a\"",
    "\"a\"",
    "it's \"both\"",
    "a\\b",
    "a\\nb",
    "\\",
    "a\\",
    "a\\\\b",
    "\\'",
    "a'b\\c",
    "$a",
    "a$HOME",
    "a$$b",
    "a'$HOME",
    "${HOME}",
    "$(id)",
    "a`id`",
    "a'`id`",
    "#a",
    "a#b",
    "a #b",
    "a b",
    " a ",
    "a:b",
    "a:b@c/d?e",
    "@",
    "%",
    "%41%zz",
    "a&b=c+d",
    "!x",
    "{{x}}",
    "[a, b]",
    "関所",
    "\u{2028}",
];

/// Values of several lines, such as a key in PEM.
pub(crate) const LINES: [&str; 5] = ["a\nb", "\na\n", "a'\n\"b", "-----BEGIN-----\nab+/=\n-----END-----\n", "a\n# b"];

/// A thousand of each alphabet, of every length from the shortest to 64 and once of the longest.
pub(crate) fn generated() -> Vec<String> {
    let mut source = Seeded::new(11);
    let mut values = Vec::new();
    for alphabet in [Alphabet::Alnum, Alphabet::UrlSafe] {
        let lengths = (Length::MIN..=64).cycle().take(N_GENERATED - 1).chain([Length::MAX]);
        values.extend(lengths.map(|length| {
            let value = generate(&mut source, alphabet, Length::new(length).expect("a length")).expect("bytes");
            value.expose().to_owned()
        }));
    }
    values
}

/// Every value of one line.
pub(crate) fn of_one_line() -> Vec<String> {
    let mut values = generated();
    values.extend(LOOK_ALIKES.into_iter().chain(CHOSEN).map(ToOwned::to_owned));
    values
}

/// Every value.
pub(crate) fn all() -> Vec<String> {
    let mut values = of_one_line();
    values.extend(LINES.map(ToOwned::to_owned));
    values
}

/// Every character that there is, in runs of 1,024.
pub(crate) fn every_character() -> Vec<String> {
    let characters: Vec<char> = ('\0'..=char::MAX).collect();
    characters.chunks(1024).map(|run| run.iter().collect()).collect()
}

/// How a value is written; `None` where it cannot be.
pub(crate) type Notation = fn(&str) -> Option<Zeroizing<String>>;

/// Each value as it is written, with the value itself; without those that cannot be written so.
pub(crate) fn written(values: Vec<String>, notation: Notation) -> Vec<(String, String)> {
    values.into_iter().filter_map(|value| Some((notation(&value)?.to_string(), value))).collect()
}
