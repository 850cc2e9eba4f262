//! What is not looked at is said, and is never fine; what lies in a folder leads nowhere else.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::repository::Repo;
use crate::{Run, sekisho};

const GOOD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec:\n  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n  containers: [{name: x, image: 'nginx:1.27.5', securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]\n";
const BAD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: q, namespace: a}\nspec:\n  hostPID: true\n  containers: [{name: x, image: 'nginx:1.27.5', securityContext: {privileged: true}}]\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A run that must end in time.
fn timed(folder: &Path, arguments: &[&str]) -> Run {
    let start = Instant::now();
    let run: Run = sekisho(folder, arguments).output().expect("the program starts").into();
    assert!(start.elapsed() < Duration::from_secs(10), "{arguments:?}: {:?}", start.elapsed());
    run
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn manifests_are_judged_wherever_kubectl_would_find_them() {
    for place in [".hidden/p.yaml", "a/.b/c/p.json", "node_modules/x/p.yml", ".env.pod.yaml", ".p.yaml", "x.env.yaml"] {
        let text = if place.ends_with("json") {
            r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "q"}, "spec": {"hostPID": true, "containers": [{"name": "x", "image": "y"}]}}"#
        } else {
            BAD
        };
        let folder = folder(&[("pod.yaml", GOOD), (place, text)]);
        let run = timed(folder.path(), &["pss", "check", "."]);
        assert_ne!(run.code, Some(0), "{place}: {}", run.out);
        assert!(run.out.contains("hostPID"), "{place}: {}", run.out);
    }
}

#[test]
fn what_was_left_out_is_named_in_every_form() {
    let files = [
        ("pod.yaml", GOOD),
        (".github/workflows/ci.yaml", "on: push\njobs: {a: {steps: []}}\n"),
        ("node_modules/a/package.json", "{\"name\": \"a\"}"),
        ("notes.md", "# x"),
        ("role.yaml", "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules: []\n"),
    ];
    let folder = folder(&files);
    symlink("pod.yaml", folder.path().join("same.yaml")).expect("a link");
    let audit = timed(folder.path(), &["audit", ".", "--format", "json"]).json();
    let left_out = |run: &serde_json::Value| {
        let all = run["leftOut"].as_array().expect("a list").iter();
        let mut all: Vec<String> = all
            .map(|it| {
                format!(
                    "{} {}",
                    it["path"].as_str().unwrap_or_default().trim_start_matches("./"),
                    it["reason"].as_str().unwrap_or_default()
                )
            })
            .collect();
        all.sort();
        all
    };
    let expected = [
        ".github/workflows/ci.yaml no-object",
        "node_modules/a/package.json no-object",
        "notes.md other-kind",
        "same.yaml same-file",
    ];
    assert_eq!(left_out(&audit), expected);
    for arguments in [
        &["pss", "check", "."][..],
        &["network", "connections", "."],
        &["network", "exposure", "."],
        &["rbac", "who-can", "get", "pods", "."],
    ] {
        let json = timed(folder.path(), &[arguments, &["--format", "json"]].concat()).json();
        assert_eq!(left_out(&json), expected, "{arguments:?}");
        let text = timed(folder.path(), arguments);
        assert!(text.err.contains("ci.yaml") && text.err.contains("same.yaml"), "{arguments:?}: {}", text.err);
    }
    let text = timed(folder.path(), &["audit", "."]).out;
    assert!(text.contains("package.json") && text.contains("1 not looked at (not YAML"), "{text}");
}

#[test]
fn zero_looked_at_is_never_fine() {
    let nothing = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    let folder = folder(&[
        ("a.yaml", nothing),
        ("own/sekisho.yaml", "namespace: a\n"),
        ("readme/README.md", "# x"),
        ("broken/a.yaml", "a: [\n"),
    ]);
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    let commands = [
        &["audit"][..],
        &["pss", "check"],
        &["network", "connections"],
        &["network", "exposure"],
        &["network", "prove"],
        &["network", "policies"],
        &["rbac", "who-can", "get", "pods"],
        &["secrets", "check"],
    ];
    for command in commands {
        for path in ["a.yaml", "own", "readme", "empty", "none", "-"] {
            if path == "a.yaml" && command == ["audit"] {
                continue;
            }
            for format in [if command[1..] == ["policies"] { "yaml" } else { "text" }, "json"] {
                let run = timed(folder.path(), &[command, &[path, "--format", format]].concat());
                assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{command:?} {path} {format}: {}", run.err);
                assert!(!run.err.is_empty());
            }
        }
        let unread = timed(folder.path(), &[command, &["broken"]].concat());
        let expected = if command[1..] == ["policies"] { 1 } else { 12 };
        assert_eq!(unread.code, Some(expected), "{command:?}: {}{}", unread.out, unread.err);
    }
}

#[test]
fn a_kustomization_that_changes_its_parts_is_not_judged_by_them() {
    let changes = [
        "patches: [{path: priv.yaml}]",
        "patchesStrategicMerge: [priv.yaml]",
        "images: [{name: nginx, newTag: '1'}]",
        "components: [c]",
        "configMapGenerator: [{name: x, literals: [a=b]}]",
        "secretGenerator: [{name: x, literals: [a=b]}]",
        "helmCharts: [{name: x}]",
        "namespace: other",
        "commonLabels: {a: b}",
        "labels: [{pairs: {a: b}}]",
        "replacements: [{path: x}]",
        "transformers: [t.yaml]",
        "generators: [g.yaml]",
        "namePrefix: x-",
        "vars: [{name: A}]",
        "resources: ['https://example.com/x.yaml']",
        "resources: ['github.com/a/b//c?ref=v1']",
        "resources: [not-there.yaml]",
        "resources: ['../outside']",
        "somethingNew: true",
    ];
    for change in changes {
        let resources = if change.starts_with("resources") { "" } else { "resources: [pod.yaml]\n" };
        let folder = folder(&[
            ("outside/x.yaml", GOOD),
            ("k/kustomization.yaml", &format!("{resources}{change}\n")),
            ("k/pod.yaml", GOOD),
            ("k/priv.yaml", BAD),
        ]);
        for arguments in [&["audit", "k"][..], &["pss", "check", "k"], &["audit", "k/kustomization.yaml"]] {
            let run = timed(folder.path(), arguments);
            assert_ne!(run.code, Some(0), "{change} {arguments:?}: {}", run.out);
            let all = format!("{}{}", run.out, run.err);
            assert!(all.contains("kubectl kustomize k |"), "{change} {arguments:?}: {all}");
        }
        let audit = timed(folder.path(), &["audit", "k", "--format", "json"]).json();
        let pss = audit["verdicts"].as_array().expect("verdicts").iter().find(|it| it["control"] == "PSS-2").cloned();
        assert_ne!(pss.expect("a verdict")["verdict"], "pass", "{change}");
    }
    let plain = "resources: [pod.yaml, base]\nreplicas: [{name: p, count: 2}]\npatches: []\n";
    let folder = folder(&[
        ("kustomization.yaml", plain),
        ("pod.yaml", GOOD),
        ("base/kustomization.yml", "resources: [b.yaml]\n"),
        ("base/b.yaml", GOOD),
    ]);
    let run = timed(folder.path(), &["pss", "check", "."]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
}

#[test]
fn links_lead_nowhere_else() {
    let around = folder(&[("out/victim.yaml", BAD), ("repo/b.yaml", GOOD), ("repo/real/c.yaml", GOOD)]);
    let repo = around.path().join("repo");
    symlink("../out/victim.yaml", repo.join("a.yaml")).expect("a link");
    symlink("../out", repo.join("folder")).expect("a link");
    symlink("none", repo.join("dangling.yaml")).expect("a link");
    let run = timed(&repo, &["audit", ".", "--fix", "--unsafe-fixes"]);
    assert_eq!(fs::read_to_string(around.path().join("out/victim.yaml")).expect("a file"), BAD);
    assert_ne!(run.code, Some(0));
    assert!(run.out.contains("a.yaml") && run.out.contains("dangling.yaml"), "{}", run.out);
    let audit = timed(&repo, &["audit", ".", "--format", "json"]).json();
    let unread: Vec<&str> =
        audit["unread"].as_array().expect("a list").iter().filter_map(|it| it["place"].as_str()).collect();
    assert_eq!(unread.len(), 2, "{unread:?}");
    // Named itself, and written to itself.
    fs::write(around.path().join("out/victim.yaml"), BAD).expect("a file");
    let named = timed(&repo, &["audit", "a.yaml", "--fix", "--unsafe-fixes"]);
    assert_eq!(named.code, Some(1), "{}", named.err);
    assert_eq!(fs::read_to_string(around.path().join("out/victim.yaml")).expect("a file"), BAD);
}

#[test]
fn pipes_and_devices_are_said_and_not_waited_for() {
    let folder = folder(&[("a.yaml", GOOD)]);
    type Put<'a> = (&'a str, &'a dyn Fn(&Path));
    let put: [Put<'_>; 5] = [
        ("zero", &|it| symlink("/dev/zero", it).expect("a link")),
        ("stdin", &|it| symlink("/dev/stdin", it).expect("a link")),
        ("fifo", &fifo),
        ("fd", &|it| symlink("/proc/self/fd/0", it).expect("a link")),
        ("tty", &|it| symlink("/dev/tty", it).expect("a link")),
    ];
    for (name, put) in put {
        for file in ["x.yaml", "kustomization.yaml", "sekisho.yaml", "Chart.yaml", ".env"] {
            let path = folder.path().join(file);
            put(&path);
            for arguments in
                [&["audit", "."][..], &["pss", "check", "."], &["secrets", "check", "."], &["secrets", "scan", "."]]
            {
                let run = timed(folder.path(), arguments);
                let searched = arguments[1] == "scan";
                assert!(searched || run.code != Some(0), "{name} as {file}, {arguments:?}: {}{}", run.out, run.err);
                let all = format!("{}{}", run.out, run.err);
                assert!(all.contains(file), "{name} as {file}, {arguments:?}: {all}");
            }
            fs::remove_file(&path).expect("removed");
        }
    }
    let named = folder.path().join("pipe.yaml");
    fifo(&named);
    let run = timed(folder.path(), &["audit", "pipe.yaml"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
}

#[test]
fn what_the_shell_hands_over_is_read() {
    let folder = folder(&[("bad.yaml", BAD)]);
    let script = format!("{} pss check <(cat bad.yaml)", crate::binary().display());
    let run: Run = Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output().expect("bash").into();
    assert!(run.out.contains("hostPID"), "{}{}", run.out, run.err);
}

#[test]
fn only_what_sekisho_wrote_is_written_over() {
    let folder = folder(&[("m/base/kustomization.yaml", "mine\n")]);
    let read = || fs::read_to_string(folder.path().join("m/base/kustomization.yaml")).expect("a file");
    let refused = timed(folder.path(), &["render", "--kustomize", "m"]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    assert!(
        refused.err.contains("m/base/kustomization.yaml") && refused.err.contains("--overwrite"),
        "{}",
        refused.err
    );
    assert_eq!(read(), "mine\n");
    assert_eq!(fs::read_dir(folder.path().join("m")).expect("a folder").count(), 1, "nothing was written");
    assert_eq!(timed(folder.path(), &["render", "--kustomize", "m", "--overwrite"]).code, Some(0));
    assert_ne!(read(), "mine\n");
    assert_eq!(timed(folder.path(), &["render", "--kustomize", "m", "--lang", "ja"]).code, Some(0), "our own");

    let around = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(around.path().join("m/base")).expect("a folder");
    fs::write(around.path().join("mine"), "mine\n").expect("a file");
    symlink("../../mine", around.path().join("m/base/kustomization.yaml")).expect("a link");
    let run = timed(around.path(), &["render", "--kustomize", "m", "--overwrite"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert_eq!(fs::read_to_string(around.path().join("mine")).expect("a file"), "mine\n");

    write(around.path(), "pod.yaml", BAD);
    let run = timed(around.path(), &["audit", "pod.yaml", "--write-baseline", "mine"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert_eq!(fs::read_to_string(around.path().join("mine")).expect("a file"), "mine\n");
    for _ in 0..2 {
        assert_eq!(timed(around.path(), &["audit", "pod.yaml", "--write-baseline", "known.json"]).code, Some(0));
    }
}

#[test]
fn a_history_that_is_not_whole_is_not_fine() {
    let origin = Repo::new();
    origin.write("f.yaml", "DB_PASSWORD: difyai123456\n");
    origin.commit("one");
    origin.write("f.yaml", "a: b\n");
    origin.commit("two");
    let shallow = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", origin.path().display());
    origin.git(&["clone", "-q", "--depth", "1", &url, &shallow.path().join("s").display().to_string()]);
    let run = timed(&shallow.path().join("s"), &["secrets", "scan", "--history"]);
    assert_ne!(run.code, Some(0), "{}", run.out);
    assert!(run.out.contains("shallow") && run.out.contains("not all"), "{}", run.out);
    let json = timed(&shallow.path().join("s"), &["secrets", "scan", "--history", "--format", "json"]).json();
    assert_eq!(json["leftOut"][0]["reason"], "shallow", "{json}");

    let id = origin.git(&["rev-parse", "HEAD~:f.yaml"]);
    fs::remove_file(origin.path().join(".git/objects").join(&id[..2]).join(&id[2..])).expect("a loose object");
    let run = origin.secrets(&["scan", "--history"]);
    assert_ne!(run.code, Some(0), "{}", run.out);
    assert!(run.out.contains("f.yaml"), "{}", run.out);
}
