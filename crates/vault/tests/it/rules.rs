//! `.sops.yaml` beside `sops`: the same values encrypted, or refused with the true reason. Never a value in the clear under a word of success.

use std::process::Stdio;

use vault::{Format, RuleFlaw, Rules, sops as store};

use crate::support::{AT, Key, Seeded, peers};

/// What Sekisho makes of a file under rules: the file, or why not.
fn ours(rules: &str, name: &str, plain: &str, key: &Key) -> Result<String, String> {
    let format = Format::of(name).expect("a notation");
    let rules = Rules::parse(rules).map_err(|it| it.to_string())?;
    let rule = rules.rule_for(name).ok_or("no rule fits")?;
    if let Some(flaw) = rule.flaw() {
        return Err(flaw.text().get(lang::Lang::En).to_owned());
    }
    let readers = rule.readers().map_err(|it| it.to_string())?;
    let manner = rule.manner().expect("no flaw").clone();
    let made =
        store::encrypt_chosen(plain, format, &readers, manner, AT, &mut Seeded(3)).map_err(|it| it.to_string())?;
    assert!(made.encrypted > 0 && made.encrypted <= made.values);
    assert!(store::decrypt(&made.text, format, &key.identities()).is_ok());
    Ok(made.text)
}

/// The lines of values, each with whether it is encrypted.
fn states(text: &str, format: Format) -> Vec<(String, bool)> {
    let outline = store::outline(text, format).unwrap_or_else(|it| panic!("{it}\n{text}"));
    let entries = outline.entries.into_iter().filter(|it| it.state != store::State::Empty);
    entries.map(|it| (it.name, it.state == store::State::Encrypted)).collect()
}

const MANIFEST: &str = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: dify-secret\n  labels: {a_unencrypted: b}\ntype: Opaque\ndata:\n  DB_PASSWORD: aHVudGVyMg==\nstringData:\n  token: swordfish\n  plain_unencrypted: shown\n";
const VALUES: &str = "password: hunter2\ntoken: swordfish\nDB_1: three\nnested:\n  key: four\n  secret_enc: five\n  list: [six, {password: seven}]\n";

/// Forms of a rule: lines below `path_regex`, `KEY` for the public key.
fn forms() -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    let keys = "age: KEY";
    for lines in [
        "",
        "unencrypted_suffix: \"\"",
        "unencrypted_suffix: _unencrypted",
        "unencrypted_suffix: d",
        "encrypted_suffix: \"\"",
        "encrypted_suffix: _enc",
        "encrypted_suffix: PASSWORD",
        "encrypted_regex: \"\"",
        "encrypted_regex: ^data$",
        "encrypted_regex: ^(data|stringData)$",
        "encrypted_regex: ^(password|token)$",
        "encrypted_regex: (?i)password",
        "encrypted_regex: '\\d'",
        "encrypted_regex: '^\\w+_\\d$'",
        "encrypted_regex: '[[:upper:]]'",
        "encrypted_regex: '\\bkey\\b'",
        "encrypted_regex: 'a[b[]'",
        "encrypted_regex: nothing-has-this",
        "encrypted_regex: (",
        "encrypted_regex: [a, b]",
        "encrypted_regex:",
        "encrypted_regex: 5",
        "unencrypted_regex: ^(apiVersion|kind|metadata)$",
        "unencrypted_regex: .",
        "unencrypted_regex: ^nested$",
        "unencrypted_regex: '\\s'",
        "encrypted_regex: a\n    unencrypted_regex: b",
        "encrypted_regex: a\n    encrypted_suffix: b",
        "unencrypted_suffix: _x\n    encrypted_regex: password",
        "unencrypted_suffix: \"\"\n    encrypted_regex: password",
        "encrypted_comment_regex: secret",
        "unencrypted_comment_regex: open",
        "encrypted_comment_regex: \"\"",
        "mac_only_encrypted: true",
        "mac_only_encrypted: true\n    encrypted_regex: ^(data|password)$",
        "mac_only_encrypted: false",
        "mac_only_encrypted: \"yes\"",
        "shamir_threshold: 1",
        "pgp: \"\"",
        "kms: []",
        "comment_unknown: x",
    ] {
        forms.push(format!("{keys}\n    {lines}"));
    }
    for groups in [
        "key_groups:\n      - age: [KEY]",
        "key_groups:\n      - age:\n          - KEY\n          - KEY",
        "key_groups:\n      - age: ['KEY,KEY']",
        "key_groups:\n      - merge:\n          - age: [KEY]",
        "key_groups: []\n    age: KEY",
        "age: [KEY]",
        "age: >-\n      KEY,\n      KEY",
        "age: KEY,",
        "age: \"\"",
        "age: age1pq1aaaa",
        "age: nonsense",
        "age: {a: KEY}",
        "key_groups:\n      - age: [KEY]\n      - age: [KEY]",
        "key_groups:\n      - {}",
    ] {
        forms.push(groups.to_owned());
    }
    forms
}

#[test]
fn every_form_of_a_rule_encrypts_what_sops_encrypts_or_is_refused() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("keys.txt"), &key.file).expect("written");
    let (mut equal, mut both_refuse, mut refused) = (0, 0, 0);
    let files =
        [("m.yaml", MANIFEST), ("v.yaml", VALUES), ("e.env", "password=hunter2\nDB_1=three\nx_unencrypted=y\n")];
    for form in forms() {
        let rules =
            format!("creation_rules:\n  - path_regex: ''\n    {}\n", form.replace("KEY", key.recipient.as_str()));
        std::fs::write(folder.path().join(".sops.yaml"), &rules).expect("written");
        for (name, plain) in files {
            std::fs::write(folder.path().join(name), plain).expect("written");
            let mut command = peers.command("sops");
            command.current_dir(folder.path()).env("HOME", folder.path()).args(["-e", name]).stdin(Stdio::null());
            let output = command.output().expect("it runs");
            let theirs = output.status.success().then(|| String::from_utf8(output.stdout).expect("UTF-8"));
            match (ours(&rules, name, plain, &key), theirs) {
                (Ok(ours), Some(theirs)) => {
                    let format = Format::of(name).expect("a notation");
                    assert_eq!(states(&ours, format), states(&theirs, format), "{rules}\n{ours}\n{theirs}");
                    let mac = |it: &str| it.contains("mac_only_encrypted");
                    assert_eq!(mac(&ours), mac(&theirs), "{rules}");
                    let opened = crate::support::sops(peers, &key, name, &ours, &["-d"]);
                    assert!(opened.is_ok(), "{rules}\n{opened:?}");
                    equal += 1;
                }
                (Err(_), None) => both_refuse += 1,
                // `sops` encrypts nothing there, or by comments, or in groups: refused here, with the reason.
                (Err(why), Some(theirs)) => {
                    let body = theirs.split("\nsops").next().unwrap_or_default();
                    let nothing = !body.contains("ENC[AES256_GCM,data:");
                    let named = ["comments decide", "key groups (Shamir)", "cannot be read as SOPS reads it"];
                    let named = named.iter().any(|it| why.contains(it)) || form.contains("comment_regex: s");
                    assert!(
                        (nothing && why.contains("not one value")) || named || why.contains("hybrid"),
                        "{rules}\n{why}\n{theirs}"
                    );
                    refused += 1;
                }
                (Ok(ours), None) => {
                    panic!("sops refuses this:\n{rules}\n{ours}\n{}", String::from_utf8_lossy(&output.stderr))
                }
            }
        }
    }
    assert!(equal >= 90 && both_refuse >= 15 && refused > 0, "{equal} {both_refuse} {refused}");
}

#[test]
fn a_rule_that_cannot_be_followed_says_why() {
    let rules = "creation_rules:\n  - {encrypted_regex: a, unencrypted_suffix: b, age: x}\n";
    let rules = Rules::parse(rules).expect("read");
    let flaw = rules.rule_for("a.yaml").and_then(|it| it.flaw().cloned());
    assert_eq!(flaw, Some(RuleFlaw::Several(vec!["unencrypted_suffix", "encrypted_regex"])));
}
