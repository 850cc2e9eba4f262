//! Mending a whole input: audit, edit, and again, until nothing more can be mended.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use edit::{Change, Refusal};
use inventory::{Input, Options};
use lang::Text;
use model::{DocId, Inventory, Location, OriginKind, Parsed};
use rules::{Audit, Facts, FixClass, RuleId};

use crate::case::{Choices, Fix, Kept};
use crate::lines::Lines;
use crate::table::answer;

/// An edit that was made.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The rule that asked for it.
    pub rule: RuleId,
    /// Its class.
    pub class: FixClass,
    /// See [`Fix::confirmed`].
    pub confirmed: bool,
    /// Where the finding was, in the file as it was handed in.
    pub location: Location,
    /// The fields that were changed.
    pub fields: Vec<String>,
    /// See [`Fix::why`].
    pub why: Text,
    /// See [`Fix::notes`].
    pub notes: Vec<Text>,
}

/// A finding, or a part of one, that nothing is known to mend for this very image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The rule.
    pub rule: RuleId,
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// Where it is, in the file as it was handed in.
    pub location: Location,
    /// Why it is left alone.
    pub kept: Kept,
    /// The part of Dify that it is about.
    pub component: Option<dify::Component>,
}

/// A finding whose fix could not be made.
#[derive(Clone, Debug)]
pub struct Left {
    /// The rule.
    pub rule: RuleId,
    /// Where it is.
    pub location: Location,
    /// Why.
    pub reason: Text,
    /// What to paste. Made of the catalogue's values, never of the file's.
    pub snippet: String,
}

/// What came of it.
pub struct Mended {
    /// The input as it was; `None` where nothing was changed.
    pub before: Option<Inventory>,
    /// The input as it is now.
    pub inventory: Inventory,
    /// What the rules say of it.
    pub audit: Audit,
    /// What was done.
    pub applied: Vec<Applied>,
    /// What could not be done.
    pub left: Vec<Left>,
    /// What is left alone, because nobody knows that it would go on running.
    pub held: Vec<Held>,
    /// The new texts of the inputs that changed, by their number.
    pub texts: BTreeMap<usize, String>,
}

/// More rounds than any fix needs that makes room for another.
const MAX_ROUNDS: usize = 8;

/// Mends what can be mended by fixes up to `class`. Pure: the texts that changed are handed back.
#[must_use]
pub fn mend(inputs: Vec<Input>, options: &Options, class: FixClass) -> Mended {
    mend_with(inputs, options, class, Choices::default(), &rules::audit, &|_| true)
}

/// As [`mend`], of the findings that `judge` has and by the fixes that `allow` lets through. What a person suppresses or knows
/// already is no finding, and is not mended.
#[must_use]
pub fn mend_with(
    inputs: Vec<Input>,
    options: &Options,
    class: FixClass,
    choices: Choices,
    judge: &dyn Fn(&Inventory) -> Audit,
    allow: &dyn Fn(&Fix) -> bool,
) -> Mended {
    mend_parsed(inventory::parse_all(inputs), options, class, choices, judge, allow)
}

/// As [`mend_with`], of texts that were read already. What is mended is read again, and nothing else.
#[must_use]
pub fn mend_parsed(
    parsed: Vec<Arc<Parsed>>,
    options: &Options,
    class: FixClass,
    choices: Choices,
    judge: &dyn Fn(&Inventory) -> Audit,
    allow: &dyn Fn(&Fix) -> bool,
) -> Mended {
    let mut parsed = parsed;
    let mut inventory = inventory::assemble(&parsed, options);
    let mut audit = judge(&inventory);
    let mut applied = Vec::new();
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    let mut before: Option<Inventory> = None;
    for round in 0.. {
        let mut done = one_round(&inventory, &audit, (class, choices), allow);
        if let Some(before) = &before {
            done.as_handed_in(&Lines::between(before, &inventory));
        }
        if done.texts.is_empty() || round == MAX_ROUNDS {
            return Mended { before, inventory, audit, applied, left: done.left, held: done.held, texts };
        }
        applied.extend(done.applied);
        for (at, text) in done.texts {
            parsed[at] = inventory::parse_again(&parsed[at], text.clone());
            texts.insert(at, text);
        }
        let again = inventory::assemble(&parsed, options);
        audit = judge(&again);
        let old = std::mem::replace(&mut inventory, again);
        before.get_or_insert(old);
    }
    unreachable!("the loop returns")
}

#[derive(Default)]
struct Round {
    texts: BTreeMap<usize, String>,
    applied: Vec<Applied>,
    left: Vec<Left>,
    held: Vec<Held>,
}

impl Round {
    /// Names lines of the texts as they were handed in.
    fn as_handed_in(&mut self, lines: &Lines) {
        let was = |location: &mut Location| {
            if let Some(was) = lines.was(location) {
                *location = was;
            }
        };
        self.applied.iter_mut().for_each(|it| was(&mut it.location));
        self.left.iter_mut().for_each(|it| was(&mut it.location));
        self.held.iter_mut().for_each(|it| was(&mut it.location));
    }
}

fn one_round(inventory: &Inventory, audit: &Audit, how: (FixClass, Choices), allow: &dyn Fn(&Fix) -> bool) -> Round {
    let facts = Facts::new(inventory);
    let mut wanted: Vec<(Fix, Location)> = Vec::new();
    // By document: two rules may ask for the same.
    let mut asked: HashMap<DocId, Vec<usize>> = HashMap::new();
    let mut held = Vec::new();
    for finding in &audit.findings {
        let answer = answer(&facts, finding, how.0, how.1);
        held.extend(answer.kept.into_iter().map(|kept| Held {
            rule: finding.rule.clone(),
            fingerprint: finding.fingerprint.clone(),
            location: finding.location.clone(),
            kept,
            component: finding.component,
        }));
        for fix in answer.fixes.into_iter().filter(|it| allow(it)) {
            let asked = asked.entry(fix.doc).or_default();
            if !asked.iter().any(|at| wanted[*at].0.changes == fix.changes) {
                asked.push(wanted.len());
                wanted.push((fix, finding.location.clone()));
            }
        }
    }
    // What is removed moves the items behind it: that comes last, and from the end.
    wanted.sort_by_cached_key(|(fix, _)| match fix.changes.first() {
        Some(Change::Remove(path)) => (1, Some(std::cmp::Reverse(path.clone()))),
        _ => (0, None),
    });
    Round { held, ..edited(inventory, wanted) }
}

/// Makes what is wanted, text by text.
fn edited(inventory: &Inventory, wanted: Vec<(Fix, Location)>) -> Round {
    let mut by_text: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, (fix, _)) in wanted.iter().enumerate() {
        by_text.entry(inventory.documents.number(fix.doc).0).or_default().push(at);
    }
    let mut round = Round::default();
    let mut results = vec![Ok(false); wanted.len()];
    for (origin, own) in by_text {
        let text = &inventory.documents.origins()[origin];
        if text.kind() == OriginKind::Object {
            continue;
        }
        let group = |at: &usize| {
            let (fix, _) = &wanted[*at];
            (inventory.documents.number(fix.doc).1, fix.changes.as_slice())
        };
        let groups: Vec<_> = own.iter().map(group).collect();
        let (text, made) = edit::apply_each(text.text(), &groups);
        if made.contains(&Ok(true)) {
            round.texts.insert(origin, text);
        }
        for (at, result) in own.into_iter().zip(made) {
            results[at] = result;
        }
    }
    for ((fix, location), result) in wanted.into_iter().zip(results) {
        match result {
            Ok(true) => round.applied.push(applied(&fix, location)),
            Ok(false) => {}
            Err(refusal) => round.left.push(left(&fix, location, refusal)),
        }
    }
    round
}

fn applied(fix: &Fix, location: Location) -> Applied {
    Applied {
        rule: fix.rule.clone(),
        class: fix.class,
        confirmed: fix.confirmed,
        location,
        fields: fields(&fix.changes),
        why: fix.why.clone(),
        notes: fix.notes.clone(),
    }
}

/// The fields that are changed, each once.
pub(crate) fn fields(changes: &[Change]) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for field in changes.iter().map(|it| it.path().to_string()) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

fn left(fix: &Fix, location: Location, refusal: Refusal) -> Left {
    let snippet = fix.changes.iter().map(Change::snippet).collect();
    Left { rule: fix.rule.clone(), location, reason: refusal.text(), snippet }
}
