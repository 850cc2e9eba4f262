//! An audit in one screen: what was judged, how it stands, and the few causes behind the many findings.
//!
//! Responsible for: the causes ([`Cause`]) and which rule belongs to which ([`Kind`]), tallies by severity, control and workload, groups
//! of equal findings, and the shape of a way to mend ([`Way`]) with what is left after it.
//!
//! Left to others: carrying a way out to see what is left (`app`), the command line that does it (`text`), and how it looks.

mod cause;
mod filter;
mod group;
mod judged;
mod kind;
mod score;
mod tally;
mod way;
mod workload;

pub use cause::{Cause, causes};
pub use filter::Filter;
pub use group::{Group, groups};
pub use judged::{Judged, judged};
pub use kind::Kind;
pub use score::Score;
pub use tally::Tally;
pub use way::{After, Left, Line, Remedy, Steps, Tag, Way};
pub use workload::{Row, Whose, rows};

/// An audit in one screen. Findings are named by their place in `Audit::findings`.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// What was judged.
    pub judged: Judged,
    /// The findings by severity.
    pub tally: Tally,
    /// The controls by verdict.
    pub score: Score,
    /// The causes, the worst first. Every finding that breaks something belongs to one.
    pub causes: Vec<Cause>,
    /// What mends the causes. Several causes may have one way.
    pub ways: Vec<Way>,
    /// What mends most of everything at once, by its place in [`Overview::ways`], where there is such a way.
    pub whole: Option<usize>,
    /// The findings by workload, the worst first.
    pub rows: Vec<Row>,
    /// How each finding is mended, in the audit's order.
    pub mending: Vec<Mending>,
    /// The command lines that make the safe fixes, and those that ask for review as well; `None` until somebody has worded them.
    pub fixes: [Option<String>; 2],
}

/// How one finding is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// By an edit that changes nothing that Dify needs.
    Safe,
    /// On request, by this of [`Overview::ways`]; `None` for the fix that asks for review.
    Request(Option<usize>),
    /// By a person.
    Hand,
}

impl Overview {
    /// How many findings are mended safely, on request and by hand.
    #[must_use]
    pub fn n_mended(&self) -> (usize, usize, usize) {
        let n = |is: fn(&Mending) -> bool| self.mending.iter().filter(|it| is(it)).count();
        (n(|it| *it == Mending::Safe), n(|it| matches!(it, Mending::Request(_))), n(|it| *it == Mending::Hand))
    }

    /// The command lines that mend a finding, one after the other; none where a person does.
    #[must_use]
    pub fn commands(&self, finding: usize) -> &[String] {
        let [safe, review] = &self.fixes;
        match self.mending.get(finding) {
            Some(Mending::Safe) => safe.as_slice(),
            Some(Mending::Request(None)) => review.as_slice(),
            Some(Mending::Request(Some(way))) => {
                self.ways.get(*way).and_then(|it| it.line.as_ref()).map_or(&[], |it| &it.run)
            }
            Some(Mending::Hand) | None => &[],
        }
    }

    /// What mends a cause.
    #[must_use]
    pub fn way(&self, cause: &Cause) -> Option<&Way> {
        self.ways.get(cause.way?)
    }
}
