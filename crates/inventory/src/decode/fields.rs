//! What Kubernetes' own types have: a field that a type does not have is refused by strict validation, and dropped without it.
//!
//! The table (`fields.txt`) is written from the types themselves by the Go program in `crates/testkit/fields`; a test compares them.

use std::collections::HashMap;
use std::sync::OnceLock;

use lang::{Text, text};
use model::ProblemKind;
use yaml::Ref;

use super::{Decoder, Type};

/// Fields and kinds of Kubernetes' types.
struct Table {
    /// By number: what the type's fields hold, by name.
    types: Vec<HashMap<&'static str, Holds>>,
    /// By group, version and kind: the type.
    kinds: HashMap<(&'static str, &'static str, &'static str), usize>,
    /// Kinds of any version, by group.
    of_group: HashMap<&'static str, Vec<&'static str>>,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Holds {
    /// Nothing that has fields.
    Anything,
    /// One of this type, or a list of them.
    One(usize),
    /// A mapping of any keys to this type.
    Each(usize),
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table::read(include_str!("fields.txt")))
}

impl Table {
    fn read(text: &'static str) -> Table {
        let mut table = Table { types: vec![HashMap::new()], kinds: HashMap::new(), of_group: HashMap::new() };
        for line in text.lines() {
            let mut words = line.split(' ');
            let first = words.next().unwrap_or("");
            if first.bytes().all(|byte| byte.is_ascii_digit()) {
                table.types.push(words.filter(|it| !it.is_empty()).map(field).collect());
            } else if let (Some(version), Some(kind), Some(number)) = (words.next(), words.next(), words.next()) {
                let group = if first == "-" { "" } else { first };
                table.kinds.insert((group, version, kind), number.parse().unwrap_or(0));
                table.of_group.entry(group).or_default().push(kind);
            }
        }
        table
    }
}

fn field(word: &'static str) -> (&'static str, Holds) {
    let Some((name, held)) = word.split_once(':') else { return (word, Holds::Anything) };
    let number = |text: &str| text.parse().unwrap_or(0);
    (name, held.strip_prefix('*').map_or_else(|| Holds::One(number(held)), |held| Holds::Each(number(held))))
}

/// Files of programs that call themselves an object of the group without a name, and are none.
const FILES: [&str; 3] = ["Config", "EncryptionConfig", "EncryptionConfiguration"];

impl<'a> Decoder<'a, '_> {
    /// Says what of an object its type does not have, and that there is no such kind.
    pub(super) fn check_fields(&mut self, own: Type<'a>, group: &str, object: Ref<'a>) {
        let table = table();
        let version = own.api_version.rsplit_once('/').map_or(own.api_version, |(_, version)| version);
        match (table.kinds.get(&(group, version, own.kind)), table.of_group.get(group)) {
            (Some(number), _) => self.check_type(object, *number, &named(own, object)),
            (None, Some(kinds)) if !kinds.contains(&own.kind) && !FILES.contains(&own.kind) && !own.kind.is_empty() => {
                self.problem(self.place(object), ProblemKind::UnknownKind, unknown_kind(kinds, own.kind));
            }
            _ => {}
        }
    }

    fn check_type(&mut self, node: Ref<'a>, number: usize, of: &str) {
        if node.is_sequence() {
            node.items().for_each(|item| self.check_type(item, number, of));
            return;
        }
        let Some(fields) = table().types.get(number) else { return };
        for (key, value) in node.entries() {
            match key.name().and_then(|name| fields.get(name)) {
                Some(Holds::Anything) => {}
                Some(Holds::One(number)) => self.check_type(value, *number, of),
                Some(Holds::Each(number)) => value.entries().for_each(|(_, it)| self.check_type(it, *number, of)),
                None => {
                    let field = key.name().filter(|it| is_word(it)).map_or_else(String::new, |it| format!("`{it}` "));
                    let reason = text!(
                        "{of} has no field {field}here: strict validation refuses the object, and without it the field has no effect",
                        "{of} のこの場所に {field}というフィールドはありません。厳格な検証ではオブジェクトが拒否され、そうでない場合も何の効果もありません"
                    );
                    self.problem(self.place(key), ProblemKind::UnknownField, reason);
                }
            }
        }
    }
}

/// An object as a person names it.
fn named(own: Type<'_>, object: Ref<'_>) -> String {
    let name = object.get("metadata").and_then(|it| it.get("name")?.text()).unwrap_or("");
    if name.is_empty() { own.kind.to_owned() } else { format!("{} `{name}`", own.kind) }
}

/// Whether a key can be said: it may be anything, a value that slipped included.
fn is_word(key: &str) -> bool {
    key.len() <= 40 && key.bytes().all(|it| it.is_ascii_alphabetic())
}

fn unknown_kind(kinds: &[&'static str], kind: &str) -> Text {
    match kinds.iter().find(|it| it.eq_ignore_ascii_case(kind)) {
        Some(right) => text!(
            "Kubernetes knows no such kind, and refuses the object; the kind is written `{right}`",
            "Kubernetes にこの kind はなく、オブジェクトは拒否されます。正しくは `{right}` です"
        ),
        None => Text::new(
            "Kubernetes knows no such kind in this group, and refuses the object",
            "このグループにこの kind はなく、Kubernetes はオブジェクトを拒否します",
        ),
    }
}
