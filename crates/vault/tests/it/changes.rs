//! Values set and readers changed: what is not meant stays as it was, and `sops` agrees.

use vault::{Error, Format, Recipient, Selection, sops as store};

use crate::support::{AT, Key, Seeded, add, got, peers, sops};

const PLAIN: [(&str, Format, &str); 3] = [
    (
        "a.yaml",
        Format::Yaml,
        "# who\ndata:\n  OLD: one # kept\n  LIST:\n    - a\n    - b\n\nEMPTY:\nother_unencrypted: x\n",
    ),
    (
        "a.json",
        Format::Json,
        "{\n  \"data\": {\"OLD\": \"one\", \"LIST\": [\"a\", \"b\"]},\n  \"EMPTY\": null,\n  \"n\": {}\n}\n",
    ),
    ("a.env", Format::Dotenv, "# who\nOLD=one\nEMPTY=\n"),
];

fn lines_that_differ(old: &str, new: &str) -> usize {
    let old: Vec<&str> = old.lines().collect();
    new.lines().filter(|it| !old.contains(it)).count()
}

#[test]
fn a_value_is_set_and_nothing_else_changes() {
    let key = Key::new();
    for (name, format, plain) in PLAIN {
        let old = store::encrypt(plain, format, key.alone(), AT, &mut Seeded(1)).expect(name);
        let names: &[&str] = match format {
            Format::Dotenv => &["OLD", "EMPTY", "NEW"],
            _ => &["data.OLD", "data.LIST[1]", "EMPTY", "NEW", "data.NEW", "deep.er.NEW"],
        };
        for path in names {
            let value = "n#w: 'v\"alue' 日本";
            let set = |text: &str| add(text, format, path, value, &key, 7);
            let new = set(&old).unwrap_or_else(|it| panic!("{name} {path}: {it}"));
            assert!(!new.contains("alue"), "{new}");
            let extra = if path.contains("deep") && format == Format::Yaml { 2 } else { 0 };
            assert!(lines_that_differ(&old, &new) <= 2 + extra, "{path}\n{old}\n{new}");
            assert_eq!(got(&new, format, path, &key), value);
            if let Some(peers) = peers() {
                let theirs = sops(peers, &key, name, &new, &["-d", "--output-type", "json"]).expect(&new);
                assert!(theirs.contains("n#w: 'v\\\"alue' 日本"), "{theirs}");
            }
        }
        for wrong in ["", "sops", "sops.mac", "data", "data.OLD.x", "data.LIST[7]"] {
            if format == Format::Dotenv {
                break;
            }
            let result = add(&old, format, wrong, "v", &key, 7);
            assert!(matches!(result, Err(Error::Misplaced(_))), "{wrong}: {result:?}");
        }
    }
    let env = store::encrypt("A=1\n", Format::Dotenv, key.alone(), AT, &mut Seeded(1)).expect("encrypted");
    for wrong in ["", "A=B", "#A", "sops_mac", "A\nB"] {
        let result = add(&env, Format::Dotenv, wrong, "v", &key, 7);
        assert!(matches!(result, Err(Error::Misplaced(_))), "{wrong}: {result:?}");
    }
}

#[test]
fn no_value_is_set_in_the_clear() {
    let key = Key::new();
    let plain = "kind: Secret\ntype: Opaque\nmetadata:\n  name: s\ndata:\n  PASSWORD: one\n";
    // A Secret of Kubernetes is encrypted in its data alone.
    let chosen = Selection::of_secrets();
    let old =
        store::encrypt_chosen(plain, Format::Yaml, key.alone(), chosen, AT, &mut Seeded(1)).expect("encrypted").text;
    assert!(old.contains("kind: Secret"), "{old}");
    let set = |name: &str| add(&old, Format::Yaml, name, "s3cret-canary", &key, 2);
    let exposed = |name: &str, meant: Option<&str>| Err(Error::Exposed(name.to_owned(), meant.map(str::to_owned)));
    assert_eq!(set("metadata.name"), exposed("metadata.name", None));
    assert_eq!(set("type"), exposed("type", None));
    assert!(!set("data.PASSWORD").expect("set").contains("canary"));
}

#[test]
fn what_sops_wrote_is_changed_with_two_lines() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    for (name, format, plain) in PLAIN {
        let theirs = sops(peers, &key, name, plain, &["-e", "--age", key.recipient.as_str()]).expect(name);
        let path = if format == Format::Dotenv { "OLD" } else { "data.OLD" };
        let new = add(&theirs, format, path, "two", &key, 3).expect(name);
        assert!(lines_that_differ(&theirs, &new) <= 3, "{theirs}\n{new}");
        assert!(sops(peers, &key, name, &new, &["-d"]).expect(name).contains("two"));
    }
}

fn readers(text: &str, format: Format) -> Vec<String> {
    store::outline(text, format).expect("a store").recipients
}

#[test]
fn readers_come_with_the_old_data_key_and_go_with_a_new_one() {
    let (ann, ben) = (Key::new(), Key::new());
    for (name, format, plain) in PLAIN {
        let alone = store::encrypt(plain, format, ann.alone(), AT, &mut Seeded(1)).expect(name);
        let change = |text: &str, add: &[Recipient], remove: &[Recipient], key: &Key| {
            let readers = store::readers_after(&store::outline(text, format)?, add, remove)?;
            store::change_readers(text, format, &readers, &key.identities(), AT, &mut Seeded(9))
        };
        let both = change(&alone, ben.alone(), &[], &ann).expect(name);
        assert_eq!(readers(&both, format), [ann.recipient.to_string(), ben.recipient.to_string()]);
        let value = |text: &str| text.lines().find(|it| it.contains("OLD")).map(str::to_owned);
        assert_eq!(value(&both), value(&alone), "only the list changes");
        let gone = change(&both, &[], ann.alone(), &ben).expect(name);
        assert_ne!(value(&gone), value(&both), "a removed reader may have kept the data key");
        assert!(!gone.contains(ann.recipient.as_str()));
        assert!(matches!(store::decrypt(&gone, format, &ann.identities()), Err(Error::WrongIdentity(_))));
        assert_eq!(
            *store::decrypt(&gone, format, &ben.identities()).expect(name),
            *store::decrypt(&alone, format, &ann.identities()).expect(name)
        );
        if let Some(peers) = peers() {
            assert!(sops(peers, &ben, name, &gone, &["-d"]).expect(&gone).contains("one"));
            assert!(sops(peers, &ann, name, &both, &["-d"]).expect(&both).contains("one"));
            assert!(sops(peers, &ann, name, &gone, &["-d"]).is_err());
        }
        assert_eq!(change(&gone, &[], ben.alone(), &ben), Err(Error::LastRecipient));
    }
}

#[test]
fn comments_of_lists_that_sops_made_items_survive() {
    let Some(peers) = peers() else { return };
    let (ann, ben) = (Key::new(), Key::new());
    let plain = "a:\n  - x\n  # said\n  - z\n";
    let theirs = sops(peers, &ann, "a.yaml", plain, &["-e", "--age", ann.recipient.as_str()]).expect("written");
    let ours = store::decrypt(&theirs, Format::Yaml, &ann.identities()).expect("read");
    assert!(ours.contains("    # said\n"), "{}", &*ours);
    let readers = [ben.recipient.clone()];
    let again = store::change_readers(&theirs, Format::Yaml, &readers, &ann.identities(), AT, &mut Seeded(1));
    let shown = sops(peers, &ben, "a.yaml", &again.expect("changed"), &["-d"]).expect("read");
    assert_eq!(shown, "a:\n    - x\n    # said\n    - z\n");
}

#[test]
fn metadata_that_stands_first_stays_first() {
    let (ann, ben) = (Key::new(), Key::new());
    let json =
        store::encrypt("{\"a\": \"one\", \"b\": 2}", Format::Json, ann.alone(), AT, &mut Seeded(1)).expect("encrypted");
    let (values, metadata) = json[1..json.len() - 1].split_once(", \"sops\"").expect("it is last");
    let json = format!("{{\"sops\"{metadata}, {values}}}");
    let yaml = store::encrypt("a: one\nb: 2\n", Format::Yaml, ann.alone(), AT, &mut Seeded(1)).expect("encrypted");
    let (values, metadata) = yaml.split_once("sops:").expect("it is last");
    let yaml = format!("sops:{metadata}{values}");
    for (format, text) in [(Format::Json, json), (Format::Yaml, yaml)] {
        assert_eq!(got(&text, format, "a", &ann), "one");
        let set = add(&text, format, "c", "three", &ann, 2).expect(&text);
        let moved =
            store::change_readers(&set, format, ben.alone(), &ann.identities(), AT, &mut Seeded(3)).expect(&set);
        assert_eq!(got(&moved, format, "c", &ben), "three");
    }
}

#[test]
fn keys_of_other_kinds_stay_and_their_readers_are_not_cut_off() {
    let (ann, ben) = (Key::new(), Key::new());
    let text = store::encrypt("a: one\n", Format::Yaml, ann.alone(), AT, &mut Seeded(1)).expect("encrypted");
    let pgp = "    pgp:\n        - created_at: \"2026-11-24T00:00:00Z\"\n          enc: x\n          fp: AB12\n";
    let text = text.replace("    lastmodified:", &format!("{pgp}    lastmodified:"));
    let set = add(&text, Format::Yaml, "a", "two", &ann, 2).expect("set");
    assert!(set.contains(pgp));
    assert_eq!(got(&set, Format::Yaml, "a", &ann), "two");
    let outline = store::outline(&set, Format::Yaml).expect("read");
    assert_eq!(store::readers_after(&outline, ben.alone(), &[]), Err(Error::OtherKeys(vec!["pgp"])));
    let moved = store::change_readers(&set, Format::Yaml, ben.alone(), &ann.identities(), AT, &mut Seeded(3));
    assert_eq!(moved, Err(Error::OtherKeys(vec!["pgp"])));
    let stranger = store::decrypt(&set, Format::Yaml, &ben.identities()).err();
    assert_eq!(stranger, Some(Error::WrongIdentity(vec![ann.recipient.to_string(), "pgp".to_owned()])));
}

#[test]
fn sops_changes_what_was_written_here_and_it_is_read_again() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    for (name, format, plain) in PLAIN {
        let ours = store::encrypt(plain, format, key.alone(), AT, &mut Seeded(1)).expect(name);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, &ours).expect("written");
        std::fs::write(folder.path().join("key"), &key.file).expect("written");
        let place = if format == Format::Dotenv { "[\"OLD\"]" } else { "[\"data\"][\"OLD\"]" };
        let run = |arguments: &[&str]| {
            let mut command = peers.command("sops");
            command.env("SOPS_AGE_KEY_FILE", folder.path().join("key")).args(arguments).status().expect("it starts")
        };
        let file = path.to_str().expect("UTF-8");
        assert!(run(&["set", file, place, "\"three\""]).success(), "{name}");
        assert!(run(&["rotate", "-i", file]).success(), "{name}");
        let theirs = std::fs::read_to_string(&path).expect("read");
        let path = if format == Format::Dotenv { "OLD" } else { "data.OLD" };
        assert_eq!(got(&theirs, format, path, &key), "three");
    }
}
