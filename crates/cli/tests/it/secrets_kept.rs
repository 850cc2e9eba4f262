//! `setup` takes nothing away, in no form; and what is said is so. No core of the process is left.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;

use crate::secrets_setup::values;
use crate::store::{Desk, PEERS};

const NOT_TEXT: &str = include_str!("fixtures/secret-not-text.yaml");

/// The values that are there, for each of the kinds.
fn there() -> String {
    let lines = [
        ("DB_PASSWORD", "hiMHlSlY42k9cJ1FMVRzno884Nat0JsM"),
        ("REDIS_PASSWORD", "ZGlmeWFpMTIzNDU2"),
        ("SECRET_KEY", "dG9vc2hvcnQ="),
        ("SANDBOX_API_KEY", "WXQ1VmI4Tm0yS3E3d1J6MUxtTjR4VGI5VmQyWXNLcDNRZDU="),
        ("keystore.p12", "AAECA/8="),
        ("OTHER", "YQ=="),
    ];
    let lines: String = lines.iter().map(|(key, value)| format!("  {key}: {value}\n")).collect();
    format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: dify-secret, namespace: dify}}\ndata:\n{lines}")
}

/// The keys of the first Secret, with what is written under them.
fn written(manifest: &str) -> BTreeMap<String, String> {
    let body = manifest.split("\ndata:\n").nth(1).unwrap_or_default();
    let pair = |it: &str| it.strip_prefix("  ")?.split_once(": ").map(|(key, value)| (bare(key), bare(value)));
    body.lines().map_while(pair).collect()
}

fn bare(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

#[test]
fn what_is_there_stays_in_every_form_and_is_named() {
    let desk = Desk::new();
    let before = written(&there());
    let base = ["setup", "--env", "production", "--today", "2026-11-24"];
    for form in ["secret", "sops", "age"] {
        let file = if form == "age" { "s.yaml.age".to_owned() } else { format!("{form}.yaml") };
        desk.write("there.yaml", &there());
        let arguments = [&base[..], &["--as", form, "-o", &file, "--existing", "there.yaml"]].concat();
        let arguments = if form == "secret" { arguments } else { [&arguments[..], &["-r", &desk.ann]].concat() };
        let first = desk.run("ann", &arguments);
        assert_eq!(first.code, Some(12), "{form}: {}{}", first.out, first.err);
        assert!(first.err.contains(&format!("wrote {file} (0600)")), "{}", first.err);
        for said in ["DB_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY", "`--replace NAME`", "there.yaml:5"] {
            assert!(first.out.contains(said) || first.err.contains(said), "{said}: {}{}", first.out, first.err);
        }
        assert!(first.err.contains("INIT_PASSWORD is asked for when"), "{}", first.err);
        assert_eq!(fs::metadata(desk.work().join(&file)).expect("there").permissions().mode() & 0o777, 0o600);
        let opened = |who: &str| {
            let run = desk.run(who, &["show", &file, "--reveal"]);
            if form == "secret" { desk.read(&file) } else { run.out }
        };
        let after = written(&opened("ann"));
        for (key, value) in &before {
            assert_eq!(after.get(key), Some(value), "{form} {key}");
        }
        // The second run has the file alone, and changes nothing.
        let again = [&base[..], &["--as", form, "-o", &file]].concat();
        let again = if form == "secret" { again } else { [&again[..], &["-r", &desk.ann]].concat() };
        let second = desk.run("ann", &again);
        assert!(second.code == Some(12) && second.err.contains("unchanged"), "{form}: {}", second.err);
        assert_eq!(written(&opened("ann")), after, "{form}");
        let shown = desk.run("ann", &["show", &file, "dify-secret/INIT_PASSWORD", "--reveal"]);
        assert!(shown.code == Some(0) && shown.out.len() == 24, "{form}: {}", shown.err);
        // What is to be replaced is, and it is said first what goes on with the old value.
        let replaced = desk.run("ann", &[&again[..], &["--replace", "DB_PASSWORD"]].concat());
        assert!(
            replaced.err.starts_with("replacing DB_PASSWORD: a database that runs keeps the old"),
            "{}",
            replaced.err
        );
        let now = written(&opened("ann"));
        for (key, value) in &after {
            assert_eq!(now.get(key) == Some(value), !key.ends_with("DB_PASSWORD"), "{form} {key}");
        }
        let wrong = desk.run("ann", &[&again[..], &["--replace", "NOBODY"]].concat());
        assert!(wrong.code == Some(2) && wrong.err.contains("DB_PASSWORD"), "{}", wrong.err);
    }
}

#[test]
fn a_value_that_is_no_text_is_not_replaced_in_silence() {
    let desk = Desk::new();
    desk.write("s.yaml", NOT_TEXT);
    let run = desk.run("ann", &["setup", "--env", "production", "-o", "s.yaml"]);
    assert!(run.code == Some(12) && run.out.contains("no variable can hold these bytes"), "{}{}", run.out, run.err);
    assert!(desk.read("s.yaml").contains("hiMHlSlY42k9cJ1FMVRzno884Nat0JsM"));
}

#[test]
fn a_secret_of_a_helm_release_is_named() {
    let desk = Desk::new();
    let owned = there().replace("namespace: dify}", "namespace: dify, annotations: {meta.helm.sh/release-name: rel}}");
    desk.write("there.yaml", &owned);
    let run = desk.run("ann", &["setup", "--env", "production", "-o", "s.yaml", "--existing", "there.yaml"]);
    assert!(run.err.contains("dify/dify-secret belongs to the Helm release rel"), "{}", run.err);
}

#[test]
fn into_a_pipe_twice_is_two_sets_and_it_says_so() {
    let desk = Desk::new();
    let first = desk.run("ann", &["setup", "--env", "production"]);
    let safe = "kubectl get secret -n dify dify-secret -o yaml";
    assert!(first.err.contains("this makes another set") && first.err.contains(safe), "{}", first.err);
    let second = desk.fed("ann", &["setup", "--env", "production", "--existing", "-"], &first.out);
    assert!(!second.err.contains("another set") && values(&second.out) == values(&first.out), "{}", second.err);
}

#[test]
fn a_command_to_copy_runs_nothing_that_a_name_says() {
    let manifest = |secret: &str, key: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: dify-api}}\nspec:\n  template:\n    metadata: {{labels: {{app: api}}}}\n    spec:\n      \
             containers:\n      - name: api\n        image: langgenius/dify-api:1.15.0\n        env:\n        - {{name: MODE, value: api}}\n        \
             - name: INIT_PASSWORD\n          valueFrom: {{secretKeyRef: {{name: {secret:?}, key: {key:?}}}}}\n"
        )
    };
    let desk = Desk::new();
    for (secret, key, said) in [
        ("s", "tls.x", r"-n default s -o jsonpath='{.data.tls\.x}' | base64"),
        ("x$(touch pwned)", "k", "-n default 'x$(touch pwned)' -o jsonpath='{.data.k}' |"),
        ("s", "b'; id;'", r"-o jsonpath='{.data.b'\''; id;'\''}' |"),
        ("--kubeconfig=x", "k", "To see it: sekisho secrets show ... --reveal"),
    ] {
        desk.write("a.yaml", &manifest(secret, key));
        let run = desk.run("ann", &["setup", "a.yaml"]);
        assert!(run.code == Some(0) && run.err.contains(said), "{said}: {}", run.err);
    }
    desk.write("a.yaml", &manifest("x; id", "k"));
    let run = desk.run("ann", &["setup", "a.yaml", "-o", "o ut.yaml"]);
    assert!(run.err.contains("sekisho secrets show 'o ut.yaml' 'x; id/k' --reveal"), "{}", run.err);
}

#[test]
fn no_value_stays_readable_under_a_rule() {
    let desk = Desk::new();
    for (rule, why) in [
        ("encrypted_regex: ^(password|token)$", "not one value"),
        ("encrypted_regex: ^DB_PASSWORD$", "these would stay readable"),
    ] {
        desk.write(".sops.yaml", &format!("creation_rules:\n  - age: {}\n    {rule}\n", desk.ann));
        let run = desk.run("ann", &["setup", "--env", "production", "--as", "sops", "-o", "s.yaml"]);
        assert!(run.code == Some(1) && run.err.contains(why), "{}{}", run.out, run.err);
        assert!(!desk.work().join("s.yaml").exists());
    }
}

#[test]
fn a_hand_over_writes_over_nothing_unasked() {
    let desk = Desk::new();
    desk.write("s.yaml", "a: one\n");
    assert_eq!(desk.run("ann", &["encrypt", "s.yaml", "-r", &desk.ann]).code, Some(0));
    desk.write("mine.txt", "mine");
    let arguments = ["handover", "s.yaml", "a", "--to", &desk.ben, "-o", "mine.txt"];
    let refused = desk.run("ann", &arguments);
    assert!(refused.code == Some(1) && desk.read("mine.txt") == "mine", "{}", refused.err);
    assert!(!desk.work().join(".sekisho").exists(), "nothing is on record");
    assert_eq!(desk.fed("ann", &arguments, "y\n").code, Some(0));
    assert!(desk.read("mine.txt").contains("AGE ENCRYPTED"));
    // A record that leads elsewhere is not written to, nor read.
    fs::remove_dir_all(desk.work().join(".sekisho")).expect("removed");
    fs::create_dir(desk.work().join(".sekisho")).expect("made");
    std::os::unix::fs::symlink("../../out", desk.work().join(".sekisho/handovers.jsonl")).expect("linked");
    let refused = desk.run("ann", &["handover", "s.yaml", "a", "--to", &desk.ben]);
    assert!(refused.code == Some(1) && !desk.work().join("../out").exists(), "{}", refused.err);
}

#[test]
fn a_key_that_others_can_read_is_remarked() {
    let desk = Desk::new();
    desk.write("s.yaml", "a: one\n");
    assert_eq!(desk.run("ann", &["encrypt", "s.yaml", "-r", &desk.ann]).code, Some(0));
    for (mode, remarked) in [(0o644, true), (0o600, false)] {
        fs::set_permissions(desk.key_file("ann"), fs::Permissions::from_mode(mode)).expect("set");
        let shown = desk.run("ann", &["show", "s.yaml", "a", "--reveal"]);
        assert_eq!(shown.err.contains("others can read the private key"), remarked, "{}", shown.err);
    }
}

#[test]
fn no_core_is_dumped() {
    let desk = Desk::new();
    desk.write("s.yaml", "a: one\n");
    assert_eq!(desk.run("ann", &["encrypt", "s.yaml", "-r", &desk.ann]).code, Some(0));
    let mut command = desk.command("ann", &["set", "s.yaml", "a"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    // It waits for the value: by then its limits are set.
    let limits = format!("/proc/{}/limits", child.id());
    let is_set = || {
        let text = fs::read_to_string(&limits).unwrap_or_default();
        let line = text.lines().find(|it| it.starts_with("Max core file size")).map(str::to_owned);
        line.is_some_and(|it| it.split_whitespace().skip(4).take(2).eq(["0", "0"]))
    };
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !is_set() {
        assert!(std::time::Instant::now() < deadline, "{}", fs::read_to_string(&limits).unwrap_or_default());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let killed = std::process::Command::new("kill").args(["-ABRT", &child.id().to_string()]).status().expect("sent");
    assert!(killed.success());
    let status = child.wait().expect("it ends");
    assert!(status.signal().is_some() && !status.core_dumped());
}

#[test]
fn readers_that_no_rule_names_are_shown_before_a_change() {
    let desk = Desk::new();
    let planted = vault::generate().1.to_string();
    desk.write("s.yaml", "a: one\n");
    assert_eq!(desk.run("ann", &["encrypt", "s.yaml", "-r", &desk.ann, "-r", &planted]).code, Some(0));
    desk.write(".sops.yaml", &format!("creation_rules:\n  - age: {}\n", desk.ann));
    let before = desk.read("s.yaml");
    let add = ["recipients", "add", &desk.ben];
    let refused = desk.run("ann", &add);
    assert!(
        refused.code == Some(1) && refused.err.contains(&planted) && desk.read("s.yaml") == before,
        "{}",
        refused.err
    );
    let planned = desk.run("ann", &[&add[..], &["--dry-run"]].concat());
    assert!(planned.code == Some(0) && planned.err.contains(&planted), "{}", planned.err);
    assert_eq!(desk.run("ann", &["recipients", "remove", &planted]).code, Some(0), "taking them out asks nothing");
    assert_eq!(desk.run("ann", &add).code, Some(0));
}

#[test]
fn a_key_of_tls_is_a_store_as_a_whole() {
    let desk = Desk::new();
    let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+\"\\x\n-----END PRIVATE KEY-----\n";
    for name in ["tls.key", "chain.pem"] {
        desk.write(name, pem);
        let done = desk.run("ann", &["encrypt", name, "-r", &desk.ann]);
        assert!(done.code == Some(0) && !desk.read(name).contains("PRIVATE"), "{}", done.err);
        assert_eq!(desk.run("ann", &["show", name, "--reveal"]).out, pem);
        if let Some(peers) = &*PEERS {
            assert_eq!(desk.sops(peers, "ann", name).as_deref(), Some(pem));
        }
        assert_eq!(desk.run("ann", &["encrypt", name, "-r", &desk.ann]).code, Some(1), "it is encrypted already");
    }
    // Whoever goes, goes from these, too.
    assert_eq!(desk.run("ann", &["recipients", "add", &desk.ben]).code, Some(0));
    assert_eq!(desk.run("ben", &["recipients", "remove", &desk.ann]).code, Some(0));
    assert_eq!(desk.run("ann", &["show", "tls.key", "--reveal"]).code, Some(1));
    assert_eq!(desk.run("ben", &["show", "chain.pem", "--reveal"]).out, pem);
    desk.write("app.ini", "a = one\n");
    let refused = desk.run("ann", &["encrypt", "app.ini", "-r", &desk.ann]);
    assert!(refused.code == Some(2) && refused.err.contains("in ini"), "{}", refused.err);
}
