//! What a person has to do after readers were changed.

use std::path::PathBuf;

use vault::Recipient;
use vault::sops::State;

use super::{Change, Plan, Planned};
use crate::error::Error;
use crate::rules;

/// Rules that say otherwise, and values that somebody knows.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// Where `.sops.yaml` disagrees: the next file that is made would be encrypted as it says.
    pub rules: Vec<RuleNote>,
    /// Whether none of the person's keys opens some of the files afterwards.
    pub locks_out: bool,
    /// Values that who goes could read, by file: they may have been kept.
    pub to_rotate: Vec<(PathBuf, Vec<String>)>,
    /// Who goes.
    pub gone: Vec<Recipient>,
}

/// A rule that disagrees.
#[derive(Clone, Debug)]
pub struct RuleNote {
    /// The `.sops.yaml`.
    pub file: PathBuf,
    /// Its line.
    pub line: u32,
    /// Whom it is about.
    pub who: Recipient,
    /// Whether it still lists who went; else it lacks who came.
    pub is_stale: bool,
}

impl Advice {
    /// `begun` are the files of a change that was interrupted: some may be done already.
    pub(super) fn of(plan: &Plan, change: &Change, begun: &[String]) -> Result<Advice, Error> {
        let knew = |it: &&Planned| it.new_key || (!change.remove.is_empty() && begun.contains(&it.name));
        let values = |file: &Planned| {
            let encrypted = file.outline.entries.iter().filter(|it| it.state == State::Encrypted);
            (file.path.clone(), encrypted.map(|it| it.name.clone()).collect())
        };
        Ok(Advice {
            rules: compare(plan, change)?,
            locks_out: plan.files.iter().any(|it| !it.stays_open),
            to_rotate: plan.files.iter().filter(knew).map(values).collect(),
            gone: change.remove.clone(),
        })
    }
}

fn compare(plan: &Plan, change: &Change) -> Result<Vec<RuleNote>, Error> {
    let mut notes = Vec::new();
    let mut compared = Vec::new();
    for planned in &plan.files {
        let Some((file, rules, inside)) = rules::around(&planned.path)? else { continue };
        let Some(rule) = rules.rule_for(&inside) else { continue };
        let (line, place) = (rule.line, (file.clone(), rule.line));
        if compared.contains(&place) {
            continue;
        }
        compared.push(place);
        let lists = |it: &Recipient| rule.readers().is_ok_and(|readers| readers.contains(it));
        let stale = change.remove.iter().find(|it| lists(it)).map(|it| (it, true));
        let missing = change.add.iter().find(|it| !lists(it)).map(|it| (it, false));
        if let Some((who, is_stale)) = stale.or(missing) {
            notes.push(RuleNote { file, line, who: who.clone(), is_stale });
        }
    }
    Ok(notes)
}
