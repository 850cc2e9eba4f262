//! What `render` and `harden` write, read strictly by Kubernetes' own types: no field is unknown, none stands twice.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::tools::TYPES;
use crate::{public, run, run_with};

/// What the types say of a text: nothing but how many objects were read, where all is well.
fn read(program: &Path, text: &str) -> String {
    let mut child =
        Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn everything_that_is_rendered_is_known_to_kubernetes() {
    let Some(program) = TYPES.built() else { return };
    for environment in ["production", "staging", "development"] {
        for version in ["1.17.1", "1.16.1", "1.15.0", "1.14.2"] {
            let rendered = run(&["render", "--env", environment, "--dify-version", version]);
            let said = read(&program, &rendered.out);
            let objects = rendered.out.matches("\nkind: ").count();
            assert_eq!(said, format!("{objects} read, 0 of other kinds\n"), "{environment} {version}");
            assert!(objects > 50);
        }
    }
    assert!(read(&program, "apiVersion: v1\nkind: Pod\nspec: {hostPid: true}\n").contains("unknown field"));
}

#[test]
fn everything_that_is_hardened_is_known_to_kubernetes() {
    let Some(program) = TYPES.built() else { return };
    for file in public::files() {
        let (name, text) = (file.display(), fs::read_to_string(&file).expect("a file"));
        // A chart's values are no manifests.
        if read(&program, &text).starts_with("0 read") {
            continue;
        }
        let flags = ["--sandbox-namespace", "cage", "--ssrf-proxy", "--secret-refs", "--network-policies"];
        let hardened = run_with(&[&["harden"], &flags[..]].concat(), &text);
        let (before, after) = (read(&program, &text), read(&program, &hardened.out));
        // What the chart itself has wrong is not ours, and nothing is added to it.
        let faults = |said: &str| said.lines().filter(|it| !it.ends_with("of other kinds")).count();
        assert!(faults(&after) <= faults(&before) && after.lines().count() > 0, "{name}\n{before}\n{after}");
    }
}
