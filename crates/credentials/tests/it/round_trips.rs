//! What a notation writes, our own reader and the shell give back.

use std::process::Command;

use credentials::notation;
use yaml::{Limits, Ref, scalar::Scalar};

use crate::programs::run;
use crate::values::{self, written};

#[test]
fn yaml_gives_back_a_string() {
    for value in values::all().into_iter().chain(values::every_character()) {
        let text = format!("password: {}\n", *notation::yaml(&value));
        let chunk = yaml::split(&text)[0];
        let trees = yaml::parse(&text, chunk, &Limits::default()).expect("valid YAML");
        let read = Ref::root(&text, &trees[0]).and_then(|it| it.get("password")).and_then(Ref::scalar);
        assert_eq!(read, Some(Scalar::Str(&value)));
    }
}

/// One bash for all of a notation: it reads the words from a script on standard input and prints them back.
#[test]
fn bash_gives_back_the_value() {
    for (name, pairs) in [
        ("shell", written(values::all(), |value| Some(notation::shell(value)))),
        ("dotenv", written(values::all(), notation::dotenv)),
    ] {
        let script: String = pairs.iter().map(|(word, _)| format!("V={word}\nprintf '%s\\0' \"$V\"\n")).collect();
        let out = run(&mut Command::new("bash"), &script).expect("bash reads it");
        assert!(out.split_terminator('\0').eq(pairs.iter().map(|(_, value)| value)), "{name}");
    }
}

/// What is refused means something else to one of the readers, or would become two entries; a generated value never is.
#[test]
fn only_what_no_notation_can_hold_is_refused() {
    let refused = |notation: values::Notation| {
        let more = ["a\rb", "a\0b", "a\ndb:5432:*:dify:b"].map(ToOwned::to_owned);
        let mut values = values::all();
        values.extend(more);
        values.retain(|value| notation(value).is_none());
        values
    };
    assert_eq!(
        refused(notation::dotenv),
        ["\\", "a\\", "a\\\\b", "\\'", "a'b\\c", "a'$HOME", "${HOME}", "a'`id`", "a\rb", "a\0b"]
    );
    assert_eq!(
        refused(notation::passfile),
        values::LINES.into_iter().chain(["a\rb", "a\0b", "a\ndb:5432:*:dify:b"]).collect::<Vec<_>>()
    );
}
