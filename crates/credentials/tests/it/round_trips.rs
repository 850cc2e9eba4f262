//! What a notation writes, its real reader gives back.

use std::io::Write as _;
use std::process::{Command, Stdio};

use credentials::{Alphabet, Length, generate, notation};
use yaml::{Limits, Ref, scalar::Scalar};

use crate::Seeded;

/// A thousand generated values, values that look like something else, and values that a person may have chosen.
fn values() -> Vec<String> {
    let mut source = Seeded::new(11);
    let mut made = |alphabet| {
        let value = generate(&mut source, alphabet, Length::new(16).expect("a length")).expect("bytes");
        value.expose().to_owned()
    };
    let mut values: Vec<String> = (0..1000)
        .map(|at| made(if usize::is_multiple_of(at, 2) { Alphabet::Alnum } else { Alphabet::UrlSafe }))
        .collect();
    let look_alikes = [
        "0123456789012345",
        "0755075507550755",
        "1234567890e12345",
        "0x12345678901234",
        "-123456789012345",
        "yes",
        "null",
        "~",
        "-",
        "--",
        "_1_000",
        "1:20",
        "2026-11-24",
        ".inf",
        "true",
    ];
    let chosen =
        ["a'b", "a\"b", "a\\b", "a$HOME", "a`id`", "a#b", "a b", "a:b@c/d?e", "関所", "a%20b", "!x", "a\\nb", "{{x}}"];
    values.extend(look_alikes.into_iter().chain(chosen).map(ToOwned::to_owned));
    values
}

#[test]
fn yaml_gives_back_a_string() {
    for value in values() {
        let text = format!("password: {}\n", *notation::yaml(&value));
        let chunk = yaml::split(&text)[0];
        let trees = yaml::parse(&text, chunk, &Limits::default()).expect("valid YAML");
        let read = Ref::root(&text, &trees[0]).and_then(|it| it.get("password")).and_then(Ref::scalar);
        assert_eq!(read, Some(Scalar::Str(&value)));
    }
}

/// One bash for all: it reads the words from a script on standard input and prints them back.
#[test]
fn bash_and_dotenv_give_back_the_value() {
    for (name, quote) in [("shell", notation::shell as fn(&str) -> _), ("dotenv", notation::dotenv)] {
        let values = values();
        let mut script = String::new();
        for value in &values {
            script.push_str(&format!("V={}\nprintf '%s\\n' \"$V\"\n", *quote(value)));
        }
        let mut bash = Command::new("bash").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("bash is here");
        let mut pipe = bash.stdin.take().expect("a pipe");
        let writer = std::thread::spawn(move || pipe.write_all(script.as_bytes()));
        let output = bash.wait_with_output().expect("bash ends");
        writer.join().expect("the writer ends").expect("bash reads");
        let out = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(out.lines().eq(values.iter().map(String::as_str)), "{name}");
    }
}

/// As kombu and redis-py read a URL: userinfo up to the last `@` before the path, then percent-decoding.
#[test]
fn a_broker_url_gives_back_the_password() {
    for value in values() {
        let url = format!("redis://:{}@redis:6379/1", *notation::userinfo(&value));
        let rest = url.strip_prefix("redis://").expect("the scheme");
        let authority = rest.split(['/', '?', '#']).next().expect("an authority");
        let (userinfo, host) = authority.rsplit_once('@').expect("userinfo");
        let (_, password) = userinfo.split_once(':').expect("a password");
        assert_eq!(host, "redis:6379");
        assert_eq!(decode(password), value);
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).expect("two digits"), 16).expect("hex"));
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// libpq's reader: fields end at a colon that no backslash stands before.
#[test]
fn a_passfile_gives_back_the_password() {
    for value in values() {
        let line = format!("db:5432:*:dify:{}", *notation::passfile(&value));
        let (mut fields, mut escaped) = (vec![String::new()], false);
        for character in line.chars() {
            match character {
                '\\' if !escaped => escaped = true,
                ':' if !escaped => fields.push(String::new()),
                it => {
                    fields.last_mut().expect("a field").push(it);
                    escaped = false;
                }
            }
        }
        assert_eq!(fields.len(), 5);
        assert_eq!(fields[4], value);
    }
}
