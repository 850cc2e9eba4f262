//! `sekisho secrets check`, as a person uses it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::canary::{base64, canary};
use crate::store::Desk;
use crate::{Run, assert_valid, sekisho};

/// Two environments, each rendered and with Secrets of its own.
fn two(folder: &Path) {
    for environment in ["production", "staging"] {
        let run = |arguments: &[&str]| -> Run { sekisho(folder, arguments).output().expect("it starts").into() };
        assert_eq!(run(&["render", "--env", environment, "-o", environment]).code, Some(0));
        let secrets = format!("{environment}/secrets.yaml");
        let made = run(&["secrets", "setup", "--env", environment, "-o", &secrets, "--today", "2026-11-24"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
    }
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    let today = ["--today", "2026-12-24"];
    let today: &[&str] = if arguments.contains(&"--today") { &[] } else { &today };
    sekisho(folder, &[&["secrets", "check"], arguments, today].concat()).output().expect("it starts").into()
}

fn json(folder: &Path, arguments: &[&str]) -> (Option<i32>, Value) {
    let run = check(folder, &[arguments, &["--format", "json"]].concat());
    let report = run.json();
    assert_valid("secrets-check.schema.json", &report);
    (run.code, report)
}

/// What was found, each kind once, in the order of the report.
fn kinds(report: &Value) -> Vec<(&str, &str)> {
    let findings = report["findings"].as_array().expect("findings");
    let mut found: Vec<(&str, &str)> = Vec::new();
    for it in findings {
        found.push((it["check"].as_str().unwrap_or_default(), it["severity"].as_str().unwrap_or_default()));
    }
    found.dedup();
    found
}

#[test]
fn environments_of_their_own_are_fine() {
    let folder = tempfile::tempdir().expect("a folder");
    two(folder.path());
    let (code, report) = json(folder.path(), &["production", "staging"]);
    assert_eq!((code, kinds(&report), report["unknown"].as_array().map(Vec::len)), (Some(0), vec![], Some(0)));
    let secrets = report["secrets"].as_array().expect("secrets");
    assert_eq!(secrets.len(), 4);
    let sandbox = secrets.iter().find(|it| it["name"] == "dify-sandbox-secret").expect("the sandbox's");
    assert_eq!(sandbox["workloads"], serde_json::json!(["Deployment agent-sandbox", "Deployment sandbox"]));
    assert_eq!(
        sandbox["keys"][0],
        serde_json::json!({"key": "SANDBOX_API_KEY", "created": "2026-11-24", "rotated": null})
    );
    // The environments can stand in the settings.
    let settings = "environments:\n  production: {files: [production]}\n  staging: {files: [staging]}\n";
    fs::write(folder.path().join("sekisho.yaml"), settings).expect("settings");
    let (code, report) = json(folder.path(), &[]);
    assert_eq!((code, report["secrets"].as_array().map(Vec::len)), (Some(0), Some(4)));
    // By namespaces, in one folder.
    let staging = |it: &str| {
        let text = fs::read_to_string(folder.path().join("staging").join(it)).expect("read");
        let moved = text
            .replace("namespace: dify\n", "namespace: stage\n")
            .replace("namespace: \"dify\"", "namespace: \"stage\"");
        fs::write(folder.path().join("staging").join(it), moved).expect("written");
    };
    staging("staging.yaml");
    staging("secrets.yaml");
    let settings = "environments:\n  production: {namespaces: [dify]}\n  staging: {namespaces: [stage]}\n";
    fs::write(folder.path().join("sekisho.yaml"), settings).expect("settings");
    let (_, report) = json(folder.path(), &[]);
    let secrets = report["secrets"].as_array().expect("secrets");
    let of: Vec<_> = secrets.iter().map(|it| (it["environment"].as_str(), it["namespace"].as_str())).collect();
    assert_eq!(of, [(Some("production"), Some("dify")), (Some("staging"), Some("stage"))]);
}

#[test]
fn a_shared_value_is_an_error_and_an_old_one_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    two(folder.path());
    let old = check(folder.path(), &["production", "--today", "2027-06-01"]);
    assert_eq!(old.code, Some(11));
    assert!(old.out.contains("in use for 189 days, since 2026-11-24; 90 are allowed"), "{}", old.out);
    assert_eq!(check(folder.path(), &["production", "--today", "2027-06-01", "--max-age", "365"]).code, Some(0));
    // One value of production in staging, under another name.
    let read = |it: &str| fs::read_to_string(folder.path().join(it)).expect("read");
    let production = read("production/secrets.yaml");
    let line = production.lines().find(|it| it.contains("\"WEAVIATE_API_KEY\"")).expect("the key");
    let value = line.split('"').nth(3).expect("the value");
    let staging: String = read("staging/secrets.yaml")
        .lines()
        .map(|it| {
            let own = it.contains("\"PLUGIN_DAEMON_KEY\"").then(|| format!("  \"PLUGIN_DAEMON_KEY\": \"{value}\"\n"));
            own.unwrap_or_else(|| format!("{it}\n"))
        })
        .collect();
    fs::write(folder.path().join("staging/secrets.yaml"), staging).expect("written");
    let (code, report) = json(folder.path(), &["--env", "prod=production", "--env", "stage=staging"]);
    assert_eq!((code, kinds(&report)), (Some(12), vec![("reused-across-environments", "high")]));
    assert_eq!(report["findings"][0]["environments"], serde_json::json!(["prod", "stage"]));
    assert_eq!(check(folder.path(), &["production", "staging", "--exit-zero"]).code, Some(0));
}

#[test]
fn every_kind_is_found_and_readers_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: api
          image: langgenius/dify-api:1.15.0
          env:
            - {name: MODE, value: api}
            - {name: CODE_EXECUTION_API_KEY, value: Ap7Nm2Kq7wRz1LmN4x}
            - {name: SECRET_KEY, valueFrom: {secretKeyRef: {name: app, key: SECRET_KEY}}}
            - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: app, key: DB_PASSWORD}}}
            - {name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: elsewhere, key: redis}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: dify}
spec: {template: {spec: {containers: [{name: sandbox, image: 'langgenius/dify-sandbox:0.2.15', env: [{name: API_KEY, value: Sb4Nm2Kq7wRz1LmN4x}]}]}}}
---
apiVersion: v1
kind: Secret
metadata: {name: app, namespace: dify, annotations: {sekisho.dev/created: 'DB_PASSWORD=2026-01-01', sekisho.dev/rotated: 'DB_PASSWORD=2026-12-01'}}
stringData: {SECRET_KEY: tooshort1Kq, DB_PASSWORD: difyai123456, S3_SECRET_KEY: your-secret-key, RESEND_API_KEY: changeme}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: dify}
rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: dify}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: ci, namespace: tools}]
";
    fs::write(folder.path().join("d.yaml"), text).expect("written");
    let (code, report) = json(folder.path(), &["d.yaml"]);
    assert_eq!(code, Some(12));
    assert_eq!(
        kinds(&report),
        [
            ("published-default", "high"),
            ("placeholder", "high"),
            ("ends-differ", "medium"),
            ("weak", "medium"),
            ("unused-key", "low"),
        ]
    );
    assert_eq!(report["secrets"][0]["subjects"], serde_json::json!(["ServiceAccount tools/ci"]));
    let unknown: Vec<&str> =
        report["unknown"].as_array().expect("unknown").iter().filter_map(|it| it["reason"].as_str()).collect();
    assert!(unknown.iter().any(|it| it.contains("dify/elsewhere is not in the input")), "{unknown:?}");
    assert!(unknown.iter().any(|it| it.contains("the age of 3 values")), "{unknown:?}");
    // What was replaced since is as old as its replacement.
    assert!(!kinds(&report).contains(&("expired", "medium")));
    fs::write(folder.path().join("broken.yaml"), "a: [\n").expect("written");
    assert_eq!(check(folder.path(), &["broken.yaml"]).code, Some(12));
    assert_eq!(check(folder.path(), &["--env", "nothing"]).code, Some(2));
}

#[test]
fn what_is_encrypted_is_unknown_without_a_key_and_judged_with_one() {
    let desk = Desk::new();
    for environment in ["production", "staging"] {
        let name = format!("{environment}.yaml");
        let made = desk.run("ann", &["setup", "--env", environment, "--as", "sops", "-o", &name, "-r", &desk.ann]);
        assert_eq!(made.code, Some(0), "{}", made.err);
    }
    let paths = ["production.yaml", "staging.yaml"];
    let blind = check(&desk.work(), &paths);
    assert_eq!(blind.code, Some(12), "{}", blind.err);
    assert!(blind.out.contains("0 credentials looked at") && blind.out.contains("--identity"), "{}", blind.out);
    let blind = check(&desk.work(), &[&paths[..], &["--format", "json"]].concat()).json();
    assert_eq!(blind["findings"][0]["check"], "unreadable-file", "{blind}");
    assert_eq!(check(&desk.work(), &[&paths[..], &["--fail-on", "critical"]].concat()).code, Some(0));
    assert_eq!(
        check(&desk.work(), &[&paths[..], &["--fail-on-unknown", "--fail-on", "critical"]].concat()).code,
        Some(12)
    );
    let seen = desk.run("ann", &[&["check"], &paths[..]].concat());
    assert_eq!(seen.code, Some(0), "{}", seen.err);
    assert!(seen.out.contains("26 credentials looked at: 0 found"), "{}", seen.out);
    fs::copy(desk.work().join("production.yaml"), desk.work().join("staging.yaml")).expect("copied");
    assert_eq!(desk.run("ann", &[&["check"], &paths[..]].concat()).code, Some(12));
    let stranger = desk.run("ben", &[&["check"], &paths[..]].concat());
    assert!(stranger.code == Some(12) && stranger.out.contains("none of your keys opens it"), "{}", stranger.out);
    let damaged = desk.read("production.yaml").replacen("data:", "data:A", 1);
    desk.write("production.yaml", &damaged);
    assert_eq!(desk.run("ann", &[&["check"], &paths[..]].concat()).code, Some(1), "a damaged store");
}

#[test]
fn no_value_and_no_tag_comes_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let values = ["shared", "second", "dotenv"].map(canary);
    for environment in ["a", "b"] {
        let text = format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: dify}}\nstringData: {{DB_PASSWORD: {}, SECRET_KEY: short{}}}\n",
            values[0], environment
        );
        let folder = folder.path().join(environment);
        fs::create_dir(&folder).expect("made");
        fs::write(folder.join("s.yaml"), text).expect("written");
        fs::write(
            folder.join(".env"),
            format!("REDIS_PASSWORD={}\nCELERY_BROKER_URL=redis://:{}@r/1\n", values[1], values[2]),
        )
        .expect("written");
    }
    for lang in ["en", "ja"] {
        for more in [
            &[][..],
            &["--format", "json"],
            &["--color", "always"],
            &["--format", "sarif"],
            &["--format", "junit"],
            &["--format", "html"],
        ] {
            let run = check(folder.path(), &[&["a", "b", "--lang", lang], more].concat());
            assert_eq!(run.code, Some(12), "{}", run.err);
            let all = format!("{}{}", run.out, run.err);
            for value in &values {
                for piece in [&value[..], &value[..12], &value[value.len() - 10..], base64(value).trim_end_matches('=')]
                {
                    assert!(!all.contains(piece), "{more:?} {lang} shows {value}");
                }
            }
            // The key of the tags is another in every run: what holds none is the same each time.
            let again = check(folder.path(), &[&["a", "b", "--lang", lang], more].concat());
            assert!(again.out == run.out && again.err == run.err, "a tag");
        }
    }
}

/// Every format of both judges of credentials: as published, with every id known, and with both places of what has two.
#[test]
fn every_format_is_as_published_and_two_ends_are_two_places() {
    let folder = tempfile::tempdir().expect("a folder");
    for environment in ["a", "b"] {
        fs::create_dir(folder.path().join(environment)).expect("made");
        let text = format!("DB_PASSWORD={}\nREDIS_PASSWORD=weak\n", canary("shared"));
        fs::write(folder.path().join(environment).join(".env"), text).expect("written");
    }
    for (command, paths, schema) in [("check", &["a", "b"][..], "secrets-check"), ("scan", &["."], "leaks")] {
        let run = |more: &[&str]| -> Run {
            let arguments = [&["secrets", command], paths, more].concat();
            sekisho(folder.path(), &arguments).output().expect("it starts").into()
        };
        let value = run(&["--format", "json"]).json();
        let schema = format!("{}/../../schemas/{schema}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let schema = serde_json::from_str(&fs::read_to_string(schema).expect("a schema")).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
        assert!(validator.is_valid(&value), "{value}");
        for finding in value["findings"].as_array().expect("findings") {
            let id = finding["check"].as_str().or(finding["rule"].as_str()).expect("an id");
            assert_eq!(crate::run(&["explain", id]).code, Some(0), "{id}");
        }
        let sarif = run(&["--format", "sarif"]).json();
        let results = sarif["runs"][0]["results"].as_array().expect("results");
        let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(results.len(), value["findings"].as_array().map_or(0, Vec::len));
        assert!(
            results.iter().all(|it| rules[it["ruleIndex"].as_u64().expect("a rule") as usize]["id"] == it["ruleId"])
        );
        let (junit, html) = (run(&["--format", "junit"]).out, run(&["--format", "html"]).out);
        assert!(junit.contains(&format!("<testsuites name=\"sekisho secrets {command}\"")), "{junit}");
        assert!(html.starts_with("<!doctype html>") && html.contains("Content-Security-Policy"));
        if command == "check" {
            let shared = value["findings"].as_array().into_iter().flatten();
            let shared: Vec<_> = shared.filter(|it| it["check"] == "reused-across-environments").collect();
            assert!(
                !shared.is_empty()
                    && shared.iter().all(|it| it["related"][0]["location"]["file"] != it["location"]["file"])
            );
            assert!(results.iter().any(|it| it["relatedLocations"][0]["physicalLocation"].is_object()));
            for out in [run(&[]).out, junit, html] {
                assert!(out.contains("a/.env") && out.contains("b/.env"), "{out}");
            }
        }
        // One way to live with it: known, then suppressed by name.
        assert_eq!(run(&["--write-baseline", "base.json"]).code, Some(0));
        assert_eq!(run(&["--baseline", "base.json"]).code, Some(0), "{command}");
        fs::remove_file(folder.path().join("base.json")).expect("removed");
        let rules: std::collections::BTreeSet<&str> = results.iter().filter_map(|it| it["ruleId"].as_str()).collect();
        let one = |rule: &&str| format!("  - {{rule: {rule}, file: ., until: 2027-01-01, reason: a test}}\n");
        let settings = format!("suppressions:\n{}", rules.iter().map(one).collect::<String>());
        fs::write(folder.path().join("sekisho.yaml"), settings).expect("written");
        let quiet = run(&["--today", "2026-12-01"]);
        assert_eq!(quiet.code, Some(0), "{command}: {}{}", quiet.out, quiet.err);
        let over = run(&["--today", "2027-01-02", "--format", "json"]);
        assert!(over.code == Some(12) && over.out.contains("expired-suppression"), "{}", over.out);
        fs::remove_file(folder.path().join("sekisho.yaml")).expect("removed");
    }
}

/// A Secret as `kubectl get secret -o yaml` gives it, and a ConfigMap that an audit looks at.
const GOT: &str = "\
apiVersion: v1
kind: Secret
metadata:
  name: dify-secret
  namespace: contoso
  creationTimestamp: \"2026-01-02T03:04:05Z\"
  managedFields:
  - {manager: kubectl, operation: Apply, time: \"DAY\"}
data:
  DB_PASSWORD: hiMHlSlY42k9cJ1FMVRzno884Nat0JsM
  REDIS_PASSWORD: Q29udG9zby1EaWZ5LTIwMjY=
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: contoso}
data:
  PLUGIN_DAEMON_KEY: lYkiYYT6owG+71oLerGzA7GXCgOT++6ovaezWAjpCjf+Sjc3ZtU+qUEi
";

#[test]
fn what_an_audit_looks_at_is_looked_at_and_dates_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    for (day, old) in [("2026-02-01T00:00:00Z", true), ("2026-12-01T00:00:00Z", false)] {
        fs::write(folder.path().join("got.yaml"), GOT.replace("DAY", day)).expect("written");
        let (code, report) = json(folder.path(), &["got.yaml"]);
        let found = kinds(&report);
        let rules: Vec<&str> = found.iter().map(|it| it.0).collect();
        assert!(code == Some(12) || code == Some(13), "{report:#}");
        assert!(rules.contains(&"invalid-secret-encoding"), "{rules:?}");
        assert!(rules.contains(&"weak"), "a name of the input with decoration: {rules:?}");
        assert!(rules.contains(&"published-default-credential"), "of the ConfigMap: {rules:?}");
        assert_eq!(rules.contains(&"expired"), old, "{rules:?}");
    }
}
