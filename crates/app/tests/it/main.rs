//! The use cases without a command line.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// `cargo test` builds examples beside the tests.
fn example() -> std::path::PathBuf {
    let own = std::env::current_exe().expect("a test is a program");
    let folder = own.ancestors().nth(2).expect("target/PROFILE").to_owned();
    folder.join("examples/without_a_command_line")
}

#[test]
fn a_program_without_a_command_line_judges_proves_and_sets() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, identity) = (folder.path().join("s.env"), folder.path().join("key"));
    let (secret, public) = vault::generate();
    fs::write(&identity, &*secret).expect("written");
    fs::write(&store, "PASSWORD=before\n").expect("written");
    let at = model::Moment::of_unix(1_795_537_558);
    let request = app::keep::encrypt::Request { files: vec![store.clone()], recipients: vec![public], at };
    assert!(app::keep::encrypt::encrypt(&request).expect("encrypted").stopped.is_none());

    let manifests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/as-found");
    let mut child = Command::new(example())
        .args([manifests.as_path(), &store, Path::new("PASSWORD"), &identity])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the example starts");
    child.stdin.take().expect("piped").write_all(b"after").expect("fed");
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && said.contains("1 value set"), "{said}");
    assert!(!said.starts_with("0 findings") && !said.contains(" 0 sentences"), "{said}");

    let keys = app::keep::Keys::of(vec![identity]);
    let value = app::keep::reveal::reveal(&store, Some("PASSWORD"), &keys).expect("opened");
    assert_eq!(*value, b"after");
}

/// A path that is not there is an error with its cause, and no sentence about arguments.
#[test]
fn what_cannot_be_done_is_an_error_with_its_cause() {
    use std::error::Error as _;
    let sources = app::Sources { paths: vec!["/nowhere".into()], ..app::Sources::default() };
    let error = app::input::read(&sources, &mut std::io::empty()).err().expect("nothing there");
    assert!(error.source().is_some_and(|it| it.to_string().contains("/nowhere")), "{error:?}");
}
