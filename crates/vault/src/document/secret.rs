//! The values of Kubernetes Secrets in a document: alone, in lists, in streams.
//!
//! A person means the value that a container gets, and names it as the container does (`DB_PASSWORD`). Under `data` it is written in base64, under
//! `stringData` as it is, and what stands there wins (the API server writes it over `data`).

use std::collections::HashMap;

use yaml::Step;

use super::{Document, WayId, key};
use crate::cipher::Sealed;

/// The two sections of a Secret, the one that wins first.
const SECTIONS: [(&str, Coding); 2] = [("stringData", Coding::Text), ("data", Coding::Base64)];

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Text,
    /// In base64.
    Base64,
}

/// A Secret.
pub(crate) struct Secret {
    /// The document of the stream.
    pub(crate) part: usize,
    /// The object; `None` is the top of its document.
    pub(crate) way: Option<WayId>,
    /// As it is written; empty where nothing is, or where it is encrypted and was not opened.
    pub(crate) namespace: String,
    /// The same for its name.
    pub(crate) name: String,
    /// The sections that are there.
    pub(crate) sections: Vec<(WayId, &'static str, Coding)>,
    /// The annotations, by name.
    pub(crate) annotations: Vec<(WayId, String)>,
}

/// A document with what its values are in the clear, as far as they are known.
pub(crate) struct Seen<'a> {
    document: &'a Document,
    texts: HashMap<WayId, &'a str>,
    children: HashMap<(usize, Option<WayId>), Vec<WayId>>,
    /// Its Secrets, in order.
    pub(crate) secrets: Vec<Secret>,
}

impl<'a> Seen<'a> {
    /// `texts` has one for each leaf.
    pub(crate) fn new(document: &'a Document, texts: impl Iterator<Item = &'a str>) -> Seen<'a> {
        let texts = document.leaves.iter().map(|it| it.way).zip(texts).collect();
        let mut children: HashMap<_, Vec<WayId>> = HashMap::new();
        for way in document.places() {
            children.entry((document.part(way), document.above(way).0)).or_default().push(way);
        }
        let mut seen = Seen { document, texts, children, secrets: Vec::new() };
        seen.secrets = document.parts().flat_map(|part| seen.of_part(part)).collect();
        seen
    }

    fn of_part(&self, part: usize) -> Vec<Secret> {
        let kind = self.text_at(part, None, &["kind"]).unwrap_or("");
        let items = self.child(part, None, "items");
        match (kind, items) {
            ("List" | "SecretList", Some(items)) => {
                let items = self.children.get(&(part, Some(items))).into_iter().flatten();
                items.filter_map(|it| self.secret(part, Some(*it), kind == "SecretList")).collect()
            }
            _ => self.secret(part, None, false).into_iter().collect(),
        }
    }

    /// The Secret at a place, if one is there. A kind that is encrypted and was not opened is a Secret's where it has the sections.
    fn secret(&self, part: usize, way: Option<WayId>, untold: bool) -> Option<Secret> {
        let kind = self.text_at(part, way, &["kind"]);
        let version = self.text_at(part, way, &["apiVersion"]);
        let is_hidden = |it: Option<&str>| it.is_some_and(|it| Sealed::parse(it).is_some());
        let is_secret = (kind == Some("Secret") && version.is_none_or(|it| it == "v1"))
            || (is_hidden(kind) && is_hidden(version))
            || (untold && kind.is_none());
        if !is_secret {
            return None;
        }
        let sections =
            SECTIONS.into_iter().filter_map(|(name, coding)| Some((self.child(part, way, name)?, name, coding)));
        let metadata = self.child(part, way, "metadata");
        let known = |name: &str| {
            let text = metadata.and_then(|it| self.text_at(part, Some(it), &[name])).unwrap_or("");
            if Sealed::parse(text).is_some() { String::new() } else { text.to_owned() }
        };
        let annotations = metadata.and_then(|it| self.child(part, Some(it), "annotations"));
        let annotations = annotations.and_then(|it| self.children.get(&(part, Some(it))));
        let named = |way: &WayId| Some((*way, key(self.document.above(*way).1)?.to_owned()));
        Some(Secret {
            part,
            way,
            namespace: known("namespace"),
            name: known("name"),
            sections: sections.collect(),
            annotations: annotations.into_iter().flatten().filter_map(named).collect(),
        })
    }

    pub(crate) fn child(&self, part: usize, way: Option<WayId>, name: &str) -> Option<WayId> {
        let is_it = |it: &&WayId| matches!(self.document.above(**it).1, Step::Key(found) if found == name);
        self.children.get(&(part, way))?.iter().find(is_it).copied()
    }

    fn text_at(&self, part: usize, way: Option<WayId>, names: &[&str]) -> Option<&'a str> {
        let mut at = way;
        for name in names {
            at = Some(self.child(part, at, name)?);
        }
        self.texts.get(&at?).copied()
    }

    pub(crate) fn text(&self, way: WayId) -> Option<&'a str> {
        self.texts.get(&way).copied()
    }

    /// The Secret and the section that a value stands in, and its key there.
    pub(crate) fn holder(&self, way: WayId) -> Option<(&Secret, &'static str, Coding, &'a str)> {
        let (above, step) = self.document.above(way);
        let (above, key) = (above?, key(step)?);
        self.secrets.iter().find_map(|secret| {
            let (_, section, coding) = secret.sections.iter().find(|it| it.0 == above)?;
            Some((secret, *section, *coding, key))
        })
    }

    /// Every value of a Secret: its place, its section, its key.
    pub(crate) fn values<'s>(
        &'s self,
        secret: &'s Secret,
    ) -> impl Iterator<Item = (WayId, &'static str, Coding, &'a str)> + 's {
        secret.sections.iter().flat_map(move |(way, section, coding)| {
            let children = self.children.get(&(secret.part, Some(*way))).into_iter().flatten();
            children.filter_map(move |it| Some((*it, *section, *coding, key(self.document.above(*it).1)?)))
        })
    }

    /// A value's name for a person: as a path, and behind the Secret's name where there are several.
    pub(crate) fn name(&self, way: WayId) -> String {
        match self.holder(way) {
            Some((secret, section, _, key)) if self.is_one_of_several(secret) => {
                format!("{}/{section}.{key}", self.secret_name(secret))
            }
            _ => self.document.path(way).to_string(),
        }
    }

    fn is_one_of_several(&self, secret: &Secret) -> bool {
        !secret.name.is_empty() && (self.secrets.len() > 1 || secret.way.is_some())
    }

    /// The Secret's name, with its namespace where another one has the same name.
    pub(crate) fn secret_name(&self, secret: &Secret) -> String {
        let same = self.secrets.iter().filter(|it| it.name == secret.name).count();
        if same > 1 && !secret.namespace.is_empty() {
            format!("{}/{}", secret.namespace, secret.name)
        } else {
            secret.name.clone()
        }
    }
}
