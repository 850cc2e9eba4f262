//! `sekisho audit --fix` and `--diff`.

use std::fs;
use std::process::Stdio;

use crate::{run_with, sekisho};

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: api} # ours
spec:
  hostPID: true # why?
  containers:
  - name: api
    image: langgenius/dify-api:1.15.0
    env:
    - {name: MODE, value: api}
    - {name: OTHER_TOKEN, value: Kq7wRz1LmN4xTb9Vd2Ys}
";

#[test]
fn files_are_mended_in_place_and_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("api.yaml");
    fs::write(&file, POD).expect("written");
    let first = sekisho(folder.path(), &["audit", "--fix", "api.yaml"]).output().expect("it runs");
    let mended = fs::read_to_string(&file).expect("a file");
    assert!(mended.contains("hostPID: false # why?\n") && mended.contains("drop: [ALL]\n"), "{mended}");
    assert!(!mended.contains("readOnlyRootFilesystem"), "that asks for review: {mended}");
    let told = String::from_utf8_lossy(&first.stderr);
    assert!(told.contains("fixed: api.yaml:") && told.contains("host-namespace: spec.hostPID"), "{told}");
    assert!(told.contains("--unsafe-fixes"), "{told}");
    let second = sekisho(folder.path(), &["audit", "--fix", "api.yaml"]).output().expect("it runs");
    assert_eq!(fs::read_to_string(&file).expect("a file"), mended);
    assert_eq!(second.stdout, first.stdout);
    assert_eq!(second.status.code(), first.status.code());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn a_diff_writes_nothing_and_shows_no_value() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("api.yaml");
    fs::write(&file, POD).expect("written");
    for arguments in [&["audit", "--diff", "api.yaml"][..], &["audit", "--fix", "--diff", "--unsafe-fixes", "api.yaml"]]
    {
        let output = sekisho(folder.path(), arguments).output().expect("it runs");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(out.starts_with("--- api.yaml\n+++ api.yaml\n@@ -"), "{out}");
        assert!(out.contains("\n-  hostPID: true") && out.contains("\n+  hostPID: false"), "{out}");
        assert!(!out.contains("Kq7wRz1L") && !err.contains("Kq7wRz1L"), "{out}{err}");
        assert_eq!(fs::read_to_string(&file).expect("a file"), POD);
    }
}

#[test]
fn standard_input_goes_mended_to_standard_output() {
    let result = run_with(&["audit", "-", "--fix"], POD);
    assert!(result.out.starts_with("apiVersion: v1\nkind: Pod\nmetadata: {name: api} # ours\n"), "{}", result.out);
    assert!(result.out.contains("hostPID: false # why?"), "{}", result.out);
    assert!(result.err.contains("<stdin>:") && result.err.contains("fixes made"), "{}", result.err);
    let untouched = "a: 1 # no line break";
    assert_eq!(run_with(&["audit", "-", "--fix"], untouched).out, untouched);
}

#[test]
fn unsafe_fixes_alone_are_wrong_use() {
    let result = run_with(&["audit", "-", "--unsafe-fixes", "--lang", "ja"], POD);
    assert_eq!((result.code, result.out.as_str()), (Some(2), ""));
    assert!(result.err.contains("併用"), "{}", result.err);
}

#[test]
fn what_cannot_be_edited_is_told_with_what_to_paste() {
    let json = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"api\"}, \"spec\": {\"containers\": [{\"name\": \"api\", \"image\": \"langgenius/dify-api:1.15.0\", \"env\": [{\"name\": \"MODE\", \"value\": \"api\"}]}]}}\n";
    let result = run_with(&["audit", "-", "--fix"], json);
    assert_eq!(result.out, json);
    assert!(result.err.contains("the document is JSON"), "{}", result.err);
    assert!(
        result.err.contains("\n    automountServiceAccountToken: false")
            || result.err.contains("automountServiceAccountToken: false\n"),
        "{}",
        result.err
    );
}

#[test]
fn killed_in_the_middle_every_file_is_whole() {
    const FILES: usize = 200;
    let folder = tempfile::tempdir().expect("a folder");
    // Large enough that writing them takes a while.
    // Each pod has a name of its own: of one name only the last is judged.
    let of = |it: usize| {
        POD.replace("{name: api}", &format!("{{name: api-{it:03}}}")) + "---\n" + &"# a line that stays\n".repeat(2000)
    };
    let names: Vec<_> = (0..FILES).map(|it| folder.path().join(format!("{it:03}.yaml"))).collect();
    let write = || names.iter().enumerate().for_each(|(at, it)| fs::write(it, of(at)).expect("written"));
    write();
    let done = sekisho(folder.path(), &["audit", "--fix", "--exit-zero", "."]).output().expect("it runs");
    assert_eq!(done.status.code(), Some(0));
    let old: Vec<String> = (0..FILES).map(of).collect();
    let new: Vec<String> = names.iter().map(|it| fs::read_to_string(it).expect("a file")).collect();
    assert!(old.iter().zip(&new).all(|(old, new)| old != new));
    let mut cut_short = 0;
    for round in 0..200 {
        write();
        let mut child = sekisho(folder.path(), &["audit", "--fix", "--exit-zero", "."])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        // Whenever some files are new, at another one each time.
        let enough = names[(round * 37) % FILES].clone();
        while fs::metadata(&enough).expect("a file").len() == old[0].len() as u64
            && child.try_wait().expect("a child").is_none()
        {}
        child.kill().expect("killed");
        child.wait().expect("ended");
        let texts: Vec<String> = names.iter().map(|it| fs::read_to_string(it).expect("a file")).collect();
        let is_whole = |(at, it): (usize, &String)| *it == old[at] || *it == new[at];
        assert!(texts.iter().enumerate().all(is_whole), "a file is torn");
        let mended = texts.iter().zip(&new).filter(|(it, new)| it == new).count();
        cut_short += usize::from(mended > 0 && mended < FILES);
        if cut_short >= 3 {
            break;
        }
    }
    assert!(cut_short >= 3, "the kill came too late each time");
    // A later run goes on from there and leaves everything mended.
    let again = sekisho(folder.path(), &["audit", "--fix", "--exit-zero", "."]).output().expect("it runs");
    assert_eq!(again.status.code(), Some(0));
    assert!(names.iter().zip(&new).all(|(it, new)| fs::read_to_string(it).expect("a file") == *new));
}
