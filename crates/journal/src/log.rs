//! The log itself, as text: lines of JSON, chained.

use model::Moment;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::error::{Broken, Fault};

/// The version of the form. A log of a later one is left to the program that writes it.
pub const FORMAT: u32 = 1;

/// What was asked for, by whom. Names are in it, values never.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Begin {
    /// [`FORMAT`].
    pub format: u32,
    /// The procedure: it knows what its plan holds.
    pub procedure: String,
    /// Who asked for it.
    pub actor: String,
    /// SHA-256 of the plan as it stands here, in hexadecimal.
    pub plan_hash: String,
    /// The procedure's own plan.
    pub plan: Value,
}

impl Begin {
    /// The beginning of a procedure.
    ///
    /// # Errors
    /// A plan that JSON cannot hold: a fault of the procedure.
    pub fn of(procedure: &str, actor: &str, plan: &impl Serialize) -> serde_json::Result<Begin> {
        let plan = serde_json::to_value(plan)?;
        let (procedure, actor) = (procedure.to_owned(), actor.to_owned());
        Ok(Begin { format: FORMAT, procedure, actor, plan_hash: hash(&plan.to_string()), plan })
    }

    /// The plan, as its procedure knows it; `None` where it is another's.
    #[must_use]
    pub fn plan<P: DeserializeOwned>(&self) -> Option<P> {
        P::deserialize(&self.plan).ok()
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "step")]
pub enum Step {
    /// The procedure begins: everything was looked at and found in order.
    Begin(Begin),
    /// This is about to be done.
    Intent {
        /// What the plan calls it.
        item: String,
    },
    /// This is done.
    Done {
        /// What the plan calls it.
        item: String,
    },
    /// Everything is done.
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

/// A log, read back or new.
#[derive(Clone, Debug, Default)]
pub struct Log {
    steps: Vec<Step>,
    last_line: String,
    whole: usize,
}

impl Log {
    /// Reads a log and verifies its chain. A last line without its end was being written when the machine stopped: it does not count.
    ///
    /// # Errors
    /// [`Broken`], with the line.
    pub fn read(text: &str) -> Result<Log, Broken> {
        let mut log = Log { whole: text.rfind('\n').map_or(0, |it| it + 1), ..Log::default() };
        for (number, line) in text[..log.whole].split_terminator('\n').enumerate() {
            let broken = |fault| Broken { line: number + 1, fault };
            if number == 0
                && let Some(format) = format_of(line).filter(|it| *it != FORMAT)
            {
                return Err(broken(Fault::Format(format)));
            }
            let record: Record = serde_json::from_str(line).map_err(|_| broken(Fault::Chain))?;
            let in_order = record.seq == number as u64 && record.previous == hash(&log.last_line);
            if !in_order || !log.may_follow(&record.step) {
                return Err(broken(Fault::Chain));
            }
            log.steps.push(record.step);
            line.clone_into(&mut log.last_line);
        }
        Ok(log)
    }

    /// A log has one beginning, with the plan that its hash says, and nothing behind its end.
    fn may_follow(&self, step: &Step) -> bool {
        match (self.steps.last(), step) {
            (None, Step::Begin(begin)) => begin.plan_hash == hash(&begin.plan.to_string()),
            (None, _) | (Some(Step::End), _) | (Some(_), Step::Begin(_)) => false,
            (Some(_), _) => true,
        }
    }

    /// The line for the next step, with its line break. The log holds it from now on.
    pub fn add(&mut self, step: Step, at: Moment) -> String {
        let (seq, time) = (self.steps.len() as u64, at.to_string());
        let record = Record { seq, time, previous: hash(&self.last_line), step: step.clone() };
        // Strings and numbers: there is nothing that JSON could not hold.
        self.last_line = serde_json::to_string(&record).unwrap_or_default();
        self.steps.push(step);
        format!("{}\n", self.last_line)
    }

    /// What was asked for; `None` for a log without a whole line.
    #[must_use]
    pub fn begin(&self) -> Option<&Begin> {
        match self.steps.first() {
            Some(Step::Begin(begin)) => Some(begin),
            _ => None,
        }
    }

    /// Whether it came to its end.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.steps.last() == Some(&Step::End)
    }

    /// Every step, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many bytes of the text hold whole lines.
    #[must_use]
    pub fn whole(&self) -> usize {
        self.whole
    }
}

/// The version that a first line says, whatever else it holds.
fn format_of(line: &str) -> Option<u32> {
    let value: Value = serde_json::from_str(line).ok()?;
    value.get("format")?.as_u64().and_then(|it| u32::try_from(it).ok())
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(items: &[String]) -> (Log, String) {
        let mut log = Log::default();
        let at = Moment::of_unix(0);
        let begin = Begin::of("recipients", "ann", &items).expect("a plan");
        let mut text = log.add(Step::Begin(begin), at);
        for item in items {
            text += &log.add(Step::Intent { item: item.clone() }, at);
            text += &log.add(Step::Done { item: item.clone() }, at);
        }
        text += &log.add(Step::End, at);
        (log, text)
    }

    proptest! {
        /// Cut anywhere, a log is read up to its last whole line; with one byte changed in a whole line it is refused.
        #[test]
        fn cut_it_is_read_and_changed_it_is_refused(
            items in prop::collection::vec("[ -~\u{3040}-\u{309f}]{0,12}", 0..5),
            cut in 0.0..1.0f64,
            flip in 0u8..255,
        ) {
            let (log, text) = written(&items);
            let mut at = (text.len() as f64 * cut) as usize;
            while !text.is_char_boundary(at) { at -= 1; }
            let torn = Log::read(&text[..at]).expect("a cut is no fault");
            prop_assert!(log.steps().starts_with(torn.steps()));
            prop_assert_eq!(torn.steps().len(), text[..at].matches('\n').count());
            prop_assert_eq!(torn.is_ended(), at == text.len());

            // The last line has no successor that would know its hash.
            let end = text[..text.len() - 1].rfind('\n').expect("two lines");
            let mut bytes = text.clone().into_bytes();
            let at = at.min(end - 1);
            bytes[at] = flip;
            if let Ok(changed) = String::from_utf8(bytes)
                && changed != text
                && flip != b'\r'
            {
                prop_assert!(Log::read(&changed).is_err(), "{}", changed);
            }
        }
    }

    #[test]
    fn a_line_that_was_taken_out_and_a_later_form_are_named() {
        let (_, text) = written(&["a".to_owned()]);
        for taken in 0..3 {
            let left: String =
                text.lines().enumerate().filter(|it| it.0 != taken).map(|it| format!("{}\n", it.1)).collect();
            let chain = Broken { line: taken + 1, fault: Fault::Chain };
            assert_eq!(Log::read(&left).err(), Some(chain), "line {taken}");
        }
        let later = text.replace("\"format\":1", "\"format\":7");
        assert_eq!(Log::read(&later).err(), Some(Broken { line: 1, fault: Fault::Format(7) }));
        assert_eq!(Log::read(&(text.clone() + &text)).err().map(|it| it.line), Some(5), "nothing follows the end");
        assert!(Log::read("").expect("read").begin().is_none());
    }

    #[test]
    fn a_plan_is_its_procedures() {
        let (log, _) = written(&["a".to_owned()]);
        let begin = log.begin().expect("begun");
        assert_eq!(begin.plan::<Vec<String>>(), Some(vec!["a".to_owned()]));
        assert_eq!(begin.plan::<u32>(), None);
    }
}
