//! A second of the calendar. Whoever asks the clock hands it in.

use std::fmt;

use crate::Date;

/// A second in UTC, shown as RFC 3339.
///
/// ```
/// let moment = model::Moment::of_unix(1_795_537_558);
/// assert_eq!(moment.to_string(), "2026-11-24T16:25:58Z");
/// assert_eq!(moment.date().to_string(), "2026-11-24");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

impl Moment {
    /// This many seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn of_unix(seconds: u64) -> Moment {
        Moment(seconds)
    }

    /// The day that it lies in.
    #[must_use]
    pub fn date(self) -> Date {
        Date::of_unix(self.0)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0 % 86_400;
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date(), second / 3600, second / 60 % 60, second % 60)
    }
}
