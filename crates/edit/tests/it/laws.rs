//! Laws that hold for any document: an edit gives the value that was asked for, keeps every comment and line that it is not about,
//! does nothing the second time, and a refusal changes nothing.
//!
//! What was asked for is computed here a second time, on plain values and with aliases followed, so that it shares nothing with
//! the editor's own check.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use edit::{Change, Editor, Value};
use proptest::prelude::*;
use proptest::sample::Index;
use yaml::{Limits, Path, Ref, Step};

/// A document to be written.
#[derive(Clone, Debug)]
enum Node {
    Scalar(&'static str),
    /// An anchored scalar.
    Anchor(&'static str),
    /// The last anchor before, or a scalar where there is none.
    Alias,
    Map(bool, Vec<(Node, u8)>),
    List(bool, Vec<(Node, u8)>),
}

const SCALARS: &[&str] = &[
    "x", "a b", "'it''s'", "\"q\\n\"", "true", "yes", "0644", "1.5", "~", "null", "''", "関所", "a#b", "-1",
    "\"# no\"", "u:v", "{}", "[]",
];
const BLOCKS: &[&str] = &["|\n#text\n  more", ">-\nfolded\ntext", "|-\n- a: 1"];
const KEYS: &[&str] = &["a", "b", "\"c d\"", "'e'", "f.g/h", "i"];
pub(crate) const NAMES: &[&str] = &["a", "b", "c d", "e", "f.g/h", "i"];

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        8 => prop::sample::select(SCALARS).prop_map(Node::Scalar),
        2 => prop::sample::select(BLOCKS).prop_map(Node::Scalar),
        1 => prop::sample::select(&["x", "'y'"][..]).prop_map(Node::Anchor),
        1 => Just(Node::Alias),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let children = |range| prop::collection::vec((inner.clone(), any::<u8>()), range);
        prop_oneof![
            3 => (prop::bool::weighted(0.2), children(1..6)).prop_map(|(flow, it)| Node::Map(flow, it)),
            2 => (prop::bool::weighted(0.2), children(1..4)).prop_map(|(flow, it)| Node::List(flow, it)),
        ]
    })
}

/// Writes a document in one of many styles.
struct Writer {
    out: String,
    step: usize,
    compact: bool,
    anchors: usize,
}

impl Writer {
    fn flow(&mut self, node: &Node) {
        match node {
            Node::Scalar(text) => self.out.push_str(if text.starts_with(['|', '>']) { "x" } else { text }),
            Node::Anchor(text) => {
                self.anchors += 1;
                write!(self.out, "&n{} {text}", self.anchors).expect("a string");
            }
            Node::Alias if self.anchors == 0 => self.out.push('y'),
            Node::Alias => write!(self.out, "*n{}", self.anchors).expect("a string"),
            Node::Map(_, entries) => {
                self.out.push('{');
                for (at, (value, _)) in entries.iter().enumerate() {
                    self.out.push_str(if at > 0 { ", " } else { "" });
                    write!(self.out, "{}: ", KEYS[at]).expect("a string");
                    self.flow(value);
                }
                self.out.push('}');
            }
            Node::List(_, items) => {
                self.out.push('[');
                for (at, (value, _)) in items.iter().enumerate() {
                    self.out.push_str(if at > 0 { ",  " } else { " " });
                    self.flow(value);
                }
                self.out.push_str(" ]");
            }
        }
    }

    fn blanks(&mut self, n: usize) {
        self.out.push_str(&" ".repeat(n));
    }

    /// Lines before an entry: comments and blank lines.
    fn before(&mut self, salt: u8, indent: usize) {
        if salt.is_multiple_of(7) {
            self.blanks(indent);
            self.out.push_str("# about: it\n");
        }
        if salt.is_multiple_of(11) {
            self.out.push('\n');
        }
    }

    fn value(&mut self, node: &Node, indent: usize, in_list: bool, salt: u8) {
        match node {
            Node::Map(false, _) | Node::List(false, _) => {
                let list = matches!(node, Node::List(..));
                self.out.push_str(if salt.is_multiple_of(3) { " # head\n" } else { "\n" });
                let below = if in_list || !list {
                    indent + self.step
                } else if self.compact {
                    indent
                } else {
                    indent + self.step
                };
                self.block(node, below);
            }
            Node::Scalar(text) if text.starts_with(['|', '>']) => {
                let body = text.replace('\n', &format!("\n{}", " ".repeat(indent + self.step)));
                writeln!(self.out, " {body}").expect("a string");
            }
            _ => {
                self.out.push_str(if salt.is_multiple_of(5) { "  " } else { " " });
                self.flow(node);
                self.out.push_str(if salt.is_multiple_of(4) { " # why\n" } else { "\n" });
            }
        }
    }

    fn block(&mut self, node: &Node, indent: usize) {
        match node {
            Node::Map(_, entries) => {
                for (at, (value, salt)) in entries.iter().enumerate() {
                    self.before(*salt, indent);
                    self.blanks(indent);
                    self.out.push_str(KEYS[at]);
                    self.out.push(':');
                    self.value(value, indent, false, *salt);
                }
            }
            Node::List(_, items) => {
                for (value, salt) in items {
                    self.before(*salt, indent);
                    self.blanks(indent);
                    self.out.push('-');
                    match value {
                        // A mapping that begins behind its dash.
                        Node::Map(false, _) if self.step == 2 && salt % 2 == 0 => {
                            let start = self.out.len();
                            self.block(value, indent + 2);
                            let first = self.out[start..].find(|it| it != ' ').unwrap_or(0);
                            if self.out[start..].starts_with(&" ".repeat(indent + 2))
                                && first == indent + 2
                                && !self.out[start + first..].starts_with('#')
                            {
                                self.out.replace_range(start..start + indent + 1, "");
                            } else {
                                self.out.insert(start, '\n');
                            }
                        }
                        _ => self.value(value, indent, true, *salt),
                    }
                }
            }
            other => {
                self.flow(other);
                self.out.push('\n');
            }
        }
    }
}

fn document() -> impl Strategy<Value = String> {
    written(prop::collection::vec((node(), any::<u8>()), 1..6).prop_map(|it| Node::Map(false, it)))
}

fn without_aliases(node: Node) -> Node {
    let below = |it: Vec<(Node, u8)>| it.into_iter().map(|(node, salt)| (without_aliases(node), salt)).collect();
    match node {
        Node::Alias => Node::Scalar("z"),
        Node::Map(flow, entries) => Node::Map(flow, below(entries)),
        Node::List(flow, items) => Node::List(flow, below(items)),
        other => other,
    }
}

/// A document with a list of mappings below its top; most have no alias in them.
pub(crate) fn list() -> impl Strategy<Value = String> {
    let entries = |range| prop::collection::vec((node(), any::<u8>()), range);
    let items = prop::collection::vec((entries(1..5).prop_map(|it| Node::Map(false, it)), any::<u8>()), 2..6);
    let parts = (entries(0..3), items, any::<u8>(), entries(0..3), prop::bool::weighted(0.9));
    let root = parts.prop_map(|(before, items, salt, behind, alone)| {
        let all = before.into_iter().chain([(Node::List(false, items), salt)]).chain(behind).collect();
        let root = Node::Map(false, all);
        if alone { without_aliases(root) } else { root }
    });
    written(root)
}

/// In many styles.
fn written(root: impl Strategy<Value = Node>) -> impl Strategy<Value = String> {
    (root, prop::bool::ANY, prop::bool::ANY, prop::bool::ANY, 0..3_u8).prop_map(
        |(root, wide, compact, crlf, around)| {
            let mut writer = Writer { out: String::new(), step: if wide { 4 } else { 2 }, compact, anchors: 0 };
            writer.block(&root, 0);
            let mut text = writer.out;
            if around > 0 {
                text = format!("# head\n---\n{text}---\nother: &o [1] # end\nagain: *o\n");
            }
            if around == 2 {
                text = format!("\u{feff}{}", text.trim_end());
            }
            if crlf { text.replace('\n', "\r\n") } else { text }
        },
    )
}

/// A plain value, aliases followed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plain {
    Scalar(String),
    List(Vec<Plain>),
    Map(BTreeMap<String, Plain>),
}

fn plain(node: Ref<'_>) -> Plain {
    if node.is_mapping() {
        Plain::Map(node.raw_entries().map(|(key, value)| (key.text().unwrap_or("").to_owned(), plain(value))).collect())
    } else if node.is_sequence() {
        Plain::List(node.items().map(plain).collect())
    } else {
        Plain::Scalar(format!("{:?}", node.scalar()))
    }
}

pub(crate) fn documents(text: &str) -> Vec<Plain> {
    let parse = |chunk| yaml::parse(text, chunk, &Limits::default()).expect("YAML");
    let trees = yaml::split(text).into_iter().flat_map(parse);
    trees.map(|tree| plain(Ref::root(text, &tree).expect("a root"))).collect()
}

pub(crate) fn paths(value: &Plain, at: &Path, out: &mut Vec<Path>) {
    let mut go = |step, child: &Plain| {
        let mut path = at.clone();
        path.0.push(step);
        out.push(path.clone());
        paths(child, &path, out);
    };
    match value {
        Plain::Scalar(_) => {}
        Plain::List(items) => items.iter().enumerate().for_each(|(at, it)| go(Step::Index(at), it)),
        Plain::Map(entries) => entries.iter().for_each(|(key, it)| go(Step::Key(key.clone()), it)),
    }
}

fn of_value(value: &Value) -> Plain {
    match value {
        Value::Bool(it) => Plain::Scalar(format!("Some(Bool({it}))")),
        Value::Int(it) => Plain::Scalar(format!("Some(Int({it}))")),
        Value::Str(it) => Plain::Scalar(format!("Some(Str({it:?}))")),
        Value::List(items) => Plain::List(items.iter().map(of_value).collect()),
        Value::Map(entries) => Plain::Map(entries.iter().map(|(key, it)| (key.clone(), of_value(it))).collect()),
    }
}

/// The change on a plain value.
fn change(value: &mut Plain, at: &[Step], act: &Change) {
    let [step, rest @ ..] = at else {
        match (act, value) {
            (Change::Set(_, new), value) => *value = of_value(new),
            (Change::Push(_, new), Plain::List(items)) => items.push(of_value(new)),
            (Change::Push(_, new), value) => *value = Plain::List(vec![of_value(new)]),
            _ => unreachable!("a removal ends above"),
        }
        return;
    };
    let remove = rest.is_empty() && matches!(act, Change::Remove(_));
    match (value, step) {
        (Plain::Map(entries), Step::Key(key)) if remove => {
            entries.remove(key);
        }
        (Plain::List(items), Step::Index(at)) if remove => {
            items.remove(*at);
        }
        (Plain::Map(entries), Step::Key(key)) => {
            change(entries.entry(key.clone()).or_insert_with(|| Plain::Scalar("Some(Null)".into())), rest, act);
        }
        (Plain::List(items), Step::Index(at)) => change(&mut items[*at], rest, act),
        (value, Step::Key(key)) => {
            let mut below = Plain::Scalar("Some(Null)".into());
            change(&mut below, rest, act);
            *value = Plain::Map(BTreeMap::from([(key.clone(), below)]));
        }
        _ => unreachable!("the path is of this value"),
    }
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i16>().prop_map(|it| Value::Int(i64::from(it))),
        prop::sample::select(
            &[
                "x",
                "no",
                "",
                "a: b",
                "# c",
                "1.5",
                "関所",
                "\ta\n\"b\\",
                "a/b.c",
                "-",
                "0x1",
                "1e3",
                "😀",
                "a\n# b: c\n\n  d\n",
                "one\n two",
                " lead\nx\n",
                "a\n\n",
                "---\n...\n",
                "é\n\u{85}\n",
            ][..]
        )
        .prop_map(Value::from),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::List),
            prop::collection::vec(inner, 0..3).prop_map(|it| {
                Value::Map(it.into_iter().enumerate().map(|(at, it)| (format!("n{at}"), it)).collect())
            }),
        ]
    })
}

fn comments(text: &str) -> usize {
    ["# about: it", "# head", "# why", "# end"].iter().map(|it| text.matches(it).count()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_do_what_they_say_and_nothing_else(
        text in document(), which in any::<Index>(), kind in 0..4_u8, new in value(), key in prop::sample::select(NAMES),
    ) {
        let before = documents(&text);
        let number = 0;
        let mut all = Vec::new();
        paths(&before[number], &Path::default(), &mut all);
        let mut path = all[which.index(all.len())].clone();
        let act = match kind {
            0 => Change::Set(path.clone(), new),
            1 => {
                path.0.push(Step::Key(format!("{key}-new")));
                path.0.push(Step::Key("below".into()));
                Change::Set(path.clone(), new)
            }
            2 => Change::Push(path.clone(), new),
            _ => Change::Remove(path.clone()),
        };
        let mut editor = Editor::new(&text);
        let done = editor.apply(number, &act);
        let after = editor.finish();
        if done != Ok(true) {
            prop_assert_eq!(&after, &text);
            return Ok(());
        }
        let mut wanted = before;
        change(&mut wanted[number], &path.0, &act);
        prop_assert_eq!(documents(&after), wanted, "{}\n=>\n{}", text, after);
        if kind == 1 || kind == 2 {
            prop_assert_eq!(comments(&after), comments(&text), "{}\n=>\n{}", text, after);
        }
        if kind == 1 {
            // Nothing that stood there went, but for what stood for nothing.
            let mut lines = after.lines();
            for line in text.lines() {
                let head = line.trim_end_matches("{}").trim_end_matches("~").trim_end_matches("null").trim_end();
                let words = |it: &str| it.split('#').next().unwrap_or("").trim_end().to_owned();
                let kept = lines.any(|it| it.starts_with(head) || it.starts_with(&words(head).replace("{}", "").replace('~', "").replace("null", "").trim_end().to_owned()) || it.contains("below"));
                prop_assert!(kept, "{line}\n{text}\n=>\n{after}");
            }
        }
        if text.contains("\r\n") {
            prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        }
        if matches!(act, Change::Set(..)) {
            let mut editor = Editor::new(&after);
            prop_assert_eq!(editor.apply(number, &act), Ok(false));
            prop_assert_eq!(editor.finish(), after);
        }
    }
}

/// The law above is empty if most edits are refused. What is: aliases, and collections with comments in them.
#[test]
fn most_edits_are_made() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut made, mut refused) = (0, 0);
    for round in 0..600 {
        let text = document().new_tree(&mut runner).expect("a document").current();
        let mut all = Vec::new();
        paths(&documents(&text)[0], &Path::default(), &mut all);
        let path = all[round % all.len()].clone();
        let act = if round % 2 == 0 { Change::Set(path, Value::Bool(false)) } else { Change::Remove(path) };
        match Editor::new(&text).apply(0, &act) {
            Ok(_) => made += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(made > 3 * refused, "{made} made, {refused} refused");
}
