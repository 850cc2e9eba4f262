//! What is written is opened by the code that opens it in a cluster, built from pinned Go modules (`tests/consumers`):
//! Kubernetes' types, the controller of SealedSecrets, the types of External Secrets. Every decoding is strict.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use credentials::OperatingSystem;
use lang::Lang;
use model::{Date, Opaque};
use provision::external::{Store, external, sources};
use provision::{Dates, Request, Secret};
use render::{Environment, Plan};
use seal::{Certificate, Scope, sealed};

fn consumers() -> Option<&'static Path> {
    static BUILT: OnceLock<Option<PathBuf>> = OnceLock::new();
    BUILT.get_or_init(build).as_deref()
}

/// Builds the consumers, which Go keeps in its cache. `None` after saying loudly what is not run; in CI that is a failure.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test says what it could not do, and CI must not pass without it"
)]
fn build() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers");
    let output = Command::new("go")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers"))
        .env("CGO_ENABLED", "0")
        .args(["build", "-mod=readonly", "-o"])
        .args([target.as_os_str(), ".".as_ref()])
        .output();
    let why = match output {
        Ok(output) if output.status.success() => return Some(target),
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => format!("it needs Go (go.dev/dl): {error}"),
    };
    eprintln!("NOT RUN: opening Secrets and SealedSecrets with the real code. {why}");
    assert!(std::env::var("CI").is_err(), "opening with the real code must run in CI. {why}");
    None
}

/// Kind, namespace, name, and what the keys hold.
type Opened = (String, String, String, BTreeMap<String, String>);

fn open(program: &Path, manifests: &str, key: Option<&Path>) -> Result<Vec<Opened>, String> {
    let mut command = Command::new(program);
    command.arg("open").args(key).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    child.stdin.take().expect("piped").write_all(manifests.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |it: &serde_json::Value| it.as_str().expect("a text").to_owned();
    let one = |it: &serde_json::Value| {
        let data = it["data"].as_object().expect("keys").iter().map(|(key, value)| (key.clone(), text(value)));
        (text(&it["kind"]), text(&it["namespace"]), text(&it["name"]), data.collect())
    };
    Ok(all.as_array().expect("a list").iter().map(one).collect())
}

fn today() -> Date {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    Date::of_unix(now.as_secs())
}

/// The Secrets of a deployment, and one with values that other notations would change.
fn secrets() -> Vec<Secret> {
    let plan = Plan::new(&settings::Render::default(), Environment::Production, None, None).expect("a plan");
    let text = render::render(&plan, Lang::En).unwrap_or_else(|it| panic!("{it:?}"));
    let input = inventory::Input::file("production.yaml", text);
    let inventory = inventory::read(vec![input], &inventory::Options::default());
    let request = Request { inventory: &inventory, existing: None, today: today(), replace: &[] };
    let mut secrets = provision::plan(&request, &mut OperatingSystem).unwrap_or_else(|it| panic!("{it}")).secrets;
    let odd = [
        ("digits", "0123456789012345"),
        ("float", "1e10"),
        ("truth", "yes"),
        ("lines", "a\nb\r\n"),
        ("unicode", "関所\u{2028}\"\\"),
        ("empty", ""),
        (".dotted-key_1", "x"),
    ];
    secrets.push(Secret {
        namespace: "other".to_owned(),
        name: "odd".to_owned(),
        kind: None,
        entries: odd.iter().map(|(key, value)| ((*key).to_owned(), Opaque::new(*value))).collect(),
        raw: std::collections::BTreeMap::new(),
        labels: std::collections::BTreeMap::new(),
        annotations: std::collections::BTreeMap::new(),
        missing: ["S3_SECRET_KEY".to_owned()].into(),
        created: Dates::default(),
        rotated: Dates::parse("digits=2026-11-24"),
    });
    secrets
}

fn expected(secrets: &[Secret], suffix: &str) -> Vec<Opened> {
    let entry = |(key, value): (&String, &Opaque)| (key.clone(), value.expose().to_owned());
    let one = |it: &Secret| {
        let name = format!("{}{suffix}", it.name);
        ("Secret".to_owned(), it.namespace.clone(), name, it.entries.iter().map(entry).collect())
    };
    secrets.iter().map(one).collect()
}

#[test]
fn secrets_decode_strictly_into_kubernetes_type() {
    let Some(program) = consumers() else { return };
    let secrets = secrets();
    let manifest = provision::manifest(&secrets);
    assert!(open(program, &manifest, None).expect("decoded") == expected(&secrets, ""), "a Secret differs");
    let typed = manifest.replacen("kind: Secret\n", "kind: Secret\nunknown: x\n", 1);
    assert!(open(program, &typed, None).expect_err("strict").contains("unknown"));
}

#[test]
fn the_controller_opens_what_is_sealed() {
    let Some(program) = consumers() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let [key, cert, other_key, other_cert] =
        ["key", "cert", "other-key", "other-cert"].map(|it| folder.path().join(it));
    for (key, cert) in [(&key, &cert), (&other_key, &other_cert)] {
        let made = Command::new(program).arg("keypair").args([key, cert]).status().expect("it starts");
        assert!(made.success());
    }
    let pem = std::fs::read_to_string(&cert).expect("a certificate");
    let certificate = Certificate::parse(&pem, today()).unwrap_or_else(|it| panic!("{it}"));
    let secrets = secrets();
    for scope in Scope::ALL {
        let text = sealed(&secrets, &certificate, scope, &mut OperatingSystem).expect("sealed");
        for value in secrets.iter().flat_map(|it| it.entries.values()).filter(|it| it.expose().len() > 15) {
            assert!(!text.contains(value.expose()), "a value is in the text");
        }
        let opened = open(program, &text, Some(&key)).unwrap_or_else(|it| panic!("{}: {it}", scope.id()));
        assert!(opened == expected(&secrets, ""), "{}: a value differs", scope.id());
        assert!(open(program, &text, Some(&other_key)).is_err(), "{}: any key opens it", scope.id());
        // Moved to another name, and to another namespace.
        let renamed = text.replace("name: \"odd\"", "name: \"even\"");
        assert_eq!(open(program, &renamed, Some(&key)).is_ok(), scope != Scope::Strict, "{}", scope.id());
        let moved = text.replace("namespace: \"other\"", "namespace: \"another\"");
        assert_eq!(open(program, &moved, Some(&key)).is_ok(), scope == Scope::ClusterWide, "{}", scope.id());
    }
    assert!(
        Certificate::parse(&pem, Date::parse("2100-01-01").expect("a day")).is_err(),
        "an expired certificate seals"
    );
}

#[test]
fn external_secrets_read_its_objects_and_the_values_are_apart() {
    let Some(program) = consumers() else { return };
    let secrets = secrets();
    let store = Store {
        kind: "ClusterSecretStore".to_owned(),
        name: "vault".to_owned(),
        prefix: Some("production".to_owned()),
    };
    let text = external(&secrets, &store);
    for value in secrets.iter().flat_map(|it| it.entries.values()).filter(|it| it.expose().len() > 15) {
        assert!(!text.contains(value.expose()), "a value is in the text");
    }
    let opened = open(program, &text, None).expect("decoded");
    assert_eq!(opened.len(), 2 * secrets.len());
    for (secret, pair) in secrets.iter().zip(opened.chunks(2)) {
        let [(_, _, name, brought), (kind, _, _, pushed)] = pair else { panic!("a pair") };
        assert_eq!((name, kind.as_str()), (&secret.name, "PushSecret"));
        assert!(pushed.keys().eq(secret.entries.keys()), "{name}: every value is pushed");
        assert!(brought.keys().all(|it| secret.entries.contains_key(it) || secret.missing.contains(it)));
        assert_eq!(brought.len(), secret.entries.len() + secret.missing.len(), "{name}: every key is brought");
        for (key, place) in pushed {
            assert_eq!(brought.get(key), Some(place), "both name the same place of the store");
            assert_eq!(*place, format!("production/{}/{}#{key}", secret.namespace, secret.name));
        }
    }
    let values = open(program, &sources(&secrets), None).expect("decoded");
    assert!(values == expected(&secrets, "-source"), "a value differs");
}
