//! Files of every kind beside `sops`, both ways: equal, or refused with the true reason.

use vault::{Error, Format, sops as store};

use crate::support::{AT, Key, Seeded, peers, sops};

/// Files that both take. `zz-` marks what may not be seen in an encrypted one.
const TAKEN: [(&str, &str); 44] = [
    ("a.yaml", "a: zz-1\n"),
    ("a.yml", "a: zz-1\n"),
    ("a.yaml", "a: 'zz-1'\nb: \"zz-2\\n\"\n"),
    ("a.yaml", "a: |\n  zz-1\n  zz-2\nb: >\n  zz-3\n  zz-4\n"),
    ("a.yaml", "a: |-\n  zz-1\n\nb: |+\n  zz-2\n\n"),
    ("a.yaml", "a:\n  |\n  zz-1\n"),
    ("a.yaml", "a:\n  b:\n    c:\n      d: zz-1\n"),
    ("a.yaml", "a:\n- zz-1\n- zz-2\n"),
    ("a.yaml", "a:\n  - - zz-1\n    - zz-2\n"),
    ("a.yaml", "a: [zz-1, \"zz-2\", {b: zz-3}]\n"),
    ("a.yaml", "{a: zz-1, b: {c: zz-2}}\n"),
    ("a.yaml", "{\"a\": \"zz-1\", \"b\": [1, 2]}\n"),
    ("a.yaml", "a: 1\nb: -2\nc: 1.5\nd: true\ne: False\nf: ~\ng: null\nh:\ni: zz-1\n"),
    ("a.yaml", "a: \"\"\nb: ''\nc: zz-1\n"),
    ("a.yaml", "a: yes\nb: on\nc: n\nd: zz-1\n"),
    ("a.yaml", "# zz-1\na: b\n"),
    ("a.yaml", "a: b # zz-1\nc: d\n"),
    ("a.yaml", "a:\n  # zz-1\n  b: c\n# zz-2\nd: e\n"),
    ("a.yaml", "a: \"zz-1\"# zz-no-comment\n"),
    ("a.yaml", "---\na: zz-1\n"),
    ("a.yaml", "---\na: zz-1\n---\nb: zz-2\n"),
    ("a.yaml", "a: zz-1\n...\n---\nb: zz-2\n"),
    ("a.yaml", "\"a b\": zz-1\n'c.d': zz-2\n? e\n: zz-3\n"),
    ("a.yaml", "a_unencrypted: shown\nb: zz-1\n"),
    ("a.yaml", "a: 日本語 zz-1 🍣\n"),
    ("a.yaml", "a: 2026-01-02T03:04:05Z\nb: zz-1\n"),
    ("a.yaml", "a: '2026-01-02'\nb: \"1.10\"\nc: zz-1\n"),
    ("a.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {A: enotMQ==}\nstringData: {B: zz-1}\n"),
    ("a.yaml", "apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n  data: {A: zz-1}\n"),
    ("a.yaml", "tls.crt: |\n  -----BEGIN CERTIFICATE-----\n  zz-1\n  -----END CERTIFICATE-----\n"),
    ("a.yaml", "a: 'it''s zz-1'\nb: \"\\u007a\\u007a-2\"\n"),
    ("a.yaml", "a:   zz-1   \nb:\tzz-2\n"),
    ("a.yaml", "a: zz-1"),
    ("a.yaml", "a: 9223372036854775807\nb: zz-1\n"),
    ("a.yaml", "c:\n  <<: {q: zz-1}\n  d: zz-2\n"),
    ("a.json", "{\"a\": \"zz-1\"}"),
    ("a.json", "{\n  \"a\": {\"b\": [\"zz-1\", null, true, 1, 1.5]},\n  \"c\": \"\"\n}\n"),
    ("a.json", "{\"a\": \"zz-1\\n\\u0041\", \"b_unencrypted\": \"shown\"}"),
    ("a.json", "{\"a\":{\"b\":{}},\"c\":[],\"d\":\"zz-1\"}"),
    ("a.env", "A=zz-1\n"),
    ("a.env", "# zz-1\nA=zz-2\n\nB=\n"),
    ("a.env", "A=\"zz-1\"\nB='zz-2'\nC=a=b=zz-3\n"),
    ("a.env", "A=zz-1\\nzz-2\n"),
    ("a.env", "A_unencrypted=shown\nB=zz-1"),
];

/// Files that are refused here: `sops` refuses them, or changes what is in them, or makes something else of them.
const REFUSED: [(&str, &str); 18] = [
    ("a.yaml", "- a\n- b\n"),
    ("a.yaml", "a\n"),
    ("a.yaml", ""),
    ("a.yaml", "a: 1\na: 2\n"),
    ("a.yaml", "a: &x zz\nb: *x\n"),
    ("a.yaml", "a: !!str 1\n"),
    ("a.yaml", "1: a\n"),
    ("a.yaml", "a: 1.10\n"),
    ("a.yaml", "a: 0x1F\n"),
    ("a.yaml", "a: 1_000\n"),
    ("a.yaml", "a: 2026-01-02\n"),
    ("a.yaml", "a: x\n---\n---\nb: y\n"),
    ("a.yaml", "a: x\n---\n"),
    ("a.yaml", "a: [1\n"),
    ("a.json", "[1]"),
    ("a.json", "{\"a\": 3.141592653589793238}"),
    ("a.json", "{\"a\": 1,}"),
    ("a.env", "no equals sign\n"),
];

#[test]
fn both_take_a_file_and_give_the_same() {
    let Some(peers) = peers() else { return };
    let key = Key::new();
    for (name, plain) in TAKEN {
        let format = Format::of(name).expect("a notation");
        let json = ["-d", "--output-type", "json"];
        let theirs = sops(peers, &key, name, plain, &["-e", "--age", key.recipient.as_str()]).expect(plain);
        let meant = sops(peers, &key, name, &theirs, &json).expect(&theirs);
        let ours =
            store::encrypt(plain, format, key.alone(), AT, &mut Seeded(1)).unwrap_or_else(|it| panic!("{it}\n{plain}"));
        assert!(!ours.contains("zz-"), "{ours}");
        assert_eq!(sops(peers, &key, name, &ours, &json).expect(&ours), meant, "{plain}");
        let back = store::decrypt(&theirs, format, &key.identities()).unwrap_or_else(|it| panic!("{it}\n{theirs}"));
        let again = store::encrypt(&back, format, key.alone(), AT, &mut Seeded(2))
            .unwrap_or_else(|it| panic!("{it}\n{}", &*back));
        assert_eq!(sops(peers, &key, name, &again, &json).expect(&again), meant, "{plain}");
    }
}

#[test]
fn what_would_not_come_back_is_refused_with_its_place() {
    let key = Key::new();
    for (name, plain) in REFUSED {
        let format = Format::of(name).expect("a notation");
        let error = store::encrypt(plain, format, key.alone(), AT, &mut Seeded(1)).expect_err(plain);
        assert!(error.position().is_some() || error == Error::Empty, "{plain}: {error}");
    }
}
