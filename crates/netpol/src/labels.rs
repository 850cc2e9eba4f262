//! Which of many objects a label selector selects, without asking each object.

use std::collections::HashMap;

use model::{LabelSelector, Operator};

use crate::bits::Bits;

#[derive(Default)]
struct Key<'a> {
    with: Vec<u32>,
    by_value: HashMap<&'a str, Vec<u32>>,
}

/// The labels of a list of objects, turned round: from label to objects.
pub(crate) struct LabelIndex<'a> {
    len: usize,
    keys: HashMap<&'a str, Key<'a>>,
}

impl<'a> LabelIndex<'a> {
    pub(crate) fn new<L: IntoIterator<Item = (&'a str, &'a str)>>(objects: impl IntoIterator<Item = L>) -> Self {
        let mut index = LabelIndex { len: 0, keys: HashMap::new() };
        for labels in objects {
            let object = index.len as u32;
            index.len += 1;
            for (name, value) in labels {
                let key = index.keys.entry(name).or_default();
                // The first of two equal keys counts, as in `Labels::get`.
                if key.with.last() != Some(&object) {
                    key.with.push(object);
                    key.by_value.entry(value).or_default().push(object);
                }
            }
        }
        index
    }

    /// The objects that meet every condition; all of them for an empty selector.
    pub(crate) fn select(&self, selector: &LabelSelector) -> Bits {
        let mut found = Bits::all(self.len);
        for (key, value) in &selector.match_labels {
            found.and(&self.with_values(key, [&*value.value]));
        }
        for requirement in &selector.match_expressions {
            let values = requirement.values.iter().map(|value| &**value);
            match requirement.operator {
                Operator::In => found.and(&self.with_values(&requirement.key, values)),
                Operator::NotIn => found.and_not(&self.with_values(&requirement.key, values)),
                Operator::Exists => found.and(&self.with_key(&requirement.key)),
                Operator::DoesNotExist => found.and_not(&self.with_key(&requirement.key)),
            }
        }
        found
    }

    /// The objects that have every one of these labels.
    pub(crate) fn having<'l>(&self, labels: impl Iterator<Item = (&'l str, &'l str)>) -> Bits {
        let mut found = Bits::all(self.len);
        labels.for_each(|(key, value)| found.and(&self.with_values(key, [value])));
        found
    }

    fn with_key(&self, key: &str) -> Bits {
        self.bits(self.keys.get(key).map_or(&[], |key| &key.with))
    }

    fn with_values<'v>(&self, key: &str, values: impl IntoIterator<Item = &'v str>) -> Bits {
        let mut found = Bits::none(self.len);
        let Some(key) = self.keys.get(key) else { return found };
        for value in values {
            key.by_value.get(value).into_iter().flatten().for_each(|object| found.insert(*object as usize));
        }
        found
    }

    fn bits(&self, objects: &[u32]) -> Bits {
        let mut found = Bits::none(self.len);
        objects.iter().for_each(|object| found.insert(*object as usize));
        found
    }
}
