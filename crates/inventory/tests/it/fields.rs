//! The table of fields is what Kubernetes' own types have.

use std::path::Path;
use std::process::Command;

#[test]
fn the_table_of_fields_is_as_the_types_have_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("fields");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testkit/fields");
    if let Err(error) = testkit::go_build(&source, ".", &program) {
        return testkit::not_run("the test of the table of fields", &format!("It could not be built:\n{error}"));
    }
    let output = Command::new(&program).output().expect("it runs");
    let told = String::from_utf8(output.stdout).expect("text");
    let kept = include_str!("../../src/decode/fields.txt");
    assert!(
        told == kept,
        "crates/testkit/fields prints another table: write it into crates/inventory/src/decode/fields.txt"
    );
}
