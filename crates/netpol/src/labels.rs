//! Which of many objects a label selector selects, without asking each object. Of some labels only that they are there is known, and
//! of some objects not all labels are.

use std::borrow::Cow;
use std::collections::HashMap;

use model::{LabelSelector, Operator, Requirement};

use crate::bits::Bits;

/// What is known of the value of a label.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    /// It is this.
    Is(Cow<'a, str>),
    /// The object stands for several, which have one of these each.
    OneOf(Vec<String>),
    /// It can be anything.
    Any,
}

/// What is selected: surely, and surely or perhaps.
#[derive(Clone, Debug)]
pub(crate) struct Selected {
    pub(crate) surely: Bits,
    pub(crate) maybe: Bits,
}

impl Selected {
    pub(crate) fn exactly(found: Bits) -> Selected {
        Selected { maybe: found.clone(), surely: found }
    }

    pub(crate) fn and(&mut self, other: &Selected) {
        self.surely.and(&other.surely);
        self.maybe.and(&other.maybe);
    }
}

#[derive(Default)]
struct Key<'a> {
    with: Vec<u32>,
    by_value: HashMap<Cow<'a, str>, Vec<u32>>,
    one_of: HashMap<String, Vec<u32>>,
    any: Vec<u32>,
}

/// The labels of a list of objects, turned round: from label to objects.
pub(crate) struct LabelIndex<'a> {
    len: usize,
    keys: HashMap<&'a str, Key<'a>>,
    /// Objects that may have further labels.
    open: Vec<u32>,
}

impl<'a> LabelIndex<'a> {
    /// Of objects by their labels, and whether they may have further ones.
    pub(crate) fn new<L>(objects: impl IntoIterator<Item = (L, bool)>) -> Self
    where
        L: IntoIterator<Item = (&'a str, Value<'a>)>,
    {
        let mut index = LabelIndex { len: 0, keys: HashMap::new(), open: Vec::new() };
        for (labels, is_open) in objects {
            let object = index.len as u32;
            index.len += 1;
            index.open.extend(is_open.then_some(object));
            for (name, value) in labels {
                let key = index.keys.entry(name).or_default();
                // The first of two equal keys counts, as in `Labels::get`.
                if key.with.last() == Some(&object) {
                    continue;
                }
                key.with.push(object);
                match value {
                    Value::Is(value) => key.by_value.entry(value).or_default().push(object),
                    Value::OneOf(values) => {
                        values.into_iter().for_each(|it| key.one_of.entry(it).or_default().push(object));
                    }
                    Value::Any => key.any.push(object),
                }
            }
        }
        index
    }

    /// The objects that meet every condition; all of them for an empty selector.
    pub(crate) fn select(&self, selector: &LabelSelector) -> Selected {
        let mut found = Selected::exactly(Bits::all(self.len));
        for (key, value) in &selector.match_labels {
            found.and(&self.with_values(key, &[&value.value]));
        }
        for requirement in &selector.match_expressions {
            found.and(&self.meeting(requirement));
        }
        found
    }

    fn meeting(&self, requirement: &Requirement) -> Selected {
        let values: Vec<&str> = requirement.values.iter().map(|value| &**value).collect();
        let key = &*requirement.key;
        match requirement.operator {
            Operator::In => self.with_values(key, &values),
            Operator::NotIn => self.all_but(&self.with_values(key, &values)),
            Operator::Exists => self.with_key(key),
            Operator::DoesNotExist => self.all_but(&self.with_key(key)),
        }
    }

    /// Who surely fits does not fit the opposite, and who may fit may.
    fn all_but(&self, fitting: &Selected) -> Selected {
        let without = |set: &Bits| {
            let mut all = Bits::all(self.len);
            all.and_not(set);
            all
        };
        Selected { surely: without(&fitting.maybe), maybe: without(&fitting.surely) }
    }

    /// The objects that have every one of these labels, as far as their labels are known.
    pub(crate) fn having<'l>(&self, labels: impl Iterator<Item = (&'l str, &'l str)>) -> Bits {
        let mut found = Bits::all(self.len);
        labels.for_each(|(key, value)| found.and(&self.with_values(key, &[value]).surely));
        found
    }

    fn with_key(&self, name: &str) -> Selected {
        let surely = self.bits(self.keys.get(name).map_or(&[], |key| &key.with));
        let mut maybe = surely.clone();
        add(&mut maybe, &self.open);
        Selected { surely, maybe }
    }

    fn with_values(&self, name: &str, values: &[&str]) -> Selected {
        let mut surely = Bits::none(self.len);
        // Of objects that may have further labels, those that are known to have this one count by its value.
        let mut maybe = self.bits(&self.open);
        let Some(key) = self.keys.get(name) else { return Selected { surely, maybe } };
        maybe.and_not(&self.bits(&key.with));
        add(&mut maybe, &key.any);
        for value in values {
            key.one_of.get(*value).into_iter().for_each(|it| add(&mut maybe, it));
            key.by_value.get(*value).into_iter().for_each(|it| add(&mut surely, it));
        }
        maybe.or(&surely);
        Selected { surely, maybe }
    }

    fn bits(&self, objects: &[u32]) -> Bits {
        let mut found = Bits::none(self.len);
        add(&mut found, objects);
        found
    }
}

fn add(bits: &mut Bits, objects: &[u32]) {
    objects.iter().for_each(|object| bits.insert(*object as usize));
}
