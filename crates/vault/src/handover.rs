//! Who was given which credential, and when; no values. A text of JSON lines, to be committed.
//!
//! What was handed over is known to somebody from then on, whatever becomes of the file: it stays to be rotated until it is set anew.

use model::Moment;
use serde::{Deserialize, Serialize};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "event")]
pub enum Event {
    /// A credential was encrypted to somebody.
    HandedOver {
        /// The store file, from the folder of the record.
        file: String,
        /// The credential's name in it.
        key: String,
        /// The recipient's public key.
        to: String,
        /// When (RFC 3339).
        time: String,
    },
    /// It was set anew: what is known of the old value no longer matters.
    Rotated {
        /// The store file.
        file: String,
        /// The credential's name in it.
        key: String,
        /// When (RFC 3339).
        time: String,
    },
}

/// The line of one event, with its line break.
#[must_use]
pub fn line(event: &Event) -> String {
    // Strings only: there is nothing that JSON could not hold.
    serde_json::to_string(event).unwrap_or_default() + "\n"
}

/// A line that was handed over at a moment.
#[must_use]
pub fn handed_over(file: &str, key: &str, to: &str, at: Moment) -> Event {
    Event::HandedOver { file: file.to_owned(), key: key.to_owned(), to: to.to_owned(), time: at.to_string() }
}

/// A credential that somebody still knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The store file.
    pub file: String,
    /// The credential's name in it.
    pub key: String,
    /// The recipient's public key.
    pub to: String,
    /// Since when (RFC 3339).
    pub since: String,
}

/// What was handed over and not rotated since, in order. Lines of two branches may stand in any order: the times decide.
///
/// # Errors
/// The number of a line that is no record, from 1.
pub fn known(text: &str) -> Result<Vec<Known>, usize> {
    let mut events: Vec<Event> = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        events.push(serde_json::from_str(line).map_err(|_| number + 1)?);
    }
    let rotated_since = |of: (&str, &str), since: &str| {
        events.iter().any(|it| matches!(it, Event::Rotated { file, key, time } if (file.as_str(), key.as_str()) == of && time.as_str() >= since))
    };
    let known = events.iter().filter_map(|event| match event {
        Event::HandedOver { file, key, to, time } if !rotated_since((file, key), time) => {
            Some(Known { file: file.clone(), key: key.clone(), to: to.clone(), since: time.clone() })
        }
        _ => None,
    });
    Ok(known.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handed_over_is_known_until_it_is_set_anew() {
        let at = |seconds| Moment::of_unix(seconds);
        let given = line(&handed_over("a.yaml", "k", "age1x", at(10)));
        let other = line(&handed_over("b.yaml", "k", "age1x", at(10)));
        let rotated = |seconds: u64| {
            line(&Event::Rotated { file: "a.yaml".to_owned(), key: "k".to_owned(), time: at(seconds).to_string() })
        };
        assert_eq!(known(&(given.clone() + &other)).expect("read").len(), 2);
        assert_eq!(known(&(rotated(5) + &given + &other)).expect("read").len(), 2);
        let left = known(&(given.clone() + &other + &rotated(20))).expect("read");
        assert_eq!(left.iter().map(|it| it.file.as_str()).collect::<Vec<_>>(), ["b.yaml"]);
        assert_eq!(known(&(given + "<<<<<<< HEAD\n")), Err(2));
    }
}
