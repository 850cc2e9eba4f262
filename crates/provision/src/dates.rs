//! When each value of a Secret was made, kept beside the values as an annotation that holds none of them.
//!
//! `sekisho.dev/created: DB_PASSWORD=2026-11-24,SECRET_KEY=2026-11-24`: a key of a Secret holds neither `=` nor `,`. A value whose
//! day nobody knows is not in it.

use std::collections::BTreeMap;

use model::{Config, Date};

/// The annotation for the days on which values were made.
pub const CREATED: &str = "sekisho.dev/created";

/// The annotation for the days on which values were last replaced in a running deployment.
pub const ROTATED: &str = "sekisho.dev/rotated";

/// The days of a Secret's keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates(pub BTreeMap<String, Date>);

impl Dates {
    /// Reads the value of an annotation. What is no day is passed over: its key then has no known age.
    ///
    /// ```
    /// use provision::Dates;
    /// let dates = Dates::parse("A=2026-11-24,B=yesterday,C");
    /// assert_eq!(dates.to_string(), "A=2026-11-24");
    /// ```
    #[must_use]
    pub fn parse(annotation: &str) -> Dates {
        let pair = |it: &str| {
            let (key, day) = it.split_once('=')?;
            Some((key.trim().to_owned(), Date::parse(day.trim())?))
        };
        Dates(annotation.split(',').filter_map(pair).collect())
    }

    /// The days that one of the two annotations of a Secret holds.
    #[must_use]
    pub fn of(config: &Config, annotation: &str) -> Dates {
        config.meta.annotation(annotation).map_or_else(Dates::default, |it| Dates::parse(it.expose()))
    }
}

impl std::fmt::Display for Dates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (key, day)) in self.0.iter().enumerate() {
            let separator = if at == 0 { "" } else { "," };
            write!(f, "{separator}{key}={day}")?;
        }
        Ok(())
    }
}
