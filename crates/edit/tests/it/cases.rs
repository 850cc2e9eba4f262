//! One case for each way of writing.

use edit::{Change, Editor, Refusal, Value};
use yaml::{Path, Step};

pub(crate) fn path(text: &str) -> Path {
    let step = |word: &str| word.parse().map_or_else(|_| Step::Key(word.to_owned()), Step::Index);
    Path(text.split('.').filter(|it| !it.is_empty()).map(step).collect())
}

fn set(at: &str, value: impl Into<Value>) -> Change {
    Change::Set(path(at), value.into())
}

fn list(items: &[&str]) -> Value {
    Value::texts(items.iter().copied())
}

#[track_caller]
fn check(before: &str, change: &Change, after: &str) {
    let mut editor = Editor::new(before);
    assert_eq!(editor.apply(0, change), Ok(true), "{before}");
    let text = editor.finish();
    assert_eq!(text, after);
    if !matches!(change, Change::Push(..)) {
        let mut editor = Editor::new(&text);
        let again = editor.apply(0, change);
        assert!(matches!(change, Change::Remove(_) | Change::Within { .. }) || again == Ok(false), "twice: {again:?}");
    }
}

#[track_caller]
fn refused(before: &str, change: &Change, why: Refusal) {
    let mut editor = Editor::new(before);
    assert_eq!(editor.apply(0, change), Err(why), "{before}");
    assert_eq!(editor.finish(), before);
}

#[test]
fn a_key_is_inserted_where_a_person_would_write_it() {
    let no = || Value::Bool(false);
    let at = "spec.containers.0.securityContext.allowPrivilegeEscalation";
    check(
        "spec:\n  containers:\n    - name: a # the one\n      image: b\n    # the other\n    - name: c\n",
        &Change::Set(path(at), no()),
        "spec:\n  containers:\n    - name: a # the one\n      image: b\n      securityContext:\n        allowPrivilegeEscalation: false\n    # the other\n    - name: c\n",
    );
    check(
        "spec:\n  containers:\n  - name: a\n    securityContext: {} # none\n    image: b\n",
        &Change::Set(path(at), no()),
        "spec:\n  containers:\n  - name: a\n    securityContext: # none\n      allowPrivilegeEscalation: false\n    image: b\n",
    );
    check(
        "spec:\n  containers:\n  - name: a\n    securityContext:\n    image: b\n",
        &Change::Set(path(at), no()),
        "spec:\n  containers:\n  - name: a\n    securityContext:\n      allowPrivilegeEscalation: false\n    image: b\n",
    );
    check(
        "spec: {containers: [{name: a}]}\n---\nb: 1\n".trim_start(),
        &Change::Set(path(at), no()),
        "spec: {containers: [{name: a, securityContext: {allowPrivilegeEscalation: false}}]}\n---\nb: 1\n",
    );
    check("a: 1", &set("b", "x"), "a: 1\nb: x");
    check(
        "a: 1\r\nb: |\r\n  text\r\n\r\nc: 2\r\n",
        &set("d.e", "x"),
        "a: 1\r\nb: |\r\n  text\r\n\r\nc: 2\r\nd:\r\n  e: x\r\n",
    );
    check("\u{feff}a: 1\n", &set("b", "x"), "\u{feff}a: 1\nb: x\n");
    check("a:\n  - x\nb:\n    c: 1\n", &set("b.d.e", "1.5"), "a:\n  - x\nb:\n    c: 1\n    d:\n        e: \"1.5\"\n");
    check("a: 1\nb: |+\n  text\n\n", &set("c", "x"), "c: x\na: 1\nb: |+\n  text\n\n");
    check("- - a: 1\n", &set("0.0.b", "x"), "- - a: 1\n    b: x\n");
}

#[test]
fn added_lists_are_indented_as_the_others() {
    let mount = || Change::Push(path("spec.mounts"), Value::map([("name", "tmp".into())]));
    check("spec:\n  items:\n  - name: a\n", &mount(), "spec:\n  items:\n  - name: a\n  mounts:\n  - name: tmp\n");
    check(
        "spec:\n    items:\n      - name: a\n",
        &mount(),
        "spec:\n    items:\n      - name: a\n    mounts:\n      - name: tmp\n",
    );
    check("spec:\n  a: 1\n", &mount(), "spec:\n  a: 1\n  mounts:\n    - name: tmp\n");
}

#[test]
fn a_value_is_replaced_in_its_quotes() {
    check("a: 'old' # c\n", &set("a", "new"), "a: 'new' # c\n");
    check("a:   \"old\"\n", &set("a", "new"), "a:   \"new\"\n");
    check("a: old\n", &set("a", "no"), "a: \"no\"\n");
    check("a: |\n  old\n  text\nb: 1\n", &set("a", "new"), "a: new\nb: 1\n");
    check("a:\n  b: 1\n  c: 2\nd: 3\n", &Change::Set(path("a"), list(&["x"])), "a: [x]\nd: 3\n");
    check("a: [x, y] # c\n", &Change::Set(path("a"), list(&["ALL"])), "a: [ALL] # c\n");
    check("a:\n- x # why\n- y\n", &set("a.0", "z"), "a:\n- z # why\n- y\n");
    check("a: &n old\nb: 1\n", &set("a", "new"), "a: &n new\nb: 1\n");
    check("a: {b: 1, c}\n", &set("a.c", "x"), "a: {b: 1, c: x}\n");
    check("a: ~\n", &set("a.b", "x"), "a:\n  b: x\n");
}

#[test]
fn items_are_pushed_and_removed() {
    let entry = || Value::map([("name", "A".into()), ("value", "false".into())]);
    check(
        "env:\n- name: B\n  value: x # c\nother: 1\n",
        &Change::Push(path("env"), entry()),
        "env:\n- name: B\n  value: x # c\n- name: A\n  value: \"false\"\nother: 1\n",
    );
    check("a: 1\n", &Change::Push(path("env"), entry()), "a: 1\nenv:\n  - name: A\n    value: \"false\"\n");
    check("a: {env: []}\n", &Change::Push(path("a.env"), entry()), "a: {env: [{name: A, value: \"false\"}]}\n");
    check("a: []\nb: 1\n", &Change::Push(path("a"), entry()), "a:\n  - name: A\n    value: \"false\"\nb: 1\n");
    let remove = |at: &str| Change::Remove(path(at));
    check("a:\n- x\n# about y\n- y # y\n- z\n", &remove("a.1"), "a:\n- x\n# about y\n- z\n");
    check("a:\n- x\n", &remove("a.0"), "a: []\n");
    check("a: [x, y, z]\n", &remove("a.2"), "a: [x, y]\n");
    check("a: [x, y, z]\n", &remove("a.0"), "a: [y, z]\n");
    check("- b: 1\n  c: 2\n", &remove("0.b"), "- c: 2\n");
    check("a:\n  b: 1\n  c:\nd: 1\n", &remove("a.c"), "a:\n  b: 1\nd: 1\n");
    check("a:\n  b:\n    - 1\nd: 1\n", &remove("a.b"), "a: {}\nd: 1\n");
}

#[test]
fn a_line_inside_a_block_is_replaced() {
    let change = Change::Within { path: path("data"), old: "log none".into(), number: 1, new: "log stdio".into() };
    check("data: |\n  # log none\n  log none\n  x\n", &change, "data: |\n  # log none\n  log stdio\n  x\n");
}

#[test]
fn only_the_document_that_is_meant_is_edited() {
    let mut editor = Editor::new("# head\n---\na: 1\n---\n# empty\n---\n{{ broken\n---\nb: 2\n...\n---\nc: 3 # c\n");
    assert_eq!(editor.apply(2, &set("c", "x")), Ok(true));
    assert_eq!(editor.apply(1, &set("d", "y")), Ok(true));
    assert_eq!(
        editor.finish(),
        "# head\n---\na: 1\n---\n# empty\n---\n{{ broken\n---\nb: 2\nd: \"y\"\n...\n---\nc: x # c\n"
    );
}

#[test]
fn what_stands_elsewhere_too_is_refused() {
    refused("a: &x {b: 1}\nc: *x\n", &set("a.b", "2"), Refusal::Alias);
    refused("a: &x {b: 1}\nc: *x\n", &set("c.b", "2"), Refusal::Alias);
    refused("a: &x {b: 1}\nc: *x\n", &Change::Remove(path("a")), Refusal::Alias);
    refused("a: &x {b: 1}\nc:\n  <<: *x\n", &set("c.b", "2"), Refusal::MergeKey);
    refused("a: 1\na: 2\n", &set("a", "3"), Refusal::Duplicate);
    refused("{\"a\": 1}\n", &set("a", "3"), Refusal::Json);
    refused("a: {{ .Values.x }}\nb: 1\n", &set("b", "3"), Refusal::Template);
    refused("a: x\n", &set("a.b", "3"), Refusal::Shape);
    refused("a:\n  # why\n  b: 1\n", &set("a", "3"), Refusal::Shape);
}
