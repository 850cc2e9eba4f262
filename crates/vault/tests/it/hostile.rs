//! What must not pass: each with its own error, and never a panic.

use proptest::prelude::*;
use vault::{Error, Format, sops as store};

use crate::support::{AT, Key, Seeded, add};

const PLAIN: &str = "first: alpha\nsecond: bravo\nlist:\n  - one\n  - two\nempty: \"\"\nplain_unencrypted: delta\n";

fn sealed(key: &Key) -> String {
    store::encrypt(PLAIN, Format::Yaml, key.alone(), AT, &mut Seeded(1)).expect("encrypted")
}

fn line<'a>(text: &'a str, name: &str) -> &'a str {
    text.lines().find(|it| it.trim_start().starts_with(name)).expect("a line")
}

fn opened(text: &str, key: &Key) -> Result<String, Error> {
    store::decrypt(text, Format::Yaml, &key.identities()).map(|it| it.to_string())
}

#[test]
fn tampering_is_refused() {
    let key = Key::new();
    let text = sealed(&key);
    assert_eq!(opened(&text, &key).expect("as it was"), PLAIN);
    let (first, second) = (line(&text, "first"), line(&text, "second"));
    let swapped = text.replace(first, "@").replace(second, &first.replace("first", "second"));
    let swapped = swapped.replace('@', &second.replace("second", "first"));
    assert!(matches!(opened(&swapped, &key), Err(Error::Tampered(_, name)) if name == "first"));
    let flipped = text.replace(first, &first.replacen("data:", "data:A", 1));
    assert!(matches!(opened(&flipped, &key), Err(Error::Tampered(at, _)) if at.line == 1));
    // Items of a list share their binding: the MAC sees that they changed places.
    let items: Vec<&str> = text.lines().filter(|it| it.starts_with("  - ENC")).collect();
    let moved = text.replace(items[0], "@").replace(items[1], items[0]).replace('@', items[1]);
    assert_eq!(opened(&moved, &key), Err(Error::MacMismatch));
    assert_eq!(opened(&text.replace(&format!("{second}\n"), ""), &key), Err(Error::MacMismatch));
    assert_eq!(opened(&text.replace("delta", "echo"), &key), Err(Error::MacMismatch));
    assert_eq!(opened(&text.replace("16:25:58Z", "16:25:59Z"), &key), Err(Error::MacMismatch));
    let other = store::encrypt(PLAIN, Format::Yaml, key.alone(), AT, &mut Seeded(2)).expect("encrypted");
    assert_eq!(opened(&text.replace(line(&text, "mac:"), line(&other, "mac:")), &key), Err(Error::MacMismatch));
    let bare = text.replace(first, "first: alpha");
    assert!(matches!(opened(&bare, &key), Err(Error::Plain(at, name)) if at.line == 1 && name == "first"));
    let emptied = text.replace(first, "first: \"\"");
    assert_eq!(opened(&emptied, &key), Err(Error::MacMismatch));
}

#[test]
fn what_is_missing_or_not_ours_is_named() {
    let key = Key::new();
    let text = sealed(&key);
    let stranger = Key::new();
    assert_eq!(opened(&text, &stranger), Err(Error::WrongIdentity(vec![key.recipient.to_string()])));
    assert_eq!(opened(PLAIN, &key), Err(Error::NotEncrypted));
    assert_eq!(opened(&text.replace("    mac:", "    cam:"), &key), Err(Error::Metadata("mac")));
    assert_eq!(opened(&text.replace("    age:", "    ega:"), &key), Err(Error::Metadata("age")));
    let groups = text.replace("  age:", "  key_groups:\n      - age:");
    assert_eq!(opened(&groups, &key), Err(Error::KeyGroups));
    let by_comment = text.replace("unencrypted_suffix: _unencrypted", "encrypted_comment_regex: secret");
    assert_eq!(opened(&by_comment, &key), Err(Error::CommentRule("encrypted_comment_regex")));
    assert_eq!(store::encrypt(&text, Format::Yaml, key.alone(), AT, &mut Seeded(1)), Err(Error::AlreadyEncrypted));
    assert_eq!(store::encrypt(PLAIN, Format::Yaml, &[], AT, &mut Seeded(1)), Err(Error::NoRecipients));
    let regex = text.replace("unencrypted_suffix: _unencrypted", "encrypted_regex: \"(((\"");
    assert_eq!(opened(&regex, &key), Err(Error::Metadata("encrypted_regex")));
}

#[test]
fn what_would_not_survive_is_refused_with_its_line() {
    let key = Key::new();
    for (line, text) in [
        (2, "a: &x 1\nb: *x\n"),
        (2, "a: 1\nb: !!str 2\n"),
        (1, "8080: x\n"),
        (2, "a: 1\nb: 2026-01-02\n"),
        (1, "- a\n- b\n"),
        (2, "a: 1\na: 2\n"),
        (2, "a: 1\n\"<<\": {b: 2}\n"),
        (3, "a: &x {b: 2}\nc:\n  <<: *x\n"),
        (1, "a: 1.10\n"),
        (1, "a: 0777\n"),
        (2, "a: x\n---\n---\nb: y\n"),
        (1, "a: 3.141592653589793238\n"),
        (1, "a: 2026-01-02T00:00:00+00:00\n"),
        (1, "a: | # why\n  x\n"),
        (2, "a: [1\n"),
        (1, "a: 18446744073709551615\n"),
    ] {
        let error = store::encrypt(text, Format::Yaml, key.alone(), AT, &mut Seeded(1)).expect_err(text);
        assert!(error.position().is_some_and(|it| it.line == line || text.contains('[')), "{text}: {error}");
    }
    for text in [
        "{a: 1}",
        "{\"a\": 1} {\"b\": 2}",
        "{\"a\": 'x'}",
        "{\"a\": 1, // why\n}",
        "[1]",
        "{\"a\": 12345678901234567890123}",
    ] {
        let error = store::encrypt(text, Format::Json, key.alone(), AT, &mut Seeded(1)).expect_err(text);
        assert!(error.position().is_some(), "{text}: {error}");
    }
    let many = "a:\n".to_owned() + &"  - x\n".repeat(1_000_000);
    let error = store::encrypt(&many, Format::Yaml, key.alone(), AT, &mut Seeded(1));
    assert!(error.is_err());
    let deep = "{\"a\":".repeat(5000) + "1" + &"}".repeat(5000);
    assert!(store::encrypt(&deep, Format::Json, key.alone(), AT, &mut Seeded(1)).is_err());
}

fn text() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        "[a-z]{1,6}",
        "[1-9][0-9]{0,3}",
        Just("true".to_owned()),
        Just("\"\"".to_owned()),
        Just("1.5".to_owned()),
        "\"[ -!#-\\[\\]-~あ-ん]{0,12}\"",
        "'[ -&(-~]{0,9}'",
        Just("~".to_owned())
    ];
    prop::collection::vec((0_usize..4, "[a-z]{1,5}", scalar, any::<bool>()), 1..12).prop_map(|lines| {
        let mut out = String::new();
        for (number, (kind, key, value, comment)) in lines.into_iter().enumerate() {
            let tail = if comment { " # said" } else { "" };
            match kind {
                0 => out += &format!("{key}{number}: {value}{tail}\n"),
                1 => out += &format!("{key}{number}:{tail}\n  - {value}\n  - k: {value}\n"),
                2 => out += &format!("{key}{number}:\n  # above\n  in: {value}{tail}\n  out: [1, {{x: a}}]\n"),
                _ => out += &format!("# {key}\n{key}{number}: |-\n  {key}\n   {key}\n"),
            }
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// What is encrypted comes back; twice is the same; no two writings share a nonce.
    #[test]
    fn what_is_encrypted_comes_back(plain in text(), seed in 1_u64..1000) {
        let key = Key::new();
        let readers = [key.recipient.clone()];
        match store::encrypt(&plain, Format::Yaml, &readers, AT, &mut Seeded(seed)) {
            Ok(sealed) => {
                let once = store::decrypt(&sealed, Format::Yaml, &key.identities()).expect("opened");
                let again = store::encrypt(&once, Format::Yaml, &readers, AT, &mut Seeded(seed)).expect("encrypted");
                let twice = store::decrypt(&again, Format::Yaml, &key.identities()).expect("opened");
                prop_assert_eq!(&*once, &*twice);
                let comments = |it: &str| it.matches("# ").count();
                prop_assert_eq!(comments(&once), comments(&plain));
            }
            Err(error) => prop_assert!(matches!(error, Error::Empty), "{}", error),
        }
    }

    /// A store that was edited anywhere is read, changed or refused.
    #[test]
    fn an_edited_text_panics_nowhere(plain in text(), at in 0_usize..400, cut in 0_usize..9, new in "[-:#|>&*!\\[\\]{},'\" \na💥]{0,4}") {
        let key = Key::new();
        let edit = |text: &str| {
            let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
            let (from, to) = (boundary(at), boundary(at + cut));
            format!("{}{new}{}", &text[..from], &text[to..])
        };
        let edited = edit(&plain);
        let sealed = store::encrypt(&edited, Format::Yaml, key.alone(), AT, &mut Seeded(1));
        if let Err(error) = &sealed {
            // What can be taken apart can be encrypted: else the proof caught a fault of ours.
            let taken_apart = matches!(store::outline(&edited, Format::Yaml), Err(Error::NotEncrypted));
            let is_number = matches!(error, Error::Unsupported(..));
            prop_assert!(!taken_apart || *error == Error::Empty || is_number, "{}: {}", error, edited);
        }
        if let Ok(sealed) = sealed {
            prop_assert!(opened(&sealed, &key).is_ok(), "{}", edited);
            let damaged = edit(&sealed);
            let _ = opened(&damaged, &key);
            let _ = store::outline(&damaged, Format::Yaml);
            let _ = store::exposed(&damaged, Format::Yaml, None);
            let _ = add(&damaged, Format::Yaml, "a.b[0]", "v", &key, 1);
        }
    }

    /// Any text, and any damage of a store, ends in a value or an error.
    #[test]
    fn nothing_panics(noise in any::<Vec<u8>>(), at in 0_usize..4000, keep in 0_usize..4000) {
        let key = Key::new();
        let mut text = sealed(&key);
        let noise = String::from_utf8_lossy(&noise).into_owned();
        for format in [Format::Yaml, Format::Json, Format::Dotenv] {
            let _ = store::outline(&noise, format);
            let _ = store::encrypt(&noise, format, key.alone(), AT, &mut Seeded(1));
        }
        let at = at.min(text.len());
        text.insert_str(at, &noise);
        if opened(&text, &key).is_ok() {
            prop_assert!(noise.trim().is_empty() || noise.contains('#') || opened(&text, &key).expect("as before").contains("alpha"));
        }
        let whole = sealed(&key);
        let _ = opened(&whole[..keep.min(whole.len())], &key);
    }
}

/// A block of text whose `|` stands on a line of its own, as far left as its key; a comment at once behind a quote.
#[test]
fn what_only_quotes_and_blocks_may_do_is_encrypted() {
    let key = Key::new();
    for plain in [
        "a:\n|\n  # text\n  in: b\nc: d\n",
        "a:\n  b:\n  >\n    text\n  c: d\n",
        "a:\n    |-\n    text\n",
        "a: \"text\"# said\nb: 'text'# said\n",
    ] {
        let sealed = store::encrypt(plain, Format::Yaml, key.alone(), AT, &mut Seeded(1)).expect(plain);
        assert!(opened(&sealed, &key).is_ok_and(|it| it.contains("text")), "{plain}");
    }
}
