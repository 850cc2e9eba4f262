//! What a control comes to: a fold of the evidence on it.
//!
//! The laws, which a test holds over random evidence: the order of the evidence says nothing; PASS is never said without somebody who
//! sees the control having looked; FAIL stands whatever others could not see; and no further evidence turns FAIL into anything else.

use lang::{Lang, Text, text};
use serde::{Deserialize, Serialize};

use crate::control::{Control, Looker, Reach};
use crate::evidence::{Evidence, Exception};
use crate::suppress::{self, LeftOut};

/// What a control comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    /// The word that machines read.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Who looked, each once.
    pub lookers: Vec<Looker>,
}

/// The verdict on a control. Evidence on other controls is passed over.
#[must_use]
pub fn verdict(control: Control, evidence: &[Evidence]) -> Verdict {
    let own: Vec<&Evidence> = evidence.iter().filter(|it| it.control == control).collect();
    let (judgement, mut reason) = judge(control, &own);
    let left_out: Vec<&LeftOut> = own.iter().flat_map(|it| &it.left_out).collect();
    if !left_out.is_empty() {
        // A PASS that rests on a suppression says so.
        let told = suppress::told(&left_out);
        let [en, ja] = Lang::ALL.map(|lang| (reason.get(lang).to_owned(), told.get(lang).to_owned()));
        reason = Text::owned(format!("{}; {}", en.0, en.1), format!("{}。{}", ja.0, ja.1));
    }
    let mut exceptions: Vec<Exception> = Vec::new();
    for exception in own.iter().flat_map(|it| &it.exceptions) {
        if !exceptions.contains(exception) {
            exceptions.push(exception.clone());
        }
    }
    let lookers = Looker::ALL.into_iter().filter(|looker| own.iter().any(|it| it.looker == *looker)).collect();
    let looked = own.iter().map(|it| it.looked).sum();
    Verdict { control, judgement, reason, exceptions, looked, suppressed: left_out.len(), lookers }
}

/// What one looker's evidence amounts to.
struct Look<'a> {
    looker: Looker,
    looked: usize,
    blind: Option<&'a Text>,
}

impl Look<'_> {
    fn is_whole(&self) -> bool {
        self.looked > 0 && self.blind.is_none()
    }
}

fn judge(control: Control, own: &[&Evidence]) -> (Judgement, Text) {
    let broken: usize = own.iter().map(|it| it.broken).sum();
    if broken > 0 {
        let s = lang::plural(broken);
        return (Judgement::Fail, text!("{broken} finding{s}", "指摘 {broken} 件"));
    }
    let looks: Vec<Look<'_>> = Looker::ALL.into_iter().filter_map(|looker| look(looker, own)).collect();
    let (seeing, others): (Vec<_>, Vec<_>) = looks.iter().partition(|it| control.reach(it.looker) == Reach::Shown);
    let covered = |blind: &&&Look<'_>| seeing.iter().any(|it| it.is_whole() && it.looker.sees_more_than(blind.looker));
    if let Some(why) = seeing.iter().filter(|it| !covered(it)).find_map(|it| it.blind) {
        return (Judgement::Unknown, why.clone());
    }
    if seeing.iter().any(|it| it.is_whole()) {
        let n: usize = seeing.iter().map(|it| it.looked).sum();
        return (Judgement::Pass, text!("{n} looked at", "{n} 件を確認"));
    }
    // Nobody who sees it looked at anything: a person has to, or why those who looked do not see it.
    if let Reach::Manual(what) = control.reach(Looker::Manifests) {
        return (Judgement::Manual, what);
    }
    let asked = others.first().or(seeing.first()).map_or(Looker::Manifests, |it| it.looker);
    match control.reach(asked) {
        Reach::Manual(what) => (Judgement::Manual, what),
        Reach::NotShown(why) | Reach::OnlyBroken(why) => (Judgement::Unknown, why),
        Reach::Shown => {
            (Judgement::Unknown, Text::new("nothing in the input shows it", "入力にこれを示すものがありません"))
        }
    }
}

fn look<'a>(looker: Looker, own: &[&'a Evidence]) -> Option<Look<'a>> {
    let mut of = own.iter().filter(|it| it.looker == looker).peekable();
    of.peek()?;
    let mut look = Look { looker, looked: 0, blind: None };
    for it in of {
        look.looked += it.looked;
        look.blind = look.blind.or(it.blind.as_ref());
    }
    Some(look)
}
