//! `sekisho secrets encrypt|show|set|recipients|handover`, as a person uses them, beside `sops` and `age`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use peers::Peers;
use tempfile::TempDir;

use crate::{Run, sekisho};

pub(crate) static PEERS: LazyLock<Option<Peers>> = LazyLock::new(|| {
    Peers::build(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-peers"), "the store commands beside sops and age")
});

/// A folder with two people's keys outside of it.
pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) ann: String,
    pub(crate) ben: String,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("work")).expect("made");
        let key = |name: &str| {
            let (file, public) = vault::generate();
            fs::write(folder.path().join(name), &*file).expect("written");
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(folder.path().join(name), mode).expect("set");
            public.to_string()
        };
        let (ann, ben) = (key("ann"), key("ben"));
        Desk { ann, ben, folder }
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    pub(crate) fn key_file(&self, who: &str) -> PathBuf {
        self.folder.path().join(who)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.work().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.work().join(name)).expect("read")
    }

    /// The program with somebody's key.
    pub(crate) fn command(&self, who: &str, arguments: &[&str]) -> Command {
        let mut command = sekisho(&self.work(), &[&["secrets"], arguments].concat());
        command.env("SEKISHO_AGE_KEY_FILE", self.key_file(who)).env("HOME", self.home());
        command
    }

    /// Where the person's own things are.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn run(&self, who: &str, arguments: &[&str]) -> Run {
        self.command(who, arguments).output().expect("it starts").into()
    }

    pub(crate) fn fed(&self, who: &str, arguments: &[&str], text: &str) -> Run {
        use std::io::Write as _;
        let mut command = self.command(who, arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("fed");
        child.wait_with_output().expect("it ends").into()
    }

    /// What `sops` makes of a file with somebody's key; `None` when it refuses.
    pub(crate) fn sops(&self, peers: &Peers, who: &str, name: &str) -> Option<String> {
        let mut command = peers.command("sops");
        command.current_dir(self.work()).env("SOPS_AGE_KEY_FILE", self.key_file(who)).args(["-d", name]);
        let output = command.output().expect("it starts");
        output.status.success().then(|| String::from_utf8(output.stdout).expect("UTF-8"))
    }
}

const PLAIN: &str = "# of production\nDB_PASSWORD: hunter2\nredis:\n    REDIS_PASSWORD: swordfish\n";

#[test]
fn a_file_is_encrypted_set_and_shown_and_sops_reads_it() {
    let desk = Desk::new();
    desk.write("s.yaml", PLAIN);
    desk.write("e.env", "A=hunter2\n");
    let encrypted = desk.run("ann", &["encrypt", "s.yaml", "e.env", "--recipient", &desk.ann]);
    assert_eq!(encrypted.code, Some(0), "{}", encrypted.err);
    let set = desk.fed("ann", &["set", "s.yaml", "redis.REDIS_PASSWORD"], "new value\n");
    assert_eq!((set.code, set.out.as_str()), (Some(0), "s.yaml: redis.REDIS_PASSWORD set\n"));
    assert_eq!(desk.run("ann", &["set", "s.yaml", "MADE", "--add", "--generate", "--length", "40"]).code, Some(0));
    assert_eq!(desk.run("ann", &["show", "s.yaml", "MADE", "--reveal"]).out.len(), 40);
    let shown = desk.run("ann", &["show", "s.yaml"]);
    assert!(shown.out.starts_with("DB_PASSWORD  encrypted\nredis.REDIS_PASSWORD  encrypted\nMADE  encrypted\n"));
    assert!(!shown.out.contains("hunter2") && shown.out.contains(&desk.ann));
    let revealed = desk.run("ann", &["show", "s.yaml", "DB_PASSWORD", "--reveal"]);
    assert_eq!((revealed.out.as_str(), revealed.code), ("hunter2", Some(0)));
    if let Some(peers) = &*PEERS {
        let theirs = desk.sops(peers, "ann", "s.yaml").expect("decrypted");
        assert!(
            theirs.starts_with("# of production\nDB_PASSWORD: hunter2\nredis:\n    REDIS_PASSWORD: new value\nMADE: ")
        );
        assert!(desk.sops(peers, "ben", "s.yaml").is_none());
    }
    let out = desk.run("ann", &["show", "s.yaml", "--reveal", "--output", "plain.yaml"]);
    assert_eq!(out.code, Some(0), "{}", out.err);
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &fs::metadata(desk.work().join("plain.yaml")).expect("there").permissions(),
    );
    assert!(mode & 0o777 == 0o600 && desk.read("plain.yaml").contains("hunter2"));
    assert_eq!(
        desk.run("ann", &["show", "s.yaml", "--reveal", "-o", "plain.yaml"]).code,
        Some(1),
        "it is there already"
    );
}

#[test]
fn the_rule_of_sops_yaml_names_the_recipients() {
    let desk = Desk::new();
    desk.write("stores/s.yaml", "data:\n  A: hunter2\nkind: Secret\n");
    let without = desk.run("ann", &["encrypt", "stores/s.yaml"]);
    assert!(without.code == Some(1) && without.err.contains("no recipient"), "{}", without.err);
    let rules =
        format!("creation_rules:\n  - path_regex: ^stores/\n    encrypted_regex: ^data$\n    age: {}\n", desk.ann);
    desk.write(".sops.yaml", &rules);
    assert_eq!(desk.run("ann", &["encrypt", "stores/s.yaml"]).code, Some(0));
    let text = desk.read("stores/s.yaml");
    assert!(text.contains("kind: Secret") && text.contains("encrypted_regex") && !text.contains("hunter2"));
    let added = desk.run("ann", &["recipients", "add", &desk.ben]);
    assert!(added.err.contains(".sops.yaml:2 does not list"), "{}", added.err);
    let removed = desk.run("ben", &["recipients", "remove", &desk.ann]);
    assert!(removed.err.contains(".sops.yaml:2 still lists"), "{}", removed.err);
}

#[test]
fn recipients_change_in_every_file_or_in_none() {
    let desk = Desk::new();
    for name in ["a.yaml", "deep/b.yaml", "deep/c.env", "d.json"] {
        let plain = match name.rsplit_once('.').expect("an extension").1 {
            "yaml" => PLAIN,
            "env" => "A=hunter2\n",
            _ => "{\"a\": \"hunter2\"}\n",
        };
        desk.write(name, plain);
        assert_eq!(desk.run("ann", &["encrypt", name, "-r", &desk.ann]).code, Some(0));
    }
    desk.write("foreign.yaml", PLAIN);
    assert_eq!(desk.run("ben", &["encrypt", "foreign.yaml", "-r", &desk.ben]).code, Some(0));
    let before: Vec<String> = ["a.yaml", "deep/b.yaml", "deep/c.env", "d.json"].map(|it| desk.read(it)).into();
    let stranger = vault::generate().1.to_string();
    let refused = desk.run("ann", &["recipients", "add", &stranger]);
    assert!(refused.code == Some(1) && refused.err.contains("nothing was changed"), "{}", refused.err);
    assert!(refused.err.contains("foreign.yaml: none of your keys opens it"), "{}", refused.err);
    assert_eq!(before, ["a.yaml", "deep/b.yaml", "deep/c.env", "d.json"].map(|it| desk.read(it)));

    fs::remove_file(desk.work().join("foreign.yaml")).expect("removed");
    let planned = desk.run("ann", &["recipients", "add", &desk.ben, "--dry-run"]);
    assert!(planned.out.contains("4 files to change") && before[0] == desk.read("a.yaml"));
    let added = desk.run("ann", &["recipients", "add", &desk.ben]);
    assert_eq!((added.code, &added.out), (Some(0), &planned.out), "{}", added.err);
    let removed = desk.run("ben", &["recipients", "remove", &desk.ann]);
    assert!(removed.err.contains("a.yaml: DB_PASSWORD, redis.REDIS_PASSWORD"), "{}", removed.err);
    let listed = desk.run("ben", &["recipients", "list"]);
    assert_eq!(listed.out.matches(&desk.ben).count(), 4);
    assert!(!listed.out.contains(&desk.ann));
    if let Some(peers) = &*PEERS {
        for name in ["a.yaml", "deep/b.yaml", "deep/c.env", "d.json"] {
            assert!(desk.sops(peers, "ben", name).is_some_and(|it| it.contains("hunter2")));
            assert!(desk.sops(peers, "ann", name).is_none());
        }
    }
    let last = desk.run("ben", &["recipients", "remove", &desk.ben]);
    assert!(last.code == Some(1) && last.err.contains("a.yaml: nobody could read it any more"), "{}", last.err);
    // Nor does one that is not UTF-8 get half of the way.
    let mut bytes = desk.read("d.json").replace("\n}", "\n} ").into_bytes();
    bytes.extend([0x93, 0xfa]);
    fs::write(desk.work().join("d.json"), bytes).expect("written");
    let foreign = desk.run("ben", &["recipients", "add", &desk.ann]);
    assert!(foreign.code == Some(1) && foreign.err.contains("d.json is not UTF-8"), "{}", foreign.err);
    assert!(!desk.read("a.yaml").contains(&desk.ann));
    fs::remove_file(desk.work().join("d.json")).expect("removed");
    // A store that a merge broke is named, not passed over.
    desk.write("a.yaml", &format!("<<<<<<< HEAD\n{}", desk.read("a.yaml")));
    let broken = desk.run("ben", &["recipients", "add", &desk.ann]);
    assert!(broken.code == Some(1) && broken.err.contains("a.yaml:"), "{}", broken.err);
}

#[test]
fn a_hand_over_opens_for_one_person_and_is_remembered_until_the_value_changes() {
    let desk = Desk::new();
    desk.write("s.yaml", PLAIN);
    assert_eq!(desk.run("ann", &["encrypt", "s.yaml", "-r", &desk.ann]).code, Some(0));
    let given = desk.run("ann", &["handover", "s.yaml", "DB_PASSWORD", "--to", &desk.ben, "--output", "for-ben.age"]);
    assert_eq!(given.code, Some(0), "{}", given.err);
    if let Some(peers) = &*PEERS {
        let mut age = peers.command("age");
        age.arg("-d").arg("-i").arg(desk.key_file("ben")).arg(desk.work().join("for-ben.age"));
        assert_eq!(String::from_utf8(age.output().expect("it starts").stdout).expect("UTF-8"), "hunter2");
    }
    assert_eq!(desk.run("ben", &["show", "for-ben.age", "--reveal"]).out, "hunter2");
    assert_eq!(desk.run("ann", &["show", "for-ben.age", "--reveal"]).code, Some(1));
    let record = desk.read(".sekisho/handovers.jsonl");
    assert!(record.contains(&desk.ben) && record.contains("\"file\":\"s.yaml\",\"key\":\"DB_PASSWORD\""), "{record}");
    assert!(desk.run("ann", &["show", "s.yaml"]).err.contains("DB_PASSWORD was handed to"));
    assert_eq!(desk.run("ann", &["set", "s.yaml", "DB_PASSWORD", "--generate"]).code, Some(0));
    assert_eq!(desk.run("ann", &["show", "s.yaml"]).err, "");
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let desk = Desk::new();
    desk.write("s.yaml", PLAIN);
    desk.write("notes.txt", "x");
    assert_eq!(desk.run("ann", &["encrypt", "s.yaml", "-r", &desk.ann]).code, Some(0));
    let private = fs::read_to_string(desk.key_file("ann")).expect("read");
    let private = private.lines().nth(1).expect("a key").to_owned();
    let cases: [(&[&str], &str, i32, &str); 9] = [
        (&["show", "s.yaml", "--reveal", "--identity", &private], "ann", 2, "this is the private key itself"),
        (&["show", "s.yaml", "NONE", "--reveal"], "ann", 1, "there is no `NONE`"),
        (&["show", "s.yaml", "--reveal"], "ben", 1, "none of your keys opens it. It is encrypted to: age1"),
        (&["encrypt", "s.yaml", "-r", "age1xyz"], "ann", 2, "no key of age or SSH"),
        (&["encrypt", "s.yaml", "-r", &private], "ann", 2, "this is a private key"),
        (&["encrypt", "notes.txt", "-r", &desk.ann], "ann", 2, "notes.txt is no .yaml"),
        (&["encrypt", "s.yaml", "-r", &desk.ann], "ann", 1, "encrypted already"),
        (&["set", "s.yaml", "DB_PASSWORD"], "ann", 2, "standard input is empty"),
        (&["show", "none.yaml"], "ann", 1, "cannot read none.yaml"),
    ];
    for (arguments, who, code, said) in cases {
        let refused = desk.run(who, arguments);
        assert_eq!(refused.code, Some(code), "{arguments:?}: {}", refused.err);
        assert!(refused.err.contains(said) && !refused.err.contains(&private), "{}", refused.err);
        let japanese = desk.command(who, arguments).args(["--lang", "ja"]).output().expect("it starts");
        assert!(!String::from_utf8(japanese.stderr).expect("UTF-8").is_ascii(), "{arguments:?}");
    }
    // A value that is typed as an argument is refused without being repeated.
    for value in ["hunter2-canary", "-hunter2-canary"] {
        let typed = desk.run("ann", &["set", "s.yaml", "DB_PASSWORD", value]);
        assert_eq!(typed.code, Some(2));
        assert!(
            typed.err.contains("does not belong on the command line") && !typed.err.contains("canary"),
            "{}",
            typed.err
        );
    }
    let missing = sekisho(&desk.work(), &["secrets", "show", "s.yaml", "--reveal"]).output().expect("it starts");
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8(missing.stderr).expect("UTF-8").contains("no private key is named"));
    // A place of the file, where there is one.
    let text = desk.read("s.yaml");
    let line = text.lines().find(|it| it.starts_with("DB_PASSWORD")).expect("there").to_owned();
    desk.write("s.yaml", &text.replace(&line, &line.replacen("data:", "data:A", 1)));
    assert!(desk.run("ann", &["show", "s.yaml", "--reveal"]).err.contains("s.yaml:2:14: `DB_PASSWORD` was changed"));
    desk.write("s.yaml", &text.replace(&line, "DB_PASSWORD: hunter2"));
    let exposed = desk.run("ann", &["show", "s.yaml"]);
    assert!(exposed.code == Some(12) && exposed.out.contains("IN THE CLEAR"), "{}", exposed.out);
}

const SECRET: &str = include_str!("fixtures/secret-set.yaml");

#[test]
fn a_value_of_a_secret_is_what_a_container_gets() {
    let desk = Desk::new();
    // A plain one, that only its owner can read, as `setup` writes it; encrypted by a rule of ours; encrypted whole.
    for form in ["plain", "rule", "whole"] {
        let name = format!("{form}.yaml");
        desk.write(&name, SECRET);
        let path = desk.work().join(&name);
        match form {
            "plain" => {
                let refused = desk.run("ann", &["set", &name, "DB_PASSWORD", "--generate"]);
                assert!(refused.code == Some(1) && refused.err.contains("others can read it"), "{}", refused.err);
                let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
                fs::set_permissions(&path, mode).expect("set");
            }
            "rule" => {
                let done = desk.run("ann", &["encrypt", &name, "-r", &desk.ann]);
                assert!(done.out.contains("1 of 6 values encrypted"), "{}{}", done.out, done.err);
                assert!(desk.read(&name).contains("kind: Secret"));
            }
            _ => {
                desk.write(".sops.yaml", &format!("creation_rules:\n  - path_regex: whole\n    age: {}\n", desk.ann));
                let done = desk.run("ann", &["encrypt", &name]);
                assert!(done.out.contains("6 of 6 values encrypted"), "{}{}", done.out, done.err);
            }
        }
        let told = desk.run("ann", &["show", &name, "DB_PASSWORD", "--reveal"]);
        assert_eq!(told.out, "Aoe8uJk3Lm5Qr7tX2vZz4Nn6Pb9Df5Gh", "{}", told.err);
        let set = desk.run("ann", &["set", &name, "DB_PASSWORD", "--generate"]);
        assert_eq!((set.code, set.out), (Some(0), format!("{name}: data.DB_PASSWORD set\n")), "{}", set.err);
        let new = desk.run("ann", &["show", &name, "data.DB_PASSWORD", "--reveal"]).out;
        assert_eq!(new.len(), 32, "{new}");
        let plain = match form {
            "plain" => desk.read(&name),
            _ => match &*PEERS {
                Some(peers) => desk.sops(peers, "ann", &name).expect("decrypted"),
                None => continue,
            },
        };
        let written = plain.lines().find_map(|it| it.trim().strip_prefix("DB_PASSWORD:")).expect("there");
        let bytes = model::decode_base64(written.trim().trim_matches('"')).expect("base64");
        assert_eq!(*bytes, new.as_bytes(), "{plain}");
        let refused = desk.run("ann", &["set", &name, "DB_PASWORD", "--generate"]);
        assert!(
            refused.code == Some(1) && refused.err.contains("did you mean `data.DB_PASSWORD`? To add"),
            "{}",
            refused.err
        );
        let handed =
            desk.run("ann", &["handover", &name, "DB_PASSWORD", "--to", &desk.ben, "-o", &format!("{form}.age")]);
        assert!(handed.code == Some(0) && handed.err.contains("data.DB_PASSWORD is encrypted"), "{}", handed.err);
        assert_eq!(desk.run("ben", &["show", &format!("{form}.age"), "--reveal"]).out, new);
        assert!(desk.run("ann", &["show", &name, "DB_PASSWORD"]).err.contains("data.DB_PASSWORD was handed to"));
    }
}

#[test]
fn encrypted_means_encrypted() {
    let desk = Desk::new();
    desk.write("s.yaml", SECRET);
    let rule =
        |lines: &str| desk.write(".sops.yaml", &format!("creation_rules:\n  - age: {}\n    {lines}\n", desk.ann));
    for (lines, why) in [
        ("encrypted_regex: ^(password|token)$", "not one value of the file is encrypted"),
        ("encrypted_regex: a\n    encrypted_suffix: b", "several ways"),
        ("encrypted_comment_regex: a", "comments decide"),
        ("encrypted_regex: (", "cannot be read as SOPS reads it"),
        ("path_regex: ^none$", "no rule of"),
    ] {
        rule(lines);
        let refused = desk.run("ann", &["encrypt", "s.yaml"]);
        assert!(refused.code == Some(1) && refused.err.contains(why), "{lines}: {}", refused.err);
        assert_eq!(desk.read("s.yaml"), SECRET);
    }
    for lines in ["unencrypted_suffix: \"\"", "mac_only_encrypted: true\n    encrypted_regex: ^data$"] {
        desk.write("s.yaml", SECRET);
        rule(lines);
        let done = desk.run("ann", &["encrypt", "s.yaml"]);
        assert!(done.code == Some(0) && !desk.read("s.yaml").contains("QW9l"), "{}", done.err);
        assert_eq!(desk.run("ann", &["set", "s.yaml", "DB_PASSWORD", "--generate"]).code, Some(0));
        if let Some(peers) = &*PEERS {
            desk.sops(peers, "ann", "s.yaml").expect("decrypted");
        }
    }
    fs::remove_file(desk.work().join(".sops.yaml")).expect("removed");
    for (text, why) in [("tag: 1.10\n", "otherwise"), ("a: x\n---\n---\nb: y\n", "an empty document")] {
        desk.write("n.yaml", text);
        let refused = desk.run("ann", &["encrypt", "n.yaml", "-r", &desk.ann]);
        assert!(refused.code == Some(1) && refused.err.contains(why), "{}", refused.err);
    }
}
