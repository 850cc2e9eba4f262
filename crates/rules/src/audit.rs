//! Running the rules, and what each control comes to.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use findings::{Audit, Control, Evidence, Finding, LeftOut, Looker, RuleId, Suppressed};
use lang::{Text, text};
use model::{Date, Inventory};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::registry;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::suppress;
use crate::wires::NETWORK_RULES;

/// Runs every rule. Suppressions are not heeded: they need the day, see [`audit_on`].
#[must_use]
pub fn audit(inventory: &Inventory) -> Audit {
    audit_with(inventory, RULES)
}

/// Runs every rule, and leaves out what is suppressed on a day.
#[must_use]
pub fn audit_on(inventory: &Inventory, today: Date) -> Audit {
    judge(inventory, RULES, Some(today))
}

/// Runs some rules. Verdicts then speak of these rules alone.
#[must_use]
pub fn audit_with(inventory: &Inventory, rules: &[&'static Rule]) -> Audit {
    judge(inventory, rules, None)
}

/// Runs some rules on a day.
#[must_use]
pub fn audit_with_on(inventory: &Inventory, rules: &[&'static Rule], today: Date) -> Audit {
    judge(inventory, rules, Some(today))
}

fn judge(inventory: &Inventory, rules: &[&'static Rule], today: Option<Date>) -> Audit {
    let facts = Facts::new(inventory);
    let unread = why_blind(inventory);
    let done = run(&facts, rules);
    let mut evidence: Vec<Evidence> = done.iter().flat_map(|out| seen(out, unread.as_ref())).collect();
    proved(&facts, &mut evidence);
    let found: Vec<Vec<Finding>> = done.into_iter().map(|out| out.found).collect();
    // What was derived is large, and needed no more.
    drop(facts);
    let mut findings = Vec::with_capacity(found.iter().map(Vec::len).sum());
    found.into_iter().for_each(|mut it| findings.append(&mut it));
    Finding::arrange(&mut findings);
    let suppressed = today
        .map(|today| suppress::apply(inventory, rules, today, &mut findings, &registry::about))
        .unwrap_or_default();
    Finding::sort(&mut findings);
    weigh(&mut evidence, &findings, &suppressed);
    let rules = rules.iter().map(|rule| &rule.about).collect();
    Audit { findings, verdicts: Audit::verdicts(&evidence), suppressed, compared: None, rules }
}

/// What cannot be read may hold anything: no control passes beside it.
fn why_blind(inventory: &Inventory) -> Option<Text> {
    let n_unread = inventory.unread().count();
    let s = lang::plural(n_unread);
    (n_unread > 0).then(|| {
        text!(
            "{n_unread} part{s} of the input cannot be read, and may break it",
            "入力に読めない部分が {n_unread} か所あり、そこが違反しているおそれがあります"
        )
    })
}

/// What a rule saw of each of its controls, before it is known which findings stay.
fn seen(out: &Findings<'_>, unread: Option<&Text>) -> Vec<Evidence> {
    let of = |control| Evidence {
        looked: out.looked,
        blind: out.unknown.as_ref().or(unread).cloned(),
        exceptions: out.exceptions.clone(),
        ..Evidence::new(control, Looker::Manifests, RuleId::new(out.rule.id))
    };
    out.rule.controls.iter().copied().map(of).collect()
}

/// What the network engine proved of each control: it stands with the first rule that words it, since rules that ask an engine
/// have not looked themselves.
fn proved(facts: &Facts<'_>, evidence: &mut [Evidence]) {
    for control in [Control::Net1, Control::Net2, Control::Net3, Control::Net4, Control::Net5, Control::Net6] {
        let words_it = |it: &&mut Evidence| it.control == control && NETWORK_RULES.contains(&&*it.rule);
        let Some(first) = evidence.iter_mut().find(words_it) else { continue };
        let (looked, blind) = facts.wires().seen(control);
        first.looked += looked;
        first.blind = first.blind.take().or(blind);
    }
}

/// Adds to the evidence which findings break its control, and which of those are suppressed.
fn weigh(evidence: &mut [Evidence], findings: &[Finding], suppressed: &[Suppressed]) {
    let mut broken: HashMap<(&RuleId, Control), usize> = HashMap::new();
    for finding in findings.iter().filter(|it| !it.exception) {
        for control in finding.controls.iter() {
            *broken.entry((&finding.rule, *control)).or_default() += 1;
        }
    }
    for it in evidence {
        it.broken = broken.get(&(&it.rule, it.control)).copied().unwrap_or(0);
        let own = suppressed.iter().filter(|other| other.finding.rule == it.rule && other.finding.breaks(it.control));
        it.left_out = own.map(|it| LeftOut { rule: it.finding.rule.clone(), until: it.until }).collect();
    }
}

/// What every rule reports, in the order of the rules. Rules know nothing of each other, so threads share them out.
fn run<'f>(facts: &'f Facts<'f>, rules: &[&'static Rule]) -> Vec<Findings<'f>> {
    let judge = |rule: &'static Rule| {
        let mut out = Findings::new(facts, rule);
        (rule.check)(facts, &mut out);
        out
    };
    // Below this many documents a thread costs more than it saves.
    const ENOUGH: usize = 256;
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    if threads == 1 || facts.inventory.documents.n_documents() < ENOUGH {
        return rules.iter().copied().map(judge).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(rule) = rules.get(at) else { return done };
            done.push((at, judge(rule)));
        }
    };
    let mut done: Vec<(usize, Findings<'f>)> = thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, out)| out).collect()
}
