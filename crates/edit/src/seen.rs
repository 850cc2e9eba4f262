//! A document's value, owned, to compare what an edit gave with what was asked.
//!
//! Aliases stay aliases and scalars keep their text, so that nothing hides a change. The order of keys is left out: an
//! edit may put a new key anywhere, and the others cannot move. No `Debug`: values may be secrets.

use yaml::scalar::{Scalar, resolve};
use yaml::{NodeId, NodeKind, Ref, Step, Style, Tree};

use crate::change::Change;
use crate::value::Value;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seen {
    Scalar(Kind, String),
    Alias(String),
    List(Vec<Seen>),
    /// Sorted.
    Map(Vec<(Seen, Seen)>),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    Str,
}

/// What comes in a node's place: of the steps that lead to nothing, and of what is there.
type Maker<'a> = dyn FnMut(&[Step], Option<Seen>) -> Option<Seen> + 'a;

impl Seen {
    pub(crate) fn of_tree(text: &str, tree: &Tree) -> Seen {
        tree.root().map_or(Seen::Scalar(Kind::Null, String::new()), |id| Seen::of_node(text, tree, id))
    }

    fn of_node(text: &str, tree: &Tree, id: NodeId) -> Seen {
        let child = |id: &NodeId| Seen::of_node(text, tree, *id);
        match tree.node(id).kind {
            NodeKind::Alias(_) => Seen::Alias(tree.node(id).span.slice(text).to_owned()),
            NodeKind::Sequence(..) => Seen::List(tree.child_ids(id).iter().map(child).collect()),
            NodeKind::Mapping(..) => {
                let pairs = tree.child_ids(id).chunks_exact(2);
                Seen::sorted(pairs.map(|pair| (child(&pair[0]), child(&pair[1]))).collect())
            }
            NodeKind::Borrowed(style, _) | NodeKind::Owned(style, _) => {
                let value = Ref::new(text, tree, id).text().unwrap_or("");
                let kind = if matches!(style, Style::Plain | Style::Typed) { kind(value) } else { Kind::Str };
                Seen::Scalar(kind, value.to_owned())
            }
        }
    }

    fn sorted(mut entries: Vec<(Seen, Seen)>) -> Seen {
        entries.sort();
        Seen::Map(entries)
    }

    fn of_value(value: &Value) -> Seen {
        match value {
            Value::Bool(value) => Seen::Scalar(Kind::Bool, value.to_string()),
            Value::Int(value) => Seen::Scalar(Kind::Number, value.to_string()),
            Value::Str(text) => Seen::Scalar(Kind::Str, text.clone()),
            Value::List(items) => Seen::List(items.iter().map(Seen::of_value).collect()),
            Value::Map(entries) => {
                Seen::sorted(entries.iter().map(|(key, value)| (name(key), Seen::of_value(value))).collect())
            }
        }
    }

    /// The items of the list under a key of a mapping.
    pub(crate) fn list(&self, key: &str) -> Option<&[Seen]> {
        let Seen::Map(entries) = self else { return None };
        match entries.iter().find(|(name, _)| name.is_named(key)) {
            Some((_, Seen::List(items))) => Some(items),
            _ => None,
        }
    }

    /// A mapping with other items in the list under a key.
    pub(crate) fn with_list(mut self, key: &str, items: Vec<Seen>) -> Seen {
        if let Seen::Map(entries) = &mut self
            && let Some((_, list)) = entries.iter_mut().find(|(name, _)| name.is_named(key))
        {
            *list = Seen::List(items);
        }
        self
    }

    /// The value once the change is made; `None` where it cannot be made.
    pub(crate) fn changed(self, change: &Change) -> Option<Seen> {
        let at = &change.path().0;
        match change {
            Change::Set(_, value) => self.set(at, value),
            Change::Push(_, value) => self.push(at, value),
            Change::Remove(_) => self.remove(at),
            Change::Within { old, number, new, .. } => self.within(at, old, *number, new),
        }
    }

    fn set(self, at: &[Step], value: &Value) -> Option<Seen> {
        self.alter(at, &mut |missing, _| value.clone().below(missing).map(|it| Seen::of_value(&it)))
    }

    fn push(self, at: &[Step], value: &Value) -> Option<Seen> {
        self.alter(at, &mut |missing, old| match old {
            Some(Seen::List(mut items)) => {
                items.push(Seen::of_value(value));
                Some(Seen::List(items))
            }
            None | Some(Seen::Scalar(Kind::Null, _)) => {
                Value::List(vec![value.clone()]).below(missing).map(|it| Seen::of_value(&it))
            }
            Some(_) => None,
        })
    }

    fn within(self, at: &[Step], old: &str, number: usize, new: &str) -> Option<Seen> {
        self.alter(at, &mut |_, scalar| match scalar {
            Some(Seen::Scalar(kind, mut text)) => {
                let (at, _) = text.match_indices(old).nth(number)?;
                text.replace_range(at..at + old.len(), new);
                Some(Seen::Scalar(kind, text))
            }
            _ => None,
        })
    }

    /// Leads to a node and puts there what `make` says.
    fn alter(self, at: &[Step], make: &mut Maker<'_>) -> Option<Seen> {
        let Some((step, rest)) = at.split_first() else { return make(&[], Some(self)) };
        match (self, step) {
            (Seen::Map(mut entries), Step::Key(key)) => {
                match entries.iter().position(|(it, _)| it.is_named(key)) {
                    Some(at) => {
                        let (name, value) = entries.remove(at);
                        entries.push((name, value.alter(rest, make)?));
                    }
                    None => entries.push((name(key), make(rest, None)?)),
                }
                Some(Seen::sorted(entries))
            }
            (Seen::List(mut items), Step::Index(at)) => {
                let item = std::mem::replace(items.get_mut(*at)?, Seen::List(Vec::new()));
                items[*at] = item.alter(rest, make)?;
                Some(Seen::List(items))
            }
            (Seen::Scalar(Kind::Null, _), Step::Key(_)) => make(at, None),
            _ => None,
        }
    }

    fn remove(self, at: &[Step]) -> Option<Seen> {
        let (step, rest) = at.split_first()?;
        match (self, step) {
            (Seen::Map(mut entries), Step::Key(key)) => {
                let Some(at) = entries.iter().position(|(it, _)| it.is_named(key)) else {
                    return Some(Seen::Map(entries));
                };
                let (name, value) = entries.remove(at);
                if !rest.is_empty() {
                    entries.push((name, value.remove(rest)?));
                }
                Some(Seen::sorted(entries))
            }
            (Seen::List(mut items), Step::Index(at)) => {
                if *at < items.len() {
                    let item = items.remove(*at);
                    if !rest.is_empty() {
                        items.insert(*at, item.remove(rest)?);
                    }
                }
                Some(Seen::List(items))
            }
            (other, _) => Some(other),
        }
    }

    fn is_named(&self, key: &str) -> bool {
        matches!(self, Seen::Scalar(_, text) if text == key)
    }
}

fn kind(text: &str) -> Kind {
    match resolve(text) {
        Scalar::Null => Kind::Null,
        Scalar::Bool(_) => Kind::Bool,
        Scalar::Int(_) | Scalar::Float(_) => Kind::Number,
        Scalar::Str(_) => Kind::Str,
    }
}

fn name(key: &str) -> Seen {
    Seen::Scalar(Kind::Str, key.to_owned())
}
