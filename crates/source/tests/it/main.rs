//! Folders as people have them.

mod hostile_git;
mod repo;

use std::fs;
use std::path::{Path, PathBuf};

use lang::Lang;
use source::{Gathered, Limits, STDIN, gather};

fn write(root: &Path, files: &[(&str, &[u8])]) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

fn read(paths: &[PathBuf], stdin: &[u8], limits: Limits) -> Gathered {
    gather(paths, &mut &*stdin, &limits).expect("gathered")
}

fn names(root: &Path, gathered: &Gathered) -> Vec<String> {
    let short = |name: &str| name.trim_start_matches(&*root.to_string_lossy()).trim_start_matches('/').to_owned();
    gathered.inputs.iter().map(|it| short(&it.name)).collect()
}

#[test]
fn a_folder_is_read_in_order_and_says_what_it_leaves_out() {
    let root = tempfile::tempdir().expect("a folder");
    write(
        root.path(),
        &[
            ("b.yaml", b"b: 1"),
            ("a/x.yml", b"x: 1"),
            ("a/.env", b"A=1"),
            ("a/notes.md", b"# no"),
            (".git/config.yaml", b"no: 1"),
            ("node_modules/y.yaml", b"no: 1"),
            ("chart/Chart.yaml", b"apiVersion: v2"),
            ("chart/values.yaml", b"a: 1"),
            ("chart/templates/x.yaml", b"a: {{ .Values.a }}"),
            ("k/kustomization.yaml", b"patches: [{path: patch.yaml}]\npatchesStrategicMerge: [old.yaml]"),
            ("k/patch.yaml", b"kind: Deployment"),
            ("k/old.yaml", b"kind: Deployment"),
            ("k/whole.yaml", b"kind: Deployment"),
        ],
    );
    let gathered = read(&[root.path().to_owned()], b"", Limits::default());
    assert_eq!(
        names(root.path(), &gathered),
        [
            "a/.env",
            "a/x.yml",
            "b.yaml",
            "chart/Chart.yaml",
            "chart/templates",
            "chart/values.yaml",
            "k/kustomization.yaml",
            "k/whole.yaml"
        ]
    );
    let left_out: Vec<(&str, &str)> =
        gathered.left_out.iter().map(|it| (it.path.rsplit('/').next().unwrap_or_default(), it.why.name())).collect();
    assert_eq!(
        left_out,
        [
            (".git", "git-folder"),
            ("notes.md", "other-kind"),
            ("old.yaml", "part-of-kustomization"),
            ("patch.yaml", "part-of-kustomization"),
            ("y.yaml", "no-object"),
        ]
    );
    let templates = &gathered.inputs[4];
    assert!(templates.flaw.as_ref().is_some_and(|it| it.reason.get(Lang::En).contains("helm template")));
}

#[test]
fn standard_input_has_a_name() {
    let gathered = read(&[PathBuf::from("-")], b"a: 1", Limits::default());
    assert_eq!(gathered.inputs[0].name, STDIN);
    assert_eq!(gathered.inputs[0].text, "a: 1");
}

#[test]
fn bounds_are_kept_and_said() {
    let root = tempfile::tempdir().expect("a folder");
    write(root.path(), &[("a.yaml", b"a: 123456789"), ("b.yaml", b"b: 1"), ("c.yaml", b"c: 12")]);
    let limits = Limits { file: 8, total: 8, files: 10 };
    let gathered = read(&[root.path().to_owned()], b"", limits);
    let flawed: Vec<bool> = gathered.inputs.iter().map(|it| it.flaw.is_some()).collect();
    assert_eq!(flawed, [true, false, true], "a is too large, b fits, c does not fit beside b");
}

#[test]
fn what_is_not_text_is_said() {
    let root = tempfile::tempdir().expect("a folder");
    write(root.path(), &[("a.yaml", b"a: 1\nb: \xff\n"), ("b.yaml", b"\xff\xfea\0")]);
    let gathered = read(&[root.path().to_owned()], b"", Limits::default());
    let reasons: Vec<&str> =
        gathered.inputs.iter().filter_map(|it| Some(it.flaw.as_ref()?.reason.get(Lang::En))).collect();
    assert!(reasons[0].contains("line 2") && reasons[1].contains("UTF-16"), "{reasons:?}");
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let error =
        gather(&[PathBuf::from("no/such/file.yaml")], &mut &b""[..], &Limits::default()).err().expect("an error");
    assert!(error.to_string().contains("no/such/file.yaml"));
}
