//! Findings of judges that do not look at an inventory by rules: the answers of `leaks`, `pss` and of the reading itself, in the words of the
//! one list ([`crate::registry`]).

use dify::Purpose;
use findings::{Confidence, Finding, Severity, Suppressed, fingerprint, suppress};
use invariants::{Blame, Proof, Verdict};
use lang::{Text, text};
use leaks::{Certainty, Leak};
use model::{Date, Inventory, Location, OriginId, Place, Suppression, Workload};
use pss::Violation;
use yaml::Position;

use crate::known::opens_the_console;
use crate::pod_check::pointed;
use crate::registry::{self, UNREAD, UNREAD_FILE};
use crate::rule::Rule;
use crate::rules;
use crate::subject::Subject;

/// A credential in the clear, in a text. Its severity is what the value opens; how sure it is, is its confidence.
#[must_use]
pub fn of_leak(file: &str, commit: Option<&str>, leak: &Leak) -> Finding {
    let location = Location::File {
        file: file.to_owned(),
        start: Position { line: leak.line, column: leak.column },
        end: Position { line: leak.line, column: leak.end_column },
    };
    let (title, label) = (&leak.rule.title, &leak.label);
    let (en, ja) = title.both();
    let reason = if label.is_empty() { title.clone() } else { text!("`{label}`: {en}", "`{label}`: {ja}") };
    // Every rule of `leaks` is in the list; a test holds it.
    let about = registry::about(leak.rule.id).unwrap_or(&registry::leaked::CREDENTIAL_IN_URL);
    let mut finding = Finding::of(about, location, reason, leak.fingerprint.clone());
    if !opens_the_console(purpose(label)) {
        finding.at_most(Severity::High);
    }
    finding.confidence = match leak.certainty {
        Certainty::Sure => Confidence::High,
        Certainty::Likely => Confidence::Low,
    };
    finding.commit = commit.map(str::to_owned);
    finding
}

fn purpose(setting: &str) -> Option<Purpose> {
    dify::credential(setting).map(|it| it.purpose)
}

/// A text or file that could not be looked at.
#[must_use]
pub fn of_unread_file(file: &str, reason: Text) -> Finding {
    let start = Position { line: 1, column: 1 };
    let location = Location::File { file: file.to_owned(), start, end: start };
    let print = fingerprint::of_problem(UNREAD_FILE, file, "");
    Finding::of(&rules::UNREADABLE_FILE, location, reason, print)
}

/// What of an inventory could not be read: the same findings as an audit's.
#[must_use]
pub fn unread(inventory: &Inventory) -> Vec<Finding> {
    if inventory.unread().next().is_none() {
        return Vec::new();
    }
    let asked: Vec<&'static Rule> = UNREAD.iter().filter_map(|id| rules::find(id)).collect();
    crate::audit_with(inventory, &asked).findings
}

/// What a check of the Pod Security Standards has against a workload, under the rule that judges it in an audit; of high severity, since
/// no pod comes of it. `None` for a check that no rule judges, which a test forbids.
#[must_use]
pub fn of_violation(inventory: &Inventory, workload: &Workload, violation: &Violation) -> Option<Finding> {
    let rule = registry::of_check(violation.check)?;
    let place = pointed(workload, violation.places.first().copied().unwrap_or(workload.meta.name.place));
    let subject = Subject::Workload(workload);
    let resource = subject.resource();
    let documents = &inventory.documents;
    let print = fingerprint::of_place(rule.id, resource.as_ref(), documents, place);
    let title = &rule.manual;
    let reason = Text::owned(title.title(lang::Lang::En).to_owned(), title.title(lang::Lang::Ja).to_owned());
    let mut finding = Finding::of(rule, documents.location(place), reason, print);
    finding.severity = Severity::High;
    finding.place = Some(place);
    finding.component = workload.component;
    finding.resource = resource;
    finding.detail = Some(violation.detail.clone());
    finding.fix = rule.fix;
    Some(finding)
}

/// A sentence about the network that does not hold, at the first line that decides it, with the others beside it. `None` for a sentence
/// that is not refuted.
#[must_use]
pub fn of_proof(inventory: &Inventory, proof: &Proof) -> Option<Finding> {
    let Verdict::Refuted(refutation) = &proof.verdict else { return None };
    let sentence = proof.statement.invariant.to_string();
    let decides = |it: &Blame| {
        let rule = it.reason.rule.as_ref().map(|rule| rule.place);
        rule.or(it.reason.policy.as_ref().map(|policy| policy.place))
    };
    let mut places: Vec<Place> = refutation.blame.iter().filter_map(decides).collect();
    places.dedup();
    let documents = &inventory.documents;
    // Where no policy governs, no line decides.
    let nowhere = || Location::Field { object: "network".to_owned(), field: sentence.clone() };
    let location = places.first().map_or_else(nowhere, |place| documents.location(*place));
    let rule = &registry::proved::REFUTED_INVARIANT;
    let print = fingerprint::within(&sentence, rule.id);
    let reason = text!("`{sentence}` does not hold", "`{sentence}` は成り立ちません");
    let mut finding = Finding::of(rule, location, reason, print);
    let flow = refutation.flow.to_string();
    finding.detail = Some(text!("for example {flow}", "例: {flow}"));
    finding.place = places.first().copied();
    for place in places.iter().skip(1) {
        finding.related(documents.location(*place), Text::new("decides it too", "これも判断を決めています"));
    }
    Some(finding)
}

/// Leaves out what is suppressed on a day, and adds what is over by then and would have held. That a suppression holds nothing any more is
/// the audit's to say.
pub fn leave_out<'o>(
    found: Vec<Finding>,
    suppressions: &[&Suppression],
    today: Date,
    origin: &dyn Fn(OriginId) -> Option<&'o str>,
) -> (Vec<Finding>, Vec<Suppressed>) {
    let sorted = suppress::sort(found, suppressions, today, origin);
    let mut kept = sorted.kept;
    for (suppression, used) in suppressions.iter().zip(sorted.used) {
        if used && suppress::is_over(suppression, today).is_some() {
            kept.push(crate::suppress::over(suppression));
        }
        if used && suppress::is_too_long(suppression, today) {
            kept.push(crate::suppress::too_long(suppression));
        }
    }
    (kept, sorted.left_out)
}
