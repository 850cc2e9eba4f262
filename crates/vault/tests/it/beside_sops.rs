//! What `sops` wrote is read, and `sops` reads what is written here.

use vault::{Format, sops as store};

use crate::support::{AT, Key, Seeded, add, peers, sops};

const YAML: &str = r#"# top comment

a: x
b:
  # in b
  c: 1 # inline c
  d:
    - one
    # in d
    - two
    - k: v
      l: 2.5
  # after d
e: true
f: ""
g: null
h: |
  multi
  line
j_unencrypted: plain
k: {x: 1, y: [a, "b c"]}
l: []
m: {}
"n o": 'it''s'
p: yes
q: "日本語 🍣"
r: -777
# end
"#;

const JSON: &str = r#"{
  "a": 1.0,
  "b": [1, {"c": null, "d": false}],
  "e": "x\ud83d\ude00\/\n",
  "f": "",
  "g_unencrypted": {"h": [1, "two"]}
}
"#;

const DOTENV: &str = "# a comment\nA=1\nB=\"q x\"\nC=\nD=a\\nb\nE_unencrypted=plain\n";

#[test]
fn sops_reads_what_is_written_here() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    for (name, format, plain) in
        [("a.yaml", Format::Yaml, YAML), ("a.json", Format::Json, JSON), ("a.env", Format::Dotenv, DOTENV)]
    {
        let ours = store::encrypt(plain, format, key.alone(), AT, &mut Seeded(1)).expect(name);
        assert!(!ours.contains("multi") && !ours.contains("q x"), "{ours}");
        let theirs = sops(peers, &key, name, &ours, &["-d"]).expect(&ours);
        let expected = sops(peers, &key, name, plain, &["-e", "--age", key.recipient.as_str()]).expect(name);
        let expected = sops(peers, &key, name, &expected, &["-d"]).expect(name);
        assert_eq!(theirs, expected, "{ours}");
        let back = store::decrypt(&ours, format, &key.identities()).expect(name);
        let back = sops(peers, &key, name, &back, &["-e", "--age", key.recipient.as_str()]).expect(&back);
        assert_eq!(sops(peers, &key, name, &back, &["-d"]).expect(name), expected);
    }
}

#[test]
fn what_sops_wrote_is_read() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    for options in
        [&[][..], &["--mac-only-encrypted"], &["--encrypted-regex", "^(b|B)$"], &["--unencrypted-regex", "^c|A"]]
    {
        for (name, format, plain) in
            [("a.yaml", Format::Yaml, YAML), ("a.json", Format::Json, JSON), ("a.env", Format::Dotenv, DOTENV)]
        {
            let arguments = [&["-e", "--age", key.recipient.as_str()], options].concat();
            let theirs = sops(peers, &key, name, plain, &arguments).expect(name);
            let ours = store::decrypt(&theirs, format, &key.identities()).unwrap_or_else(|it| panic!("{it}\n{theirs}"));
            let expected = sops(peers, &key, name, &theirs, &["-d"]).expect(name);
            if format == Format::Dotenv {
                assert_eq!(*ours, expected);
            }
            // The same values in the same order, whatever the layout.
            let again = store::encrypt(&ours, format, key.alone(), AT, &mut Seeded(2)).expect(&ours);
            assert_eq!(sops(peers, &key, name, &again, &["-d"]).expect(&again), expected, "{theirs}\n{}", &*ours);
        }
    }
}

#[test]
fn a_stream_of_documents_is_one_file() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    let plain = "# first\na: 1\n---\nb: two\nc: [3]\n...\n---\n# last\nd: four\n";
    let ours = store::encrypt(plain, Format::Yaml, key.alone(), AT, &mut Seeded(1)).expect("encrypted");
    assert_eq!(*store::decrypt(&ours, Format::Yaml, &key.identities()).expect("opened"), plain);
    let theirs = sops(peers, &key, "a.yaml", &ours, &["-d"]).expect(&ours);
    assert_eq!(theirs, "# first\na: 1\n---\nb: two\nc:\n    - 3\n---\n# last\nd: four\n");
    let again = sops(peers, &key, "a.yaml", plain, &["-e", "--age", key.recipient.as_str()]).expect("encrypted");
    assert_eq!(*store::decrypt(&again, Format::Yaml, &key.identities()).expect(&again), theirs);
    let set = add(&ours, Format::Yaml, "d", "five", &key, 2).expect("set");
    assert!(sops(peers, &key, "a.yaml", &set, &["-d"]).expect(&set).ends_with("d: five\n"));
}
