//! `sekisho render` and `sekisho init`.

use std::fs;

use crate::{Run, root, run, run_with, sekisho};

fn run_in(folder: &std::path::Path, arguments: &[&str]) -> Run {
    sekisho(folder, arguments).output().expect("the program starts").into()
}

#[test]
fn what_is_rendered_audits_with_no_error() {
    let rendered = run(&["render", "--env", "production"]);
    assert_eq!(rendered.code, Some(0), "{}", rendered.err);
    assert!(rendered.err.contains("render.environments.production.host"), "{}", rendered.err);
    let audit = run_with(&["audit", "-", "--format", "json"], &rendered.out);
    // The known hole of the plugin daemon is a warning.
    assert_eq!(audit.code, Some(11));
    assert_eq!(run_with(&["pss", "check", "--level", "baseline", "-"], &rendered.out).code, Some(0));
}

#[test]
fn settings_are_read_and_mistakes_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sekisho.yaml");
    fs::write(&path, "render:\n  environments:\n    staging: {host: try.example.org}\n").expect("settings");
    let staging = run_in(folder.path(), &["render", "--env", "staging", "--dify-version", "1.15.0"]);
    assert_eq!((staging.code, staging.err.as_str()), (Some(0), ""));
    assert!(staging.out.contains("https://try.example.org") && staging.out.contains("dify-api:1.15.0"));
    fs::write(&path, "render:\n  environments:\n    staging: {host: 'https://try.example.org'}\n").expect("settings");
    let wrong = run_in(folder.path(), &["render"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert!(wrong.err.contains("sekisho.yaml:3:21: a host name alone was expected"), "{}", wrong.err);
    assert_eq!(run(&["render", "--dify-version", "1.0.0"]).code, Some(2));
}

#[test]
fn what_is_not_proved_is_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = "render: {external: {redis: {host: r.example.org, addresses: [169.254.169.254/32]}}}\n";
    fs::write(folder.path().join("sekisho.yaml"), settings).expect("settings");
    for arguments in [&["render"][..], &["render", "-o", "out"], &["render", "--kustomize", "out"]] {
        let refused = run_in(folder.path(), arguments);
        assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
        assert!(refused.err.contains("nothing was written") && refused.err.contains("metadata"), "{}", refused.err);
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn files_are_written_into_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = run_in(folder.path(), &["render", "--env", "development", "-o", "out"]);
    assert_eq!((first.code, first.out.as_str()), (Some(0), "out/development.yaml\n"));
    let stream = run_in(folder.path(), &["render", "--env", "development"]);
    let read = || fs::read_to_string(folder.path().join("out/development.yaml")).expect("the file");
    assert_eq!(read(), stream.out);
    assert_eq!(run_in(folder.path(), &["render", "--env", "development", "-o", "out", "--lang", "ja"]).code, Some(0));
    assert!(read().starts_with("# Dify 1.16.1(development)。"));
    let left: Vec<_> = fs::read_dir(folder.path().join("out")).expect("the folder").collect();
    assert_eq!(left.len(), 2, "nothing is left beside it and the list of what was written");
}

#[test]
fn keys_are_listed_without_a_value() {
    let keys = run(&["render", "--secret-keys"]);
    assert_eq!(keys.code, Some(0));
    let lines: Vec<&str> = keys.out.lines().collect();
    assert!(lines.contains(&"dify/dify-secret SECRET_KEY"), "{lines:?}");
    assert!(lines.contains(&"dify-sandbox/dify-sandbox-secret SANDBOX_API_KEY"), "{lines:?}");
}

#[test]
fn a_new_folder_is_whole_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run_in(folder.path(), &["init", "deep/my-dify", "--lang", "ja"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let own = folder.path().join("deep/my-dify");
    for file in ["sekisho.yaml", ".gitignore", "README.md", "manifests/overlays/production/kustomization.yaml"] {
        assert!(own.join(file).is_file(), "{file}");
    }
    assert!(fs::read_to_string(own.join("README.md")).expect("a README").contains("始め方"));
    let again = run_in(folder.path(), &["init", "deep/my-dify"]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains(".gitignore, README.md, manifests, sekisho.yaml"), "{}", again.err);
    assert!(fs::read_to_string(own.join("README.md")).expect("a README").contains("始め方"));
    // What it begins with renders to what is there, and audits.
    let before = fs::read_to_string(own.join("manifests/base/dify.yaml")).expect("the base");
    assert_eq!(run_in(&own, &["render", "--kustomize", "manifests", "--lang", "ja"]).code, Some(0));
    assert_eq!(fs::read_to_string(own.join("manifests/base/dify.yaml")).expect("the base"), before);
    assert_eq!(run_in(&own, &["audit", "."]).code, Some(11));
    let empty = tempfile::tempdir().expect("a folder");
    assert_eq!(run_in(empty.path(), &["init", "."]).code, Some(0));
    assert!(empty.path().join("sekisho.yaml").is_file());
    let file = root().join("README.md");
    assert_eq!(run(&["init", &file.to_string_lossy()]).code, Some(1));
}
