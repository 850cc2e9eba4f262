//! `sekisho secrets setup`, as a person uses it: files, pipes, terminals, what goes wrong, and what never comes out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::canary::{base64, canary};
use crate::public::decode;
use crate::store::{Desk, PEERS};
use crate::store_faults::{holding, under};
use crate::{Run, assert_valid, run, run_with, sekisho};

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    sekisho(folder, &[&["secrets", "setup"], arguments].concat()).output().expect("the program starts").into()
}

/// Every key of a manifest and its value, by `namespace/secret key`. It reads what the program writes, and nothing else.
pub(crate) fn values(manifest: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let (mut name, mut namespace, mut data) = (String::new(), String::new(), false);
    for line in manifest.lines() {
        let quoted = |key: &str| line.strip_prefix(key).map(|it| it.trim_matches('"').to_owned());
        if let Some(it) = quoted("  name: ") {
            name = it;
        } else if let Some(it) = quoted("  namespace: ") {
            namespace = it;
        }
        data = line == "data:" || data && line.starts_with("  ");
        if let Some((key, value)) = line.trim().split_once(": ").filter(|_| data) {
            let value = value.trim_matches('"');
            let plain = if value.is_empty() { String::new() } else { decode(value).expect("base64") };
            let before = found.insert(format!("{namespace}/{name} {}", key.trim_matches('"')), plain);
            assert!(before.is_none(), "{key} twice");
        }
    }
    found
}

#[test]
fn every_environment_audits_without_a_word_about_its_credentials() {
    let folder = tempfile::tempdir().expect("a folder");
    for environment in ["production", "staging", "development"] {
        for version in ["1.17.1", "1.16.1", "1.15.0", "1.14.2"] {
            let file = folder.path().join(format!("{environment}-{version}.yaml"));
            let name = file.to_string_lossy().into_owned();
            let made = run_in(
                folder.path(),
                &["--env", environment, "--dify-version", version, "-o", &name, "--format", "json"],
            );
            assert_eq!(made.code, Some(0), "{}", made.err);
            assert_valid("secrets-setup.schema.json", &made.json());
            assert_eq!(fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o600);
            let rendered = run(&["render", "--env", environment, "--dify-version", version]).out;
            let secrets = fs::read_to_string(&file).expect("the file");
            let audit = run_with(&["audit", "-", "--format", "json"], &format!("{rendered}{secrets}")).json();
            let about = |it: &&serde_json::Value| {
                let rule = it["rule"].as_str().unwrap_or_default();
                rule.contains("credential") || rule.contains("key") || rule.contains("setup") || rule.contains("secret")
            };
            let found: Vec<_> = audit["findings"].as_array().expect("findings").iter().filter(about).collect();
            assert!(found.is_empty(), "{environment} {version}: {found:#?}");
            let sec = |id: &str| {
                let verdicts = audit["verdicts"].as_array().expect("verdicts");
                verdicts.iter().find(|it| it["control"] == id).expect("a verdict")["verdict"].clone()
            };
            assert_eq!([sec("SEC-3"), sec("SEC-4")], ["pass", "pass"], "{environment} {version}");
        }
    }
}

#[test]
fn a_second_run_changes_nothing_and_a_good_value_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["--env", "production", "-o", "s.yaml"];
    assert_eq!(run_in(folder.path(), &arguments).code, Some(0));
    let read = || fs::read_to_string(folder.path().join("s.yaml")).expect("the file");
    let first = read();
    let again = run_in(folder.path(), &arguments);
    assert_eq!((again.code, again.err.as_str()), (Some(0), "s.yaml: unchanged\n"));
    assert!(again.out.contains("11 adopted"), "{}", again.out);
    assert!(read() == first, "a second run changed the file");
    // One value by hand, one that is published, one that is gone: the last is made, the others stay until one is to be replaced.
    let own = base64("Kq7wRz1LmN4xTb9Vd2Ys");
    let edited: String = first
        .lines()
        .filter(|line| !line.contains("WEAVIATE_API_KEY\":"))
        .map(|line| match line.split_once(": ") {
            Some((key, _)) if key.contains("\"DB_PASSWORD\"") => format!("{key}: \"{own}\"\n"),
            Some((key, _)) if key.contains("\"REDIS_PASSWORD\"") => format!("{key}: \"{}\"\n", base64("difyai123456")),
            _ => format!("{line}\n"),
        })
        .collect();
    fs::write(folder.path().join("s.yaml"), &edited).expect("written");
    let mended = run_in(folder.path(), &arguments);
    assert_eq!(mended.code, Some(12), "{}", mended.err);
    assert!(mended.out.contains("1 made, 9 adopted, 1 kept"), "{}{}", mended.out, mended.err);
    assert_eq!(values(&read())["dify/dify-secret REDIS_PASSWORD"], "difyai123456");
    let replaced = run_in(folder.path(), &[&arguments[..], &["--replace", "REDIS_PASSWORD"]].concat());
    assert_eq!(replaced.code, Some(0), "{}", replaced.err);
    assert!(replaced.err.starts_with("replacing REDIS_PASSWORD: a Redis that runs keeps"), "{}", replaced.err);
    let (before, after) = (values(&first), values(&read()));
    assert_eq!(after.len(), before.len());
    assert_eq!(after["dify/dify-secret DB_PASSWORD"], "Kq7wRz1LmN4xTb9Vd2Ys");
    assert!(after["dify/dify-secret REDIS_PASSWORD"] != "difyai123456");
    assert!(after["dify/dify-secret SECRET_KEY"] == before["dify/dify-secret SECRET_KEY"]);
}

#[test]
fn what_is_missing_is_named_and_can_be_handed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings =
        "render: {external: {objectStorage: {host: s3.example.com, addresses: [203.0.113.0/24], bucket: dify}}}\n";
    fs::write(folder.path().join("sekisho.yaml"), settings).expect("settings");
    let missing = run_in(folder.path(), &["--env", "production", "-o", "s.yaml", "--lang", "ja"]);
    assert_eq!(missing.code, Some(12));
    assert!(missing.err.contains("未設定: S3_SECRET_KEY(dify/dify-secret S3_SECRET_KEY)"), "{}", missing.err);
    fs::write(folder.path().join("s3.env"), "S3_ACCESS_KEY=AKq7wRz1LmN4x\nS3_SECRET_KEY='7wRz1LmN4xTb9V#d2Ys'\n")
        .expect("env");
    let whole = run_in(folder.path(), &["--env", "production", "-o", "s.yaml", "--existing", "s3.env"]);
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    let manifest = fs::read_to_string(folder.path().join("s.yaml")).expect("the file");
    assert_eq!(values(&manifest)["dify/dify-secret S3_SECRET_KEY"], "7wRz1LmN4xTb9V#d2Ys");
}

#[test]
fn values_go_into_a_pipe_and_to_no_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let piped = run_in(folder.path(), &["--env", "production"]);
    assert_eq!(piped.code, Some(0));
    assert!(values(&piped.out).len() == 13 && piped.err.contains("13 credentials: 11 made"), "{}", piped.err);
    let dry = run_in(folder.path(), &["--env", "production", "--dry-run", "--format", "json"]);
    assert_eq!(dry.json()["credentials"].as_array().expect("a list").len(), 13);
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 0, "a dry run writes nothing");
    assert_eq!(run_in(folder.path(), &["--env", "production", "--format", "json"]).code, Some(2));
    // `script` (util-linux, essential in Debian) gives the program a terminal.
    let program = sekisho(folder.path(), &[]).get_program().to_string_lossy().into_owned();
    let on_terminal = |more: &str| {
        let line = format!("{program} secrets setup --env production {more}");
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).current_dir(folder.path()).stdin(Stdio::null());
        let output = command.env_clear().env("LANG", "C.UTF-8").output().expect("script starts");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, shown) = on_terminal("");
    assert_eq!(code, Some(2));
    assert!(shown.contains("--dry-run") && !shown.contains("data:"), "{shown}");
    let (code, shown) = on_terminal("--reveal");
    assert!(code == Some(0) && shown.contains("data:"));
}

#[test]
fn sops_and_age_open_what_is_encrypted() {
    let desk = Desk::new();
    let setup = |who: &str, more: &[&str]| desk.run(who, &[&["setup", "--env", "production"], more].concat());
    for (form, name) in [("sops", "s.yaml"), ("age", "s.age")] {
        let arguments = ["--as", form, "-o", name, "-r", &desk.ann];
        let made = setup("ann", &arguments);
        assert_eq!(made.code, Some(0), "{}", made.err);
        let text = desk.read(name);
        assert!(text.to_ascii_lowercase().contains("age"), "{name} is not encrypted");
        let again = setup("ann", &arguments);
        assert_eq!((again.code, again.err), (Some(0), format!("{name}: unchanged\n")));
        assert!(desk.read(name) == text, "a second run encrypted again");
        let stranger = setup("ben", &arguments);
        assert_eq!(stranger.code, Some(1), "{}", stranger.err);
        assert!(desk.read(name) == text);
        let Some(peers) = &*PEERS else { continue };
        let mut peer = match form {
            "sops" => peers.command("sops"),
            _ => peers.command("age"),
        };
        match form {
            "sops" => peer.args(["decrypt", name]).env("SOPS_AGE_KEY_FILE", desk.key_file("ann")),
            _ => peer.arg("--decrypt").arg("-i").arg(desk.key_file("ann")).arg(name),
        };
        let output: Run = peer.current_dir(desk.work()).output().expect("it starts").into();
        assert_eq!(output.code, Some(0), "{}", output.err);
        let opened = output.out;
        // `sops` writes YAML anew: what it means is asked of the program, in the other form.
        desk.write("opened.yaml", &opened);
        let plain = setup("ann", &["--existing", "opened.yaml"]);
        let direct = setup("ann", &["--existing", name]);
        let (plain, direct) = (values(&plain.out), values(&direct.out));
        assert!(plain.len() == 13 && plain == direct, "{form}: the values differ");
        assert!(
            plain.values().filter(|it| it.len() > 15).all(|it| !text.contains(&base64(it))),
            "{form}: in the clear"
        );
    }
    // Among the manifests, too.
    fs::create_dir(desk.work().join("repository")).expect("made");
    desk.write("repository/dify.yaml", &run(&["render", "--env", "production"]).out);
    desk.write("repository/store.yaml", &desk.read("s.yaml"));
    let adopted = desk.run("ann", &["setup", "repository"]);
    assert_eq!(values(&adopted.out), values(&setup("ann", &["--existing", "s.yaml"]).out));
    // What GitOps controllers read before they decrypt stays readable.
    let text = desk.read("s.yaml");
    assert!(text.contains("name: \"dify-secret\"") && text.contains("kind: Secret") && text.contains("ENC[AES256_GCM"));
    assert_eq!(setup("ann", &["--as", "sops", "-o", "s.json", "-r", &desk.ann]).code, Some(2));
    assert_eq!(setup("ann", &["--as", "sops", "-o", "new.yaml"]).code, Some(1), "nobody could read it");
}

/// A certificate whose private key nobody has: what opens is the business of `seal`'s tests.
fn certificate() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/sealed-secrets.pem").to_string_lossy().into_owned()
}

#[test]
fn what_is_sealed_stays_sealed() {
    let folder = tempfile::tempdir().expect("a folder");
    let cert = certificate();
    // A day on which the certificate is valid, whatever the clock says.
    let arguments =
        ["--env", "production", "--as", "sealed", "--cert", &cert, "-o", "sealed.yaml", "--today", "2027-01-01"];
    let made = run_in(folder.path(), &arguments);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let path = folder.path().join("sealed.yaml");
    let text = fs::read_to_string(&path).expect("the file");
    assert_eq!(text.matches("kind: SealedSecret").count(), 2);
    let again = run_in(folder.path(), &arguments);
    assert_eq!((again.code, again.out.as_str()), (Some(0), ""));
    assert!(again.err.starts_with("sealed.yaml: unchanged\nnote: what is sealed there has every key"), "{}", again.err);
    let lacking: String =
        text.lines().filter(|it| !it.contains("\"DB_PASSWORD\"")).map(|it| format!("{it}\n")).collect();
    fs::write(&path, &lacking).expect("written");
    let refused = run_in(folder.path(), &arguments);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("dify/dify-secret DB_PASSWORD") && refused.err.contains("--existing"),
        "{}",
        refused.err
    );
    assert!(fs::read_to_string(&path).expect("the file") == lacking);
    let expired = run_in(folder.path(), &[&arguments[..9], &["2300-01-01"]].concat());
    assert!(expired.code == Some(1) && expired.err.contains("kubeseal --fetch-cert"), "{}", expired.err);
}

#[test]
fn the_values_for_external_secrets_go_into_the_pipe_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run_in(
        folder.path(),
        &["--env", "staging", "--as", "external", "--store", "SecretStore/vault", "-o", "external.yaml"],
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    let found = values(&made.out);
    assert!(found.len() == 13 && found.contains_key("dify/dify-secret-source SECRET_KEY"));
    let objects = fs::read_to_string(folder.path().join("external.yaml")).expect("the file");
    assert!(objects.contains("kind: \"SecretStore\"") && objects.contains("\"staging/dify/dify-secret\""));
    // What is in the store cannot be seen: a second run makes nothing in its place.
    let again = run_in(
        folder.path(),
        &["--env", "staging", "--as", "external", "--store", "SecretStore/vault", "-o", "external.yaml"],
    );
    assert_eq!((again.code, again.out.as_str()), (Some(1), ""));
    fs::write(folder.path().join("known.yaml"), made.out.replace("-source\"", "\"")).expect("written");
    let known = run_in(
        folder.path(),
        &[
            "--env",
            "staging",
            "--as",
            "external",
            "--store",
            "SecretStore/vault",
            "-o",
            "external.yaml",
            "--existing",
            "known.yaml",
        ],
    );
    assert_eq!(known.code, Some(0), "{}", known.err);
    assert!(values(&known.out) == found);
    for value in found.values() {
        assert!(!objects.contains(&**value) && !objects.contains(&base64(value)) && !made.err.contains(&**value));
    }
}

#[test]
fn what_goes_wrong_leaves_every_file_as_it_was() {
    let desk = Desk::new();
    // A file whose values cannot all be read is not replaced.
    desk.write("s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: dify-secret\n");
    let broken = desk.run("ann", &["setup", "--env", "production", "-o", "s.yaml"]);
    assert_eq!(broken.code, Some(1));
    assert!(broken.err.contains("s.yaml:") && broken.err.contains("nothing was made"), "{}", broken.err);
    assert_eq!(desk.read("s.yaml"), "apiVersion: v1\nkind: Secret\nmetadata: {name: dify-secret\n");
    // Nor one with something else in it.
    let dify = run(&["secrets", "setup", "--env", "production"]).out;
    for (name, other) in [
        ("more.yaml", "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\ndata: {a: b}\n"),
        ("more.yaml", "---\napiVersion: v1\nkind: Secret\nmetadata: {name: mine}\nstringData: {a: b}\n"),
        ("values.yaml", "a: b\n"),
    ] {
        let text = if name == "more.yaml" { format!("{dify}{other}") } else { other.to_owned() };
        desk.write(name, &text);
        let strange = desk.run("ann", &["setup", "--env", "production", "-o", name]);
        assert_eq!(strange.code, Some(if name == "more.yaml" { 1 } else { 2 }), "{}", strange.err);
        assert_eq!(desk.read(name), text);
        fs::remove_file(desk.work().join(name)).expect("removed");
    }
    // A full disk, and the end in the middle of writing.
    assert_eq!(desk.run("ann", &["setup", "--env", "production", "-o", "full.yaml"]).code, Some(0));
    let before = desk.read("full.yaml").replace("\"SECRET_KEY\": ", "\"OTHER\": ");
    desk.write("full.yaml", &before);
    let arguments = ["setup", "--env", "production", "-o", "full.yaml"];
    let full = under(&desk, "trap '' XFSZ; ulimit -f 1", &arguments);
    assert_eq!(full.code, Some(1));
    assert!(full.err.contains("the disk is full"), "{}", full.err);
    assert_eq!(desk.read("full.yaml"), before);
    assert_eq!(fs::read_dir(desk.work()).expect("read").count(), 2, "nothing is left beside it");
    let killed = under(&desk, "ulimit -f 1", &arguments);
    assert_eq!(killed.code, None, "the signal ended it");
    assert_eq!(desk.read("full.yaml"), before);
    for entry in fs::read_dir(desk.work()).expect("read").flatten() {
        let mode = entry.metadata().expect("there").permissions().mode() & 0o777;
        assert!(
            mode == 0o600 || !entry.file_name().to_string_lossy().contains("sekisho-tmp"),
            "{:?}",
            entry.file_name()
        );
    }
    // A folder that is not there, and one that is a file.
    for target in ["none/s.yaml", "s.yaml/s.yaml"] {
        let run = desk.run("ann", &["setup", "--env", "production", "-o", target]);
        assert_eq!(run.code, Some(1), "{}", run.err);
    }
}

#[test]
fn a_read_only_file_system_is_named() {
    let desk = Desk::new();
    fs::create_dir(desk.work().join("mnt")).expect("made");
    // Of our own mount namespace: nobody else sees it, and it goes with the shell.
    let script = "mount -t tmpfs none mnt; \"$0\" secrets setup --env production -o mnt/s.yaml >/dev/null; cp mnt/s.yaml kept; \
                  sed -i /SECRET_KEY/d mnt/s.yaml; cp mnt/s.yaml before; mount -o remount,ro none mnt; \
                  \"$0\" secrets setup --env production -o mnt/s.yaml && exit 9; cmp before mnt/s.yaml; ls -A mnt | wc -l";
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-ec", script]).arg(sekisho(&desk.work(), &[]).get_program());
    let run = command.current_dir(desk.work()).env("LANG", "C.UTF-8").output().map(Run::from).ok();
    match run {
        Some(run) if !run.err.contains("unshare") && !run.err.contains("mount:") => {
            assert_eq!((run.code, run.out.as_str()), (Some(0), "1\n"), "{}", run.err);
            assert!(run.err.contains("may not be written to"), "{}", run.err);
        }
        _ => testkit::not_run("setup on a read-only file system", "It needs root and `unshare`."),
    }
}

/// A deployment in the clear, with a canary in every place.
fn planted(desk: &Desk) -> Vec<String> {
    let mut found = Vec::new();
    let mut plant = |place: &str| {
        found.push(canary(place));
        canary(place)
    };
    let manifests = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api, namespace: dify}}\nspec:\n  template:\n    spec:\n      containers:\n        \
         - name: api\n          image: langgenius/dify-api:1.15.0\n          envFrom: [{{secretRef: {{name: app}}}}]\n          env:\n            \
         - {{name: MODE, value: api}}\n            - {{name: DB_PASSWORD, value: {}}}\n            - {{name: UNKNOWN, value: {}}}\n            \
         - {{name: CELERY_BROKER_URL, value: 'redis://:{}@elsewhere:6379/1'}}\n            - {{name: REDIS_HOST, value: redis}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: app, namespace: dify, annotations: {{note: {}}}}}\nstringData:\n  SECRET_KEY: {}\n  OTHER: {}\n  \
         REDIS_PASSWORD: 'short{}'\n  RESEND_API_KEY: {}\n",
        plant("literal"),
        plant("unknown"),
        plant("brokerurl"),
        plant("annotation"),
        plant("secretkeysecretkey"),
        plant("other"),
        plant("redis"),
        plant("resend"),
    );
    desk.write("deploy.yaml", &manifests);
    let dotenv =
        format!("SECRET_KEY={}\nS3_SECRET_KEY={} # {}\n", plant("dotenvsecretkey"), plant("dotenv"), plant("comment"));
    desk.write("values.env", &dotenv);
    found
}

fn assert_none(planted: &[String], text: &str, what: &str) {
    for value in planted {
        for piece in [&value[..], &value[..12], &value[value.len() - 10..], base64(value).trim_end_matches('=')] {
            assert!(!text.contains(piece), "{what} shows {value}");
        }
    }
}

#[test]
fn no_value_leaves_but_through_its_channel() {
    let desk = Desk::new();
    let planted = planted(&desk);
    let base = ["setup", "deploy.yaml", "--existing", "values.env"];
    for lang in ["en", "ja"] {
        for more in [
            &["--dry-run"][..],
            &["--dry-run", "--format", "json"],
            &["--dry-run", "--color", "always"],
            &["-o", "plain.yaml"],
            &["-o", "plain.yaml", "--format", "json"],
            &["--as", "sops", "-o", "sops.yaml", "-r", &desk.ann],
            &["--as", "age", "-r", &desk.ann],
            &["--as", "external", "--store", "vault", "-o", "external.yaml"],
            &["--as", "sealed", "--cert", "values.env"],
            &["--as", "sealed", "--cert", &certificate(), "--today", "2027-01-01"],
            &["--existing", "deploy.yaml", "-o", "none/x.yaml"],
            &["--as", "sops", "-o", "sops2.yaml", "-r", "deploy.yaml"],
        ] {
            let run = desk.run("ann", &[&base, more, &["--lang", lang]].concat());
            assert!(!run.out.is_empty() || !run.err.is_empty(), "{more:?} says nothing");
            assert_none(&planted, &run.err, &format!("{more:?} {lang}: standard error"));
            if !more.contains(&"external") {
                assert_none(&planted, &run.out, &format!("{more:?} {lang}: standard output"));
            }
        }
    }
    let kept = canary("dotenvsecretkey");
    for name in ["sops.yaml", "external.yaml"] {
        assert_none(&planted, &desk.read(name), name);
    }
    // Nothing but the declared file was written with a value in it.
    let files = holding(&desk.work(), &base64(&kept));
    assert!(files.len() == 1 && files[0].ends_with("plain.yaml"), "{files:?}");
}

#[test]
fn arguments_and_environment_hold_no_value_while_it_runs() {
    let desk = Desk::new();
    let planted = planted(&desk);
    let mut command =
        desk.command("ann", &["setup", "deploy.yaml", "--existing", "values.env", "--existing", "-", "-o", "o.yaml"]);
    command.env("TMPDIR", desk.work());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    // It has read everything else, and waits for standard input.
    std::thread::sleep(std::time::Duration::from_millis(500));
    for name in ["cmdline", "environ"] {
        let mut text = Vec::new();
        let file = fs::File::open(format!("/proc/{}/{name}", child.id()));
        file.expect("it runs").read_to_end(&mut text).expect("read");
        assert_none(&planted, &String::from_utf8_lossy(&text), name);
    }
    let before: Vec<_> = fs::read_dir(desk.work()).expect("read").flatten().map(|it| it.file_name()).collect();
    assert_eq!(before.len(), 2, "a temporary file: {before:?}");
    child.stdin.take().expect("piped").write_all(b"S3_ACCESS_KEY=x\n").expect("fed");
    let output: Run = child.wait_with_output().expect("it ends").into();
    assert_none(&planted, &output.err, "standard error");
    assert!(desk.work().join("o.yaml").is_file(), "{}", output.err);
}
