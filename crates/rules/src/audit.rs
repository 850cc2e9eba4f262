//! Running the rules, and what each control comes to.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use lang::{Lang, Text};
use model::{Date, Inventory, Location};

use crate::control::{Control, Reach};
use crate::facts::Facts;
use crate::finding::{Exception, Finding, Findings};
use crate::fingerprint;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::suppress::{self, Suppressed};

/// What a control comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Looked at, and fine.
    Pass,
    /// Broken; there is a finding.
    Fail,
    /// Could not look.
    Unknown,
    /// For a person to do.
    Manual,
}

impl Judgement {
    /// The word that JSON uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Judgement::Pass => "pass",
            Judgement::Fail => "fail",
            Judgement::Unknown => "unknown",
            Judgement::Manual => "manual",
        }
    }
}

/// A control's verdict.
pub struct Verdict {
    /// The control.
    pub control: Control,
    /// What it comes to.
    pub judgement: Judgement,
    /// Why.
    pub reason: Text,
    /// Documented exceptions that were met.
    pub exceptions: Vec<Exception>,
    /// How many things were looked at.
    pub looked: usize,
    /// How many findings that would break it are suppressed.
    pub suppressed: usize,
}

/// Everything that the rules have to say.
#[derive(Default)]
pub struct Audit {
    /// Findings, by file, line and rule.
    pub findings: Vec<Finding>,
    /// One verdict for each control, in the guide's order.
    pub verdicts: Vec<Verdict>,
    /// Findings that a person decided to live with, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// What a comparison with an earlier audit came to, where there was one.
    pub compared: Option<Compared>,
}

/// What a comparison with an earlier audit came to.
#[derive(Default)]
pub struct Compared {
    /// Findings that were there before: they are no longer in [`Audit::findings`].
    pub known: Vec<Finding>,
    /// Findings that were there before and are not there now.
    pub gone: Vec<Gone>,
}

/// A finding of an earlier audit, as it was written down then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its rule.
    pub rule: String,
    /// Where it was, for a person.
    pub place: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

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
    let mut findings = Vec::new();
    let mut tally: BTreeMap<Control, Tally> = BTreeMap::new();
    for mut out in run(&facts, rules) {
        for control in out.rule.controls {
            let tally = tally.entry(*control).or_default();
            tally.looked += out.looked;
            if tally.unknown.is_none() {
                tally.unknown.clone_from(&out.unknown);
            }
            for exception in &out.exceptions {
                if !tally.exceptions.contains(exception) {
                    tally.exceptions.push(exception.clone());
                }
            }
        }
        findings.append(&mut out.found);
    }
    sort(&mut findings);
    number(&mut findings);
    let suppressed = today.map(|today| suppress::apply(&facts, rules, today, &mut findings)).unwrap_or_default();
    sort(&mut findings);
    for finding in findings.iter().filter(|it| !it.exception) {
        for control in finding.rule.controls {
            tally.entry(*control).or_default().broken += 1;
        }
    }
    let mut verdicts = Vec::new();
    for control in Control::ALL {
        let left_out =
            suppressed.iter().filter(|it| !it.finding.exception && it.finding.rule.controls.contains(control));
        verdicts.push(tally.remove(control).unwrap_or_default().verdict(*control, &left_out.collect::<Vec<_>>()));
    }
    Audit { findings, verdicts, suppressed, compared: None }
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

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| place_key(&a.location).cmp(&place_key(&b.location)).then(a.rule.id.cmp(b.rule.id)));
}

/// Tells findings apart that would have the same fingerprint.
pub(crate) fn number(findings: &mut [Finding]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let number = seen.entry(finding.fingerprint.clone()).or_default();
        finding.fingerprint = fingerprint::numbered(&finding.fingerprint, *number);
        *number += 1;
    }
}

fn place_key(location: &Location) -> (&str, u32, u32, &str) {
    match location {
        Location::File { file, start, .. } => (file, start.line, start.column, ""),
        Location::Field { object, field } => (object, 0, 0, field),
    }
}

#[derive(Default)]
struct Tally {
    looked: usize,
    broken: usize,
    unknown: Option<Text>,
    exceptions: Vec<Exception>,
}

impl Tally {
    fn verdict(self, control: Control, left_out: &[&Suppressed]) -> Verdict {
        let (judgement, mut reason) = self.judge(control);
        if !left_out.is_empty() {
            // A PASS that rests on a suppression says so.
            let told = suppress::told(left_out);
            let [en, ja] = Lang::ALL.map(|lang| (reason.get(lang).to_owned(), told.get(lang).to_owned()));
            reason = Text::owned(format!("{}; {}", en.0, en.1), format!("{}。{}", ja.0, ja.1));
        }
        let suppressed = left_out.len();
        Verdict { control, judgement, reason, exceptions: self.exceptions, looked: self.looked, suppressed }
    }

    fn judge(&self, control: Control) -> (Judgement, Text) {
        if self.broken > 0 {
            let n = self.broken;
            let plural = lang::plural(n);
            return (Judgement::Fail, lang::text!("{n} finding{plural}", "指摘 {n} 件"));
        }
        match control.reach() {
            Reach::Manual(what) => (Judgement::Manual, what),
            Reach::NotShown(why) | Reach::OnlyBroken(why) => (Judgement::Unknown, why),
            Reach::Shown => match &self.unknown {
                Some(why) => (Judgement::Unknown, why.clone()),
                None if self.looked == 0 => {
                    (Judgement::Unknown, Text::new("nothing in the input shows it", "入力にこれを示すものがありません"))
                }
                None => {
                    let n = self.looked;
                    (Judgement::Pass, lang::text!("{n} looked at", "{n} 件を確認"))
                }
            },
        }
    }
}
