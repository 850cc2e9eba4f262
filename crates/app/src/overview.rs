//! An audit in one screen, with what mends it: each way is carried out in memory on this input, and the result judged again.
//!
//! Pure over what was read: nothing is written, and the values that stand in for new credentials are made by a fixed generator and thrown
//! away.

mod choose;
mod left;
mod stand_in;
mod trial;
mod upgrade;

use ::overview::{After, Mending, Overview, Remedy, Score, Tally, Way};
use findings::{Audit, Baseline, FixClass};
use inventory::Options;
use lang::Lang;
use model::{Date, Inventory, OriginKind};

use trial::Trial;

/// What is looked at, and how it was judged.
pub struct Request<'a> {
    /// What was read.
    pub inventory: &'a Inventory,
    /// What it was read with.
    pub options: &'a Options,
    /// What was found.
    pub audit: &'a Audit,
    /// What was found before and is known.
    pub baseline: Option<&'a Baseline>,
    /// The day by which suppressions end.
    pub today: Date,
    /// The language of comments in what is added.
    pub lang: Lang,
    /// How what is made would be called.
    pub names: &'a Names,
}

/// The files into which a person would write what is made.
#[derive(Clone, Debug)]
pub struct Names {
    /// Hardened manifests.
    pub hardened: String,
    /// Secrets.
    pub secrets: String,
    /// Network policies.
    pub policies: String,
}

/// Objects and bytes up to which ways are tried. Trying costs some ten times what judging costs; what is larger than this takes long
/// enough by itself.
const MAX_OBJECTS: usize = 150;
const MAX_BYTES: usize = 1 << 20;

/// The overview of an audit. Of a large input nothing is carried out.
#[must_use]
pub fn overview(request: &Request<'_>) -> Overview {
    let (inventory, audit) = (request.inventory, request.audit);
    let mut causes = ::overview::causes(audit);
    let wanted = choose::wanted(inventory, audit, &causes);
    let mut ways = if is_large(inventory) { untried(wanted) } else { tried(request, wanted) };
    if !is_large(inventory) {
        ways.extend(tried(request, choose::further(inventory, audit, &causes, &ways)));
    }
    let whole = ways.iter().position(|it| matches!(it.remedy, Remedy::Whole(_)));
    for cause in &mut causes {
        cause.way = choose::way(inventory, audit, cause, &ways);
    }
    let mending = mending(audit, &causes, &ways);
    Overview {
        judged: ::overview::judged(inventory),
        tally: Tally::of(&audit.findings),
        score: Score::of(&audit.verdicts),
        rows: ::overview::rows(inventory, audit),
        causes,
        ways,
        whole,
        mending,
        fixes: [None, None],
    }
}

fn is_large(inventory: &Inventory) -> bool {
    let bytes: usize = inventory.documents.origins().iter().map(|it| it.text().len()).sum();
    inventory.n_objects() > MAX_OBJECTS || bytes > MAX_BYTES
}

fn untried(wanted: Vec<Remedy>) -> Vec<Way> {
    wanted.into_iter().map(|remedy| Way { remedy, after: After::TooLarge, line: None }).collect()
}

/// Carries every remedy out, each on a thread of its own; what cannot be done, or makes nothing go away, is no way.
fn tried(request: &Request<'_>, wanted: Vec<Remedy>) -> Vec<Way> {
    if request.inventory.documents.origins().iter().any(|it| it.kind() == OriginKind::Object) {
        return Vec::new();
    }
    let trial = Trial::new(request);
    let results: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = wanted.iter().map(|remedy| scope.spawn(|| trial.of(remedy))).collect();
        // A remedy that stumbles over its input is none; the audit stands without it.
        started.into_iter().map(|it| it.join().ok().flatten()).collect()
    });
    let ways = wanted.into_iter().zip(results).filter_map(|(remedy, left)| {
        let left = left.filter(|it| !it.gone.is_empty())?;
        Some(Way { remedy, after: After::Judged(left), line: None })
    });
    ways.collect()
}

fn mending(audit: &Audit, causes: &[::overview::Cause], ways: &[Way]) -> Vec<Mending> {
    let mut own: Vec<Option<usize>> = vec![None; audit.findings.len()];
    for cause in causes {
        for at in &cause.findings {
            own[*at] = cause.way;
        }
    }
    let goes = |way: usize, at: usize| ways[way].gone().is_some_and(|it| it.contains(&at));
    let of = |(at, finding): (usize, &findings::Finding)| {
        if finding.fix == Some(FixClass::Safe) {
            return Mending::Safe;
        }
        let by_own = own[at].filter(|way| goes(*way, at));
        match by_own.or_else(|| (0..ways.len()).find(|way| goes(*way, at))) {
            Some(way) => Mending::Request(Some(way)),
            None if finding.fix.is_some() => Mending::Request(None),
            None => Mending::Hand,
        }
    };
    audit.findings.iter().enumerate().map(of).collect()
}
