//! The tree against texts as people write them, and against hostile ones.

mod compare;
mod differential;

use yaml::scalar::Scalar;
use yaml::{Flaw, Limits, LineIndex, Ref, Tree, parse, split};

fn trees(text: &str) -> Vec<Tree> {
    split(text).into_iter().flat_map(|chunk| parse(text, chunk, &Limits::default()).expect("parses")).collect()
}

fn flaw(text: &str) -> (Flaw, u32, u32) {
    let error = split(text)
        .into_iter()
        .find_map(|chunk| parse(text, chunk, &Limits::default()).err())
        .expect("the text has a flaw");
    let at = LineIndex::new(text).position(text, error.offset);
    (error.flaw, at.line, at.column)
}

/// Follows a dotted path and says what stands there: its text and its `line:column`.
fn look(text: &str, path: &str) -> Option<(String, String)> {
    let trees = trees(text);
    let mut at = Ref::root(text, trees.first()?)?;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        at = match step.parse::<usize>() {
            Ok(index) if at.is_sequence() => at.items().nth(index)?,
            _ => at.get(step)?,
        };
    }
    let place = LineIndex::new(text).position(text, at.span().start);
    Some((at.text().unwrap_or("<collection>").to_owned(), format!("{}:{}", place.line, place.column)))
}

fn check(text: &str, path: &str, value: &str, place: &str) {
    assert_eq!(look(text, path), Some((value.to_owned(), place.to_owned())), "{path} in {text:?}");
}

#[test]
fn every_scalar_has_its_place() {
    check("a: 1\nb:\n  - x\n  - name: 関所\n    value: y\n", "b.1.value", "y", "5:12");
    check("a: \"q\\n\"\n", "a", "q\n", "1:4");
    check("a: {b: [1, 'two', three]}\n", "a.b.1", "two", "1:12");
    check("# c\n\na: |\n  one\n  two\nb: 2\n", "a", "one\ntwo\n", "4:3");
    check("a: 1 # \ttab in a comment\n \nb: 2\n", "b", "2", "3:4");
}

#[test]
fn carriage_returns_and_byte_order_marks_change_nothing() {
    check("\u{feff}a: 1\r\nb:\r\n  - x: 関 # c\r\n    w: z\r\n", "b.0.w", "z", "4:8");
    check("a: |\r\n  one\r\n  two\r\nb: 2\r\n", "a", "one\ntwo\n", "2:3");
}

#[test]
fn json_is_read_too() {
    check("{\"a\": {\"b\": [1, true, \"x\\u00e9\\/\"]},\n\t\"c\": \"d\"}", "c", "d", "2:7");
    check("{\"a\": {\"b\": [1, true, \"x\\u00e9\\/\"]}}", "a.b.2", "x\u{e9}/", "1:23");
    check("{\"a\":\"\\ud83d\\ude00\",\"b\":1}", "a", "\u{1f600}", "1:6");
}

#[test]
fn aliases_and_merge_keys_are_followed() {
    let text = "base: &base {a: 1, b: 2}\nother: &o\n  c: 3\n  a: 9\nx:\n  <<: [*base, *o]\n  b: 7\nz: *base\n";
    check(text, "x.a", "1", "1:17");
    check(text, "x.b", "7", "7:6");
    check(text, "x.c", "3", "3:6");
    check(text, "z.b", "2", "1:23");
    let trees = trees(text);
    let root = Ref::root(text, &trees[0]).expect("a root");
    let is_aliased = |key: &str| root.get(key).is_some_and(|it| trees[0].is_aliased(it.id()));
    assert_eq!(["base", "other", "x"].map(is_aliased), [true, true, false]);
    let x = Ref::root(text, &trees[0]).and_then(|root| root.get("x")).expect("x");
    let keys: Vec<_> = x.entries().filter_map(|(key, _)| key.text()).collect();
    assert_eq!(keys, ["b", "c", "a"]);
}

#[test]
fn every_merge_key_is_followed_by_name_as_in_the_list() {
    let text = "a: &a {one: 1, gone: null}\nb: &b {one: 9, two: 2, gone: 3}\nx:\n  <<: *a\n  <<: *b\n  own: null\n";
    let trees = trees(text);
    let x = Ref::root(text, &trees[0]).and_then(|root| root.get("x")).expect("x");
    let listed: Vec<_> = x.entries().filter_map(|(key, value)| Some((key.text()?, value.text()?))).collect();
    assert_eq!(listed, [("one", "9"), ("gone", "3"), ("two", "2")]);
    for key in ["one", "two", "gone", "own", "<<", "none"] {
        let in_list = listed.iter().find(|(it, _)| *it == key).map(|(_, value)| *value);
        assert_eq!(x.get(key).and_then(Ref::text), in_list, "{key}");
    }
}

#[test]
fn a_key_that_stands_twice_is_known_and_the_later_wins() {
    let text = "a: 1\nb: 2\na: 3\n";
    let trees = trees(text);
    assert_eq!(trees[0].duplicates().len(), 1);
    check(text, "a", "3", "3:4");
    let root = Ref::root(text, &trees[0]).expect("root");
    let values: Vec<_> = root.entries().filter_map(|(_, value)| value.text()).collect();
    assert_eq!(values, ["3", "2"]);
}

#[test]
fn paths_name_the_field() {
    let text = "spec:\n  containers:\n  - name: a\n    image: x\n  - name: b\n    env: [{name: N, value: v}]\n";
    let trees = trees(text);
    let root = Ref::root(text, &trees[0]).expect("root");
    let container = root.get("spec").and_then(|spec| spec.get("containers")).and_then(|all| all.items().nth(1));
    let value =
        container.and_then(|it| it.get("env")).and_then(|env| env.items().next()).and_then(|it| it.get("value"));
    let path = trees[0].path_to(text, value.expect("value").id());
    assert_eq!(path.to_string(), "spec.containers[1].env[0].value");
}

#[test]
fn the_leaves_of_a_line_and_the_way_to_each() {
    let text = "a: {b: x, c: [y, *z]}\n".replace("*z", "1") + "d: |\n  one\n  two\ne: &e\nf: *e\n";
    let trees = trees(&text);
    let at = |needle: &str| text.find(needle).expect("is there") as u32;
    let leaves = |from: u32, to: u32| -> Vec<String> {
        let spans = trees[0].leaves_from(from).take_while(|(_, span)| span.start < to);
        spans.map(|(_, span)| span.slice(&text).replace('\n', "/")).collect()
    };
    assert_eq!(leaves(0, at("\nd")), ["a", "b", "x", "c", "y", "1"]);
    assert_eq!(leaves(at("two"), at("e:")), ["one/  two"], "a block reaches into its later lines");
    assert_eq!(leaves(at("f:"), text.len() as u32), ["e", "f", "*e"], "an empty value is no leaf");
    for (needle, names, in_key) in
        [("y", vec!["c", "a"], false), ("c:", vec!["c", "a"], true), ("one", vec!["d"], false)]
    {
        let (id, _) = trees[0].leaves_from(at(needle) + 1).next().expect("a leaf");
        let trail = trees[0].trail_to(&text, id);
        assert_eq!((trail.names_from_below().collect::<Vec<_>>(), trail.in_key), (names, in_key), "{needle}");
    }
}

#[test]
fn kubernetes_reads_plain_scalars_as_yaml_1_1() {
    let text = "a: yes\nb: 'yes'\nc: 0644\nd: !!str 1\ne:\nf: ~\n";
    let trees = trees(text);
    let root = Ref::root(text, &trees[0]).expect("root");
    let scalar = |key: &str| root.get(key).and_then(Ref::scalar);
    assert_eq!(scalar("a"), Some(Scalar::Bool(true)));
    assert_eq!(scalar("b"), Some(Scalar::Str("yes")));
    assert_eq!(scalar("c"), Some(Scalar::Int(0o644)));
    assert_eq!(scalar("d"), Some(Scalar::Str("1")));
    assert_eq!(scalar("e"), None, "an empty value is absent");
    assert_eq!(scalar("f"), None, "a null value is absent");
}

#[test]
fn a_flaw_has_a_place_and_quotes_nothing() {
    assert_eq!(flaw("a: [1, 2").0, Flaw::Unclosed);
    assert_eq!(flaw("a: 1\n b: 2\n"), (Flaw::Structure, 2, 3));
    assert_eq!(flaw("a:\n\t- b\n").0, Flaw::Tab);
    assert_eq!(flaw("a: *nowhere\n"), (Flaw::UnknownAlias, 1, 4));
    assert_eq!(flaw("ok: 1\n---\na: 'x\n").1, 3);
}

#[test]
fn hostile_nesting_is_refused() {
    assert_eq!(flaw(&"[".repeat(100_000)).0, Flaw::TooDeep);
    let mut blocks = String::new();
    for depth in 0..5_000 {
        blocks.push_str(&" ".repeat(depth));
        blocks.push_str("a:\n");
    }
    assert_eq!(flaw(&blocks).0, Flaw::TooDeep);
}

#[test]
fn hostile_aliases_are_refused() {
    let mut laughs = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for at in 1..12 {
        let previous = at - 1;
        let row = format!("*a{previous},").repeat(10);
        laughs.push_str(&format!("a{at}: &a{at} [{row}]\n"));
    }
    assert_eq!(flaw(&laughs).0, Flaw::TooLarge);
    let mut tower = String::from("a0: &a0 [x]\n");
    for at in 1..400 {
        tower.push_str(&format!("a{at}: &a{at} [*a{}]\n", at - 1));
    }
    assert_eq!(flaw(&tower).0, Flaw::TooDeep);
    assert_eq!(flaw("a: &a [*a]\n").0, Flaw::SelfReference);
}

#[test]
fn many_keys_with_one_twice_stay_fast() {
    let mut text = String::new();
    for at in 0..50_000 {
        text.push_str(&format!("k{at}: {at}\n"));
    }
    text.push_str("k7: again\n<<: {z: 1}\n");
    let trees = trees(&text);
    let root = Ref::root(&text, &trees[0]).expect("root");
    assert_eq!(root.entries().count(), 50_001);
}
