//! `sekisho secrets`, as a person uses it.

use std::collections::HashSet;

use crate::run;

#[test]
fn generate_prints_one_value_a_line() {
    let made = run(&["secrets", "generate"]);
    assert_eq!(made.code, Some(0));
    let value = made.out.strip_suffix('\n').expect("a line");
    assert!(value.len() == 32 && value.bytes().all(|it| it.is_ascii_alphanumeric()), "a value of another form");
    let many = run(&["secrets", "generate", "--length", "64", "--alphabet", "url-safe", "--count", "500"]);
    let values: HashSet<&str> = many.out.lines().collect();
    assert_eq!(values.len(), 500);
    let allowed = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    assert!(values.iter().all(|it| it.len() == 64 && it.bytes().all(allowed)));
    assert!(values.iter().any(|it| it.contains(['-', '_'])));
}

#[test]
fn generate_says_its_bounds() {
    for arguments in [["--length", "15"], ["--length", "4097"], ["--count", "0"], ["--count", "10001"]] {
        let refused = run(&[&["secrets", "generate"][..], &arguments].concat());
        assert_eq!(refused.code, Some(2), "{arguments:?}");
        assert!(refused.out.is_empty() && refused.err.contains(arguments[0]), "{}", refused.err);
    }
}
