//! The record of one change of many files: what was meant, what was done; no values.
//!
//! One file for each change, a line of JSON for each record, each with the SHA-256 of the line before: a record that was taken out or
//! altered is seen. Lines are only ever added. Before a file is replaced its intent is written, afterwards that it is done; whoever
//! resumes looks at the files themselves and believes the journal only in what was asked for.

use std::fmt;

use lang::{Text, text};
use model::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Order {
    /// Recipients that are added.
    pub add: Vec<String>,
    /// Recipients that are taken out.
    pub remove: Vec<String>,
    /// The files, in order.
    pub files: Vec<String>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "step")]
pub enum Step {
    /// The change begins; every file was opened and found in order.
    Begin(Order),
    /// This file is about to be replaced.
    Intent {
        /// The file.
        file: String,
    },
    /// This file is replaced.
    Done {
        /// The file.
        file: String,
    },
    /// Every file is done.
    End,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    seq: u64,
    time: String,
    /// SHA-256 of the line before, in hexadecimal; of nothing for the first.
    previous: String,
    #[serde(flatten)]
    step: Step,
}

/// A journal, read back or new.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    steps: Vec<Step>,
    last_line: String,
    /// Bytes that hold whole lines; what lies behind was cut off in the middle of a write.
    whole: usize,
}

/// A line that is not what was written, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken(pub usize);

impl Broken {
    /// What is wrong and what to do.
    #[must_use]
    pub fn text(self) -> Text {
        let line = self.0;
        text!(
            "line {line} of the journal was changed or taken out: take the file from git or a backup, or move it away after looking at what it says",
            "ジャーナルの {line} 行目が書き換えられたか、行が抜けています。git やバックアップから戻すか、内容を確かめてから退避してください"
        )
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().get(lang::Lang::En))
    }
}

impl std::error::Error for Broken {}

impl Journal {
    /// Reads a journal and verifies its chain. A last line without its end was being written when the machine stopped: it does
    /// not count.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn read(text: &str) -> Result<Journal, Broken> {
        let mut journal = Journal { whole: text.rfind('\n').map_or(0, |it| it + 1), ..Journal::default() };
        for (number, line) in text[..journal.whole].lines().enumerate() {
            let record: Record = serde_json::from_str(line).map_err(|_| Broken(number + 1))?;
            let first_begins = number > 0 || matches!(record.step, Step::Begin(_));
            if record.seq != number as u64 || record.previous != hash(&journal.last_line) || !first_begins {
                return Err(Broken(number + 1));
            }
            journal.steps.push(record.step);
            line.clone_into(&mut journal.last_line);
        }
        Ok(journal)
    }

    /// The line for the next step, with its line break. The journal holds it from now on.
    pub fn add(&mut self, step: Step, at: Moment) -> String {
        let record = Record {
            seq: self.steps.len() as u64,
            time: at.to_string(),
            previous: hash(&self.last_line),
            step: step.clone(),
        };
        // Strings and numbers: there is nothing that JSON could not hold.
        self.last_line = serde_json::to_string(&record).unwrap_or_default();
        self.steps.push(step);
        format!("{}\n", self.last_line)
    }

    /// What was asked for; `None` for a journal without a whole line.
    #[must_use]
    pub fn order(&self) -> Option<&Order> {
        match self.steps.first() {
            Some(Step::Begin(order)) => Some(order),
            _ => None,
        }
    }

    /// Whether the change came to its end.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.steps.last() == Some(&Step::End)
    }

    /// How many bytes of the text hold whole lines.
    #[must_use]
    pub fn whole(&self) -> usize {
        self.whole
    }
}

fn hash(line: &str) -> String {
    Sha256::digest(line.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_seen_and_a_torn_one_does_not_count() {
        let order = Order { add: vec!["age1a".to_owned()], remove: Vec::new(), files: vec!["a.yaml".to_owned()] };
        let mut journal = Journal::default();
        let at = Moment::of_unix(0);
        let mut text = journal.add(Step::Begin(order.clone()), at);
        text += &journal.add(Step::Intent { file: "a.yaml".to_owned() }, at);
        let torn = text.clone() + &journal.add(Step::Done { file: "a.yaml".to_owned() }, at)[..20];
        let read = Journal::read(&torn).expect("read");
        assert_eq!((read.order(), read.is_ended(), read.whole()), (Some(&order), false, text.len()));
        let mut read = read;
        let whole = text.clone() + &read.add(Step::End, at);
        assert!(Journal::read(&whole).expect("read").is_ended());
        assert_eq!(Journal::read(&whole.replace("age1a", "age1b")).err(), Some(Broken(2)));
        let without: String =
            whole.lines().enumerate().filter(|it| it.0 != 1).map(|it| format!("{}\n", it.1)).collect();
        assert_eq!(Journal::read(&without).err(), Some(Broken(2)));
        assert_eq!(Journal::read("").expect("read").order(), None);
    }
}
