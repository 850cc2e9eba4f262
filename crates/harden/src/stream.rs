//! The manifests while they are changed: one text, read again after each step.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};

use edit::{Change, Editor};
use inventory::{Input, Options};
use lang::{Text, text};
use model::{Inventory, Location, OtherKind, Place};
use yaml::{Ref, Span};

use crate::remark::Remark;

/// The manifests while they are changed. No `Debug`: they hold secrets.
pub(crate) struct Stream<'o> {
    options: Cow<'o, Options>,
    /// What stands in them now.
    pub(crate) inventory: Inventory,
    /// What was done and what was not.
    pub(crate) remarks: Vec<Remark>,
    /// The text as it was handed in.
    first: String,
    /// What leads back to it from what stands there now.
    lines: OnceCell<fix::Lines>,
}

/// Changes of one document that belong together, and what they do in words.
pub(crate) struct Edit {
    /// What a person is pointed to, in the document that is changed.
    pub(crate) place: Place,
    pub(crate) changes: Vec<Change>,
    pub(crate) what: Text,
}

impl<'o> Stream<'o> {
    pub(crate) fn new(input: Input, options: &'o Options) -> Stream<'o> {
        let inventory = inventory::read(vec![input], options);
        let first = inventory.documents.origins().first().map_or_else(String::new, |it| it.text().to_owned());
        Stream { options: Cow::Borrowed(options), inventory, remarks: Vec::new(), first, lines: OnceCell::new() }
    }

    /// How the manifests are read.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Whether anything says which namespace the manifests are for; if not, they are for wherever they are applied.
    pub(crate) fn has_namespace(&self) -> bool {
        let written = |it: &model::Meta| it.namespace_written.is_some() || !matches!(&*it.namespace, "" | "default");
        self.options.namespace.is_some() || self.inventory.metas().any(written)
    }

    /// Writes the namespace of every object that names none: where there are two, and names that lead from one to the other, it
    /// is no longer for whoever applies the manifests to choose.
    pub(crate) fn write_namespaces(&mut self) {
        let silent = |it: &&model::Meta| it.namespace_written.is_none() && !it.namespace.is_empty();
        // A kind that nobody here knows may have no namespace at all.
        let unknown = self.inventory.others.iter().filter(|it| it.kind == OtherKind::Unknown);
        let unknown: HashSet<Place> = unknown.map(|it| it.meta.place).collect();
        let known = |it: &&model::Meta| !unknown.contains(&it.place);
        let inventory = &self.inventory;
        let edits = inventory.metas().filter(silent).filter(known).map(|it| {
            let (kind, name, namespace) = (&it.kind, &it.name.value, &it.namespace);
            let path = inventory.documents.path_below(it.place, &["metadata", "namespace"]);
            let what =
                text!("{kind} {name} is in {namespace}", "{kind} {name} の名前空間を {namespace} と明記しました");
            Edit { place: it.name.place, changes: vec![Change::Set(path, (&**namespace).into())], what }
        });
        let edits: Vec<Edit> = edits.collect();
        let homes: BTreeSet<String> = inventory.metas().filter(silent).map(|it| it.namespace.to_string()).collect();
        if !self.has_namespace() {
            self.note(Text::new(
                "nothing says which namespace this is for, so `default` was taken",
                "どの名前空間に適用するかの記載がないため `default` としました",
            ));
        }
        if let (Some(home), 1) = (homes.first(), homes.len()) {
            self.options.to_mut().namespace = Some(home.clone());
        }
        let written = self.apply(edits).len();
        if written > 0 {
            let homes = lang::list(homes.iter());
            let (en, ja) = homes.both();
            self.note(text!(
                "{written} objects that named no namespace now name it: {en}",
                "名前空間の記載がなかった {written} 件のオブジェクトに {ja} と明記しました"
            ));
        }
    }

    fn name(&self) -> &str {
        self.inventory.documents.origins().first().map_or("", |it| it.name())
    }

    /// The text as it is now.
    pub(crate) fn text(&self) -> &str {
        self.inventory.documents.origins().first().map_or("", |it| it.text())
    }

    /// Goes on from a changed text. What is untouched of it is not read again.
    fn replace(&mut self, text: &str) {
        let texts: Vec<_> = self.inventory.texts.iter().map(|it| inventory::parse_again(it, text.to_owned())).collect();
        self.go_on(inventory::assemble(&texts, &self.options));
    }

    /// Goes on from the same manifests, changed.
    pub(crate) fn go_on(&mut self, inventory: Inventory) {
        self.inventory = inventory;
        self.lines = OnceCell::new();
    }

    /// The manifests as they are now, what was said of them, and what leads back to those that were handed in.
    pub(crate) fn end(self) -> (Inventory, Vec<Remark>, fix::Lines) {
        let lines = fix::Lines::of(self.name(), &self.first, self.text());
        (self.inventory, self.remarks, lines)
    }

    /// Where something stands, in the manifests as they were handed in; `None` for what was added since.
    pub(crate) fn location(&self, place: Place) -> Option<Location> {
        self.was(&self.inventory.documents.location(place))
    }

    /// The same of a place in the manifests as they are now.
    pub(crate) fn was(&self, now: &Location) -> Option<Location> {
        self.lines().was(now)
    }

    fn lines(&self) -> &fix::Lines {
        self.lines.get_or_init(|| fix::Lines::of(self.name(), &self.first, self.text()))
    }

    pub(crate) fn note(&mut self, what: Text) {
        self.remarks.push(Remark::Note(what));
    }

    pub(crate) fn left(&mut self, place: Place, what: Text) {
        self.left_at(self.location(place), what);
    }

    /// As [`Stream::left`], for a place in the manifests as they were before a change.
    pub(crate) fn left_at(&mut self, location: Option<Location>, what: Text) {
        self.remarks.push(left(location, what, None));
    }

    /// Makes the edits; what cannot be edited is left, with what to paste. Whether all of them were made.
    pub(crate) fn change(&mut self, edits: Vec<Edit>) -> bool {
        let told = self.remarks.len();
        let changed = self.apply(edits);
        let whole = self.remarks.len() == told;
        self.remarks.extend(changed.into_iter().map(|(location, what)| changed_at(location, what)));
        whole
    }

    /// Makes all of the edits, or none of them.
    pub(crate) fn change_together(&mut self, edits: Vec<Edit>) -> bool {
        let (before, told) = (self.inventory.texts.clone(), self.remarks.len());
        let whole = self.change(edits);
        if !whole {
            self.go_on(inventory::assemble(&before, &self.options));
            let left = self.remarks.split_off(told).into_iter().filter(|it| matches!(it, Remark::Left { .. }));
            self.remarks.extend(left);
        }
        whole
    }

    /// Makes the edits, and tells the caller what was changed.
    fn apply(&mut self, edits: Vec<Edit>) -> Vec<(Option<Location>, Text)> {
        let mut changed = Vec::new();
        if edits.is_empty() {
            return changed;
        }
        let mut editor = Editor::new(self.text());
        for edit in edits {
            let location = self.location(edit.place);
            let (_, number) = self.inventory.documents.number(edit.place.doc);
            match editor.apply_all(number, &edit.changes) {
                Ok(true) => changed.push((location, edit.what)),
                Ok(false) => {}
                Err(refusal) => {
                    let (what, why) = (edit.what, refusal.text());
                    let ((en, ja), (why_en, why_ja)) = (what.both(), why.both());
                    let what = lang::text!("{en}: {why_en}", "{ja}({why_ja})");
                    let snippet = edit.changes.iter().map(Change::snippet).collect();
                    self.remarks.push(left(location, what, Some(snippet)));
                }
            }
        }
        self.replace(&editor.finish());
        changed
    }

    /// Adds documents at the end; to the items where the manifests are a list, as kustomize hands them over.
    pub(crate) fn append(&mut self, documents: &str, what: Text) {
        let text = match self.items() {
            Some(items) => with_items(self.text(), &items, documents),
            None => with_documents(self.text(), documents),
        };
        self.replace(&text);
        self.remarks.push(Remark::Added(what));
    }

    /// Takes whole objects out.
    pub(crate) fn remove(&mut self, objects: Vec<(Place, Text)>) {
        let is_item = |(place, _): &(Place, Text)| !self.inventory.documents.path(*place).0.is_empty();
        let (items, documents): (Vec<_>, Vec<_>) = objects.into_iter().partition(is_item);
        // From the end: what is taken out of a sequence moves what is behind it. The other documents stay what they are.
        let items = items.into_iter().rev().map(|(place, what)| {
            let path = self.inventory.documents.path(place);
            Edit { place, changes: vec![Change::Remove(path)], what }
        });
        self.change(items.collect());
        let mut spans: Vec<Span> = Vec::new();
        for (place, what) in documents {
            let start = self.inventory.documents.span(place).start;
            let around = |chunk: &yaml::Chunk| chunk.span.start <= start && start < chunk.span.end;
            spans.extend(yaml::split(self.text()).into_iter().find(around).map(|chunk| chunk.span));
            let location = self.location(place);
            self.remarks.push(changed_at(location, what));
        }
        spans.sort_by_key(|it| std::cmp::Reverse(it.start));
        let mut text = self.text().to_owned();
        for span in spans {
            text.replace_range(span.start as usize..span.end as usize, "");
        }
        self.replace(&text);
    }

    /// The text of one object, as a document of its own.
    pub(crate) fn copy(&self, place: Place) -> String {
        let documents = &self.inventory.documents;
        let (text, span) = (documents.origin(place.doc).text(), documents.span(place));
        let start = span.start as usize;
        let column = start - text[..start].rfind('\n').map_or(0, |at| at + 1);
        let body = span.slice(text).trim_end();
        let mut lines = body.split('\n');
        let first = lines.next().unwrap_or("").to_owned();
        let blank = " ".repeat(column);
        let rest = lines.map(|line| line.strip_prefix(blank.as_str()).unwrap_or_else(|| line.trim_start()));
        rest.fold(first, |all, line| all + "\n" + line) + "\n"
    }

    /// The items of the list that the manifests are, where they are one.
    fn items(&self) -> Option<Items> {
        let documents = &self.inventory.documents;
        let (first, None) = (documents.ids().next()?, documents.ids().nth(1)) else { return None };
        let root = documents.root(first)?;
        if !root.get("kind").and_then(Ref::text).is_some_and(|kind| kind.ends_with("List")) {
            return None;
        }
        let items = root.get("items")?;
        let last = documents.placed(first).in_text(items.items().last()?.span());
        let text = documents.origin(first).text();
        let start = last.start as usize;
        let indent = start - text[..start].rfind('\n').map_or(0, |at| at + 1);
        let body_end = start + last.slice(text).trim_end().len();
        let end = text[body_end..].find('\n').map_or(text.len(), |at| body_end + at + 1);
        // `- ` stands before the item; what is in brackets has no lines of its own.
        let dash = indent.checked_sub(2).filter(|_| !items.source().starts_with('['))?;
        Some(Items { dash, end })
    }
}

/// What was added is not changed but added.
fn changed_at(location: Option<Location>, what: Text) -> Remark {
    match location {
        Some(location) => Remark::Changed { location, what },
        None => Remark::Added(what),
    }
}

fn left(location: Option<Location>, what: Text, snippet: Option<String>) -> Remark {
    match location {
        Some(location) => Remark::Left { location, what, snippet },
        None => Remark::Note(what),
    }
}

/// Where the items of a list stand.
struct Items {
    /// The column of their dashes, from 0.
    dash: usize,
    /// The byte behind the last one's last line.
    end: usize,
}

fn with_documents(text: &str, documents: &str) -> String {
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let mark = if documents.starts_with("---") { "" } else { "---\n" };
    format!("{text}{gap}{mark}{documents}")
}

fn with_items(text: &str, items: &Items, documents: &str) -> String {
    let blank = " ".repeat(items.dash);
    let mut out = text[..items.end].to_owned();
    if !out.ends_with('\n') {
        out.push('\n');
    }
    for chunk in yaml::split(documents) {
        let lines = chunk.span.slice(documents).lines().skip_while(|line| line.is_empty() || *line == "---");
        // A comment above the object would stay when the item goes: it stands below the item's first line.
        let (head, body): (Vec<&str>, Vec<&str>) = split_head(lines);
        let mut body = body.into_iter();
        out.push_str(&format!("{blank}- {}\n", body.next().unwrap_or("{}")));
        for line in head.into_iter().chain(body) {
            let indented = if line.is_empty() { String::new() } else { format!("{blank}  {line}") };
            out.push_str(&indented);
            out.push('\n');
        }
    }
    out.push_str(&text[items.end..]);
    out
}

/// The comments above a document, and the document.
fn split_head<'t>(lines: impl Iterator<Item = &'t str>) -> (Vec<&'t str>, Vec<&'t str>) {
    let lines: Vec<&str> = lines.collect();
    let body = lines.iter().position(|line| !line.starts_with('#')).unwrap_or(lines.len());
    (lines[..body].to_vec(), lines[body..].to_vec())
}
