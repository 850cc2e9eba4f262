//! Comments that ask to leave findings out.

use inventory::{Input, Options};
use model::{Covers, Inventory};

fn read(name: &str, text: &str) -> Inventory {
    inventory::read(vec![Input::file(name, text)], &Options::default())
}

/// `rule first-last` of each.
fn found(name: &str, text: &str) -> Vec<String> {
    let lines = |covers: &Covers| match covers {
        Covers::Lines { first, last, .. } => format!("{first}-{last}"),
        Covers::Named(_) => "named".to_owned(),
    };
    read(name, text).suppressions.iter().map(|it| format!("{} {}", it.rule, lines(&it.covers))).collect()
}

#[test]
fn a_comment_speaks_of_its_line_or_the_next() {
    let text = "\
a: 1 # sekisho: ignore one
# sekisho: ignore two
# other

# sekisho: ignore three,four
---
b: 2
# sekisho: ignore five
";
    let end = u32::MAX;
    let expected = ["one 1-1", "two 7-7", "three 7-7", "four 7-7", &format!("five {end}-{end}")];
    assert_eq!(found("a.yaml", text), expected);
    assert_eq!(found("a.yaml", &text.replace('\n', "\r\n")), expected);
    assert_eq!(found("a.yaml", &format!("\u{feff}{text}")), expected);
}

#[test]
fn what_belongs_to_a_value_is_no_comment() {
    let text = "\
a: \"x # sekisho: ignore one\"
b: 'x
  # sekisho: ignore one'
c: |
  # sekisho: ignore one
  x # sekisho: ignore one
d: x#sekisho:ignore
e: [\"# sekisho: ignore one\"] # sekisho: ignore two
f: x #  sekisho: ignored
";
    assert_eq!(found("a.yaml", text), ["two 8-8"]);
}

#[test]
fn a_block_of_text_is_covered_as_a_whole() {
    let text = "\
data:
  # sekisho: ignore one
  squid.conf: |
    a
    b

  other: | # sekisho: ignore two
    c
  last: >-
    d
  # sekisho: ignore three
  plain: x
  after: |
    y
";
    assert_eq!(found("a.yaml", text), ["one 3-5", "two 7-8", "three 12-12"]);
}

#[test]
fn a_dot_env_file_has_comments_too() {
    let text = "\
# sekisho: ignore one
DB_PASSWORD=x
A=b # sekisho: ignore two
C=\"b # sekisho: ignore three\"
D=b# sekisho: ignore three
";
    assert_eq!(found(".env", text), ["one 2-2", "two 3-3"]);
}

#[test]
fn flow_style_and_json_are_lines_too() {
    let text = "{\"a\": 1, # sekisho: ignore one\n \"b\": 2}\n";
    assert_eq!(found("a.yaml", text), ["one 1-1"]);
}
