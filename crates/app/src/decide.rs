//! What is left of the findings of a judge: suppressions and a baseline heeded.

use findings::{Audit, Baseline, Finding};
use model::{Date, Inventory, OriginId, Suppression};

/// By what findings are left out.
#[derive(Clone)]
pub struct Leaving {
    /// What was found before and is known.
    pub baseline: Option<Baseline>,
    /// The day by which suppressions end.
    pub today: Date,
    /// Whether suppressions leave anything out.
    pub suppressions: bool,
}

impl Leaving {
    /// Decides about findings in one inventory.
    #[must_use]
    pub fn decide_in(&self, inventory: &Inventory, mut found: Vec<Finding>) -> Audit {
        Finding::arrange(&mut found);
        self.decide(found, inventory.all_suppressions(), &|id| Some(inventory.documents.text(id).name()))
    }

    /// What is left of findings, and what is not; `origin` names the texts beside whose lines suppressions stand.
    pub fn decide<'o, 's>(
        &self,
        mut found: Vec<Finding>,
        suppressions: impl Iterator<Item = &'s Suppression>,
        origin: &dyn Fn(OriginId) -> Option<&'o str>,
    ) -> Audit {
        for it in &mut found {
            // Source lines are shown by nobody here, and a node of one inventory is none of another.
            it.place = None;
        }
        let all: Vec<&Suppression> = suppressions.filter(|_| self.suppressions).collect();
        let (findings, suppressed) = rules::elsewhere::leave_out(found, &all, self.today, origin);
        let mut audit = Audit { findings, suppressed, rules: rules::all().collect(), ..Audit::default() };
        if let Some(baseline) = &self.baseline {
            baseline.compare(&mut audit);
        }
        audit
    }
}
