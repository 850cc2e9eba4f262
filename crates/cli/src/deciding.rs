//! What the findings of every judge but `audit` go through: suppressions, a baseline, and the formats that all of them share.

use std::path::PathBuf;

use clap::ArgMatches;
use findings::{Audit, Baseline, Finding};
use lang::{Lang, Text};
use model::{Date, Inventory, OriginId, Suppression};
use page::report::HtmlOptions;
use settings::Settings;

use crate::exit::Failure;
use crate::judging;
use crate::told::Told;

/// By what findings are left out.
pub(crate) struct Deciding {
    suppressions: Vec<Suppression>,
    today: Date,
    baseline: Option<Baseline>,
}

impl Deciding {
    pub(crate) fn of(matches: &ArgMatches, settings: &Settings) -> Result<Deciding, Failure> {
        let baseline = matches.try_get_one::<PathBuf>("baseline").ok().flatten();
        Ok(Deciding {
            suppressions: settings.declared.suppressions.clone(),
            today: judging::today(matches)?,
            baseline: baseline.map(|path| judging::known(path)).transpose()?,
        })
    }

    /// The same of findings in one inventory, whose comments count.
    pub(crate) fn decide_in(&self, inventory: &Inventory, mut found: Vec<Finding>) -> Audit {
        Finding::arrange(&mut found);
        self.decide(found, &inventory.suppressions, &|id| Some(inventory.documents.text(id).name()))
    }

    /// What is left of findings, and what is not. `beside` are suppressions that stand beside the lines of texts, which `origin` names.
    pub(crate) fn decide<'o>(
        &self,
        mut found: Vec<Finding>,
        beside: &[Suppression],
        origin: &dyn Fn(OriginId) -> Option<&'o str>,
    ) -> Audit {
        for it in &mut found {
            // These formats show no source lines, and a node of one inventory is none of another.
            it.place = None;
        }
        let all: Vec<&Suppression> = beside.iter().chain(&self.suppressions).collect();
        let (findings, suppressed) = rules::elsewhere::leave_out(found, &all, self.today, origin);
        let mut audit = Audit { findings, suppressed, rules: rules::all().collect(), ..Audit::default() };
        if let Some(baseline) = &self.baseline {
            baseline.compare(&mut audit);
        }
        audit
    }

    /// Writes the baseline that was asked for; what was found is known from then on.
    pub(crate) fn write(
        &self,
        matches: &ArgMatches,
        audit: &Audit,
        lang: Lang,
        told: &mut Told,
    ) -> Result<bool, Failure> {
        let Some(path) = matches.try_get_one::<PathBuf>("write-baseline").ok().flatten() else { return Ok(false) };
        judging::write_baseline(path, audit, lang, told)?;
        Ok(true)
    }

    /// The formats that every judge has: `sarif`, `junit` and `html`; `None` for what is the command's own.
    pub(crate) fn shown(&self, matches: &ArgMatches, title: &Title, audit: &Audit, lang: Lang) -> Option<String> {
        let format = matches.get_one::<String>("format").map_or("text", String::as_str);
        Some(match format {
            "sarif" => forms::sarif::audit(audit, &[], judging::VERSION, lang),
            "junit" => forms::junit::named(title.command, audit, lang),
            "html" => {
                let options = HtmlOptions { lang, version: judging::VERSION, date: Some(self.today) };
                page::report::of_findings(&title.text, audit, &options)
            }
            _ => return None,
        })
    }
}

/// What a command's results are called.
pub(crate) struct Title {
    pub(crate) command: &'static str,
    pub(crate) text: Text,
}
