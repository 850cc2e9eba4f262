//! Values of Secrets: what is shown, what `sops -d` and a reader of Kubernetes decode, and what was meant are the same.
//!
//! `SEKISHO_VALUES` says how many values are tried in each form; 10,000 take some minutes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use vault::sops::{self as store, Change};
use vault::{Error, Format, Selection};

use crate::support::{AT, Key, Seeded, add, got, peers, sops};

/// Values of one file: a few hundred keys keep a file in the size that people have.
const BATCH: usize = 40;

/// How many values are tried in each form.
fn wanted() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a test that runs longer on request")]
    let wanted = std::env::var("SEKISHO_VALUES");
    wanted.ok().and_then(|it| it.parse().ok()).unwrap_or(80)
}

/// Values as generators, people and files give them.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9]{16,43}",
        "[A-Za-z0-9_-]{64}",
        "[ -~]{1,40}",
        "\\PC{1,24}",
        "-----BEGIN KEY-----\n([A-Za-z0-9+/]{16}\n){1,4}-----END KEY-----\n?",
        "[0-9]{1,30}",
        Just("true".to_owned()),
        Just("null".to_owned()),
        Just("~".to_owned()),
        Just("1.10".to_owned()),
        Just("2026-01-02".to_owned()),
        Just(" leading and trailing ".to_owned()),
        Just("a: b # c".to_owned()),
        Just("'\"\\$(X)`${Y}".to_owned()),
        Just("ENC[AES256_GCM,data:x]".to_owned()),
        Just("aHVudGVyMg==".to_owned()),
        Just("tab\tand\r\nbreaks\n\n".to_owned()),
        Just("=".to_owned()),
    ]
}

/// A file with places for values: its name, its text, the names by which a value is set, and where a reader finds it.
struct Sheet {
    name: &'static str,
    plain: String,
    names: Vec<String>,
    chosen: Selection,
    find: fn(&serde_json::Value, usize) -> Vec<u8>,
}

fn sheets() -> Vec<Sheet> {
    let keys = |indent: &str, colon: &str, end: &str| -> String {
        (0..BATCH).map(|it| format!("{indent}K_{it}{colon}b2xk{end}\n")).collect()
    };
    let head = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: dify-secret\n  namespace: dify\n";
    let bare: Vec<String> = (0..BATCH).map(|it| format!("K_{it}")).collect();
    let secrets = Selection::of_secrets;
    fn base64(value: &serde_json::Value) -> Vec<u8> {
        STANDARD.decode(value.as_str().expect("a text")).expect("base64")
    }
    fn text(value: &serde_json::Value) -> Vec<u8> {
        value.as_str().expect("a text").as_bytes().to_vec()
    }
    vec![
        Sheet {
            name: "data.yaml",
            plain: format!("{head}data:\n{}", keys("  ", ": ", "")),
            names: bare.clone(),
            chosen: secrets(),
            find: |it, at| base64(&it["data"][format!("K_{at}")]),
        },
        Sheet {
            name: "flow.yaml",
            plain: format!("{head}data: {{{}}}\n", keys("", ": ", ",").replace('\n', " ").trim_end_matches([' ', ','])),
            names: (0..BATCH).map(|it| format!("data.K_{it}")).collect(),
            chosen: secrets(),
            find: |it, at| base64(&it["data"][format!("K_{at}")]),
        },
        Sheet {
            name: "string.yaml",
            plain: format!("{head}stringData:\n{}", keys("  ", ": ", "")),
            names: bare.clone(),
            chosen: secrets(),
            find: |it, at| text(&it["stringData"][format!("K_{at}")]),
        },
        Sheet {
            name: "list.yaml",
            plain: format!(
                "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: other}}\n  data: {{K_0: eA==}}\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: mine}}\n  data:\n{}",
                keys("    ", ": ", "")
            ),
            names: (0..BATCH).map(|it| format!("mine/K_{it}")).collect(),
            chosen: secrets(),
            find: |it, at| base64(&it["items"][1]["data"][format!("K_{at}")]),
        },
        Sheet {
            name: "data.json",
            plain: format!(
                "{{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {{\"name\": \"s\"}}, \"data\": {{\n{}}}}}\n",
                (0..BATCH).map(|it| format!("\"K_{it}\": \"b2xk\"")).collect::<Vec<_>>().join(",\n")
            ),
            names: bare.clone(),
            chosen: secrets(),
            find: |it, at| base64(&it["data"][format!("K_{at}")]),
        },
        Sheet {
            name: "values.yaml",
            plain: keys("", ": ", ""),
            names: bare.clone(),
            chosen: Selection::default(),
            find: |it, at| text(&it[format!("K_{at}")]),
        },
        Sheet {
            name: "values.json",
            plain: format!(
                "{{{}}}\n",
                (0..BATCH).map(|it| format!("\"K_{it}\": \"old\"")).collect::<Vec<_>>().join(", ")
            ),
            names: bare.clone(),
            chosen: Selection::default(),
            find: |it, at| text(&it[format!("K_{at}")]),
        },
        Sheet {
            name: "values.env",
            plain: keys("", "=", ""),
            names: bare,
            chosen: Selection::default(),
            find: |it, at| text(&it[format!("K_{at}")]),
        },
    ]
}

fn values(runner: &mut TestRunner) -> Vec<String> {
    (0..BATCH).map(|_| value().new_tree(runner).expect("a value").current()).collect()
}

#[test]
fn what_is_shown_is_what_a_cluster_gets_and_what_was_meant() {
    let key = Key::new();
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(7), ..Config::default() });
    for sheet in sheets() {
        let format = Format::of(sheet.name).expect("a notation");
        for round in 0..wanted().div_ceil(BATCH) {
            let meant = values(&mut runner);
            let mut sealed =
                store::encrypt_chosen(&sheet.plain, format, key.alone(), sheet.chosen.clone(), AT, &mut Seeded(1))
                    .expect(sheet.name)
                    .text;
            for (name, value) in sheet.names.iter().zip(&meant) {
                // A line of dotenv has no carriage return of its own in SOPS: `\n` is all that it escapes.
                sealed = add(&sealed, format, name, value, &key, round as u64)
                    .unwrap_or_else(|it| panic!("{} {name} {value:?}: {it}", sheet.name));
            }
            for (name, value) in sheet.names.iter().zip(&meant) {
                assert_eq!(got(&sealed, format, name, &key), *value, "{} {name}", sheet.name);
            }
            let Some(peers) = peers() else { continue };
            let opened = sops(peers, &key, sheet.name, &sealed, &["-d", "--output-type", "json"]).expect(&sealed);
            let read: serde_json::Value = serde_json::from_str(&opened).expect("JSON");
            for (at, value) in meant.iter().enumerate() {
                assert_eq!((sheet.find)(&read, at), value.as_bytes(), "{} {value:?}", sheet.name);
            }
        }
    }
}

#[test]
fn a_plain_file_of_secrets_holds_what_was_meant() {
    let mut reader = testkit::Reader::start("values of plain Secrets beside Kubernetes' reader");
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(8), ..Config::default() });
    for sheet in sheets().into_iter().filter(|it| it.plain.contains("Secret")) {
        let format = Format::of(sheet.name).expect("a notation");
        for _ in 0..wanted().div_ceil(BATCH) {
            let meant = values(&mut runner);
            let mut text = sheet.plain.clone();
            for (name, value) in sheet.names.iter().zip(&meant) {
                let change = Change { name, value, add: false, annotate: &|_, _, _| None };
                let changed =
                    store::set_plain(&text, format, &change).unwrap_or_else(|it| panic!("{value:?}: {it}\n{text}"));
                text = changed.text.to_string();
            }
            for (name, value) in sheet.names.iter().zip(&meant) {
                assert_eq!(*store::get_plain(&text, format, name).expect(name).bytes, value.as_bytes());
            }
            let Some(reader) = &mut reader else { continue };
            let answer = reader.document(text.as_bytes());
            let read = answer.documents.first().unwrap_or_else(|| panic!("{:?}\n{text}", answer.refused));
            for (at, value) in meant.iter().enumerate() {
                assert_eq!((sheet.find)(read, at), value.as_bytes(), "{} {value:?}", sheet.name);
            }
        }
    }
}

const TWO: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: x}\ndata: {P: b25l, tls.crt: dHdv}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: b, namespace: x}\nstringData:\n  P: three\ndata:\n  P: Zm91cg==\n  data.json: Zml2ZQ==\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {P: six}\n";

#[test]
fn a_name_means_one_value_or_none() {
    let key = Key::new();
    let one = TWO.split("---").next().expect("a document");
    let seal = |plain: &str, manner| {
        store::encrypt_chosen(plain, Format::Yaml, key.alone(), manner, AT, &mut Seeded(1)).expect(plain).text
    };
    // Whether or not what says which object it is was encrypted: with the key it is known.
    for sealed in [seal(TWO, Selection::of_secrets()), seal(TWO, Selection::default())] {
        for (name, value) in [
            ("a/P", "one"),
            ("x/a/P", "one"),
            ("a/data.P", "one"),
            ("tls.crt", "two"),
            ("data.tls.crt", "two"),
            ("data[\"tls.crt\"]", "two"),
            ("b/P", "three"),
            ("b/stringData.P", "three"),
            ("data.json", "five"),
        ] {
            assert_eq!(got(&sealed, Format::Yaml, name, &key), value, "{name}");
        }
        let error =
            |name: &str| store::get(&sealed, Format::Yaml, name, &key.identities()).map(|it| it.name).expect_err(name);
        assert!(matches!(error("P"), Error::Ambiguous(_, each) if each == ["a/data.P", "b/stringData.P"]));
        assert!(matches!(error("b/data.P"), Error::Shadowed(..)));
        assert_eq!(error("a/tls.cert"), Error::NoSuchKey("a/tls.cert".to_owned(), Some("a/data.tls.crt".to_owned())));
        assert!(matches!(error("nobody/P"), Error::NoSuchKey(..)));
    }
    let sealed = seal(one, Selection::of_secrets());
    let set = |name: &str, add: bool| {
        let change = Change { name, value: "new", add, annotate: &|_, _, _| None };
        store::set(&sealed, Format::Yaml, &change, &key.identities(), AT, &mut Seeded(5))
    };
    assert_eq!(set("P", false).map(|it| it.name).expect("set"), "data.P");
    assert!(
        matches!(set("tls.cert", false).err(), Some(Error::NotThere(_, Some(near))) if near == "data[\"tls.crt\"]")
    );
    assert!(matches!(set("UNKNOWN_NAME", false).err(), Some(Error::NotThere(_, None))));
    let added = set("UNKNOWN_NAME", true).expect("added");
    assert_eq!(added.name, "data.UNKNOWN_NAME");
    assert_eq!(got(&added.text, Format::Yaml, "UNKNOWN_NAME", &key), "new");
    for wrong in ["a b", "", "nobody/X", "metadata.name"] {
        assert!(set(wrong, true).is_err(), "{wrong}");
    }
}

#[test]
fn the_days_of_a_value_go_with_it() {
    let key = Key::new();
    let plain = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  annotations:\n    sekisho.dev/created: \"P=2025-01-01\"\ndata:\n  P: b25l\n";
    let annotate = |name: &str, old: &str, key: &str| {
        (name == "sekisho.dev/created" && old.contains(key)).then(|| format!("{key}=2026-11-24"))
    };
    let change = Change { name: "P", value: "new", add: false, annotate: &annotate };
    for manner in [Selection::of_secrets(), Selection::default()] {
        let sealed =
            store::encrypt_chosen(plain, Format::Yaml, key.alone(), manner, AT, &mut Seeded(1)).expect("sealed").text;
        let set = store::set(&sealed, Format::Yaml, &change, &key.identities(), AT, &mut Seeded(2)).expect("set");
        let opened = store::decrypt(&set.text, Format::Yaml, &key.identities()).expect("opened");
        assert!(opened.contains("P=2026-11-24") && opened.contains("bmV3"), "{}", &*opened);
    }
    assert!(store::set_plain(plain, Format::Yaml, &change).expect("set").text.contains("P=2026-11-24"));
}

#[test]
fn a_manifest_says_what_it_is_when_nobody_says_how() {
    let key = Key::new();
    let applied = format!(
        "{}  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '{{\"data\":{{\"P\":\"b25l\"}}}}'\n",
        "apiVersion: v1\nkind: Secret\ndata: {P: b25l}\nmetadata:\n  name: a\n"
    );
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {P: six}\n";
    for (plain, clear) in [(TWO, 11), (applied.as_str(), 3), (config, 3), ("a: one\nb: two\n", 0)] {
        let manner = store::manner_of(plain, Format::Yaml).expect(plain);
        let made = store::encrypt_chosen(plain, Format::Yaml, key.alone(), manner, AT, &mut Seeded(1)).expect(plain);
        assert_eq!(made.values - made.encrypted, clear, "{}", made.text);
        assert!(made.readable.is_empty() && !made.text.contains("b25l"), "{}", made.text);
        if let Some(peers) = peers() {
            sops(peers, &key, "a.yaml", &made.text, &["-d"]).expect(&made.text);
        }
    }
    let refused =
        store::encrypt_chosen(&applied, Format::Yaml, key.alone(), Selection::of_secrets(), AT, &mut Seeded(1));
    assert!(matches!(refused.err(), Some(Error::AppliedCopy(at)) if at.line == 7));
}
