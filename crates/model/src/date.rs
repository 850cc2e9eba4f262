//! A day of the calendar. Whoever asks the clock hands it in.

use std::fmt;

/// A day of the Gregorian calendar, in UTC.
///
/// ```
/// use model::Date;
/// let day = Date::parse("2027-03-31").expect("a day");
/// assert!(day < Date::parse("2027-04-01").expect("a day"));
/// assert_eq!(day.to_string(), "2027-03-31");
/// assert_eq!(Date::parse("2027-02-29"), None);
/// assert_eq!(Date::of_unix(0).to_string(), "1970-01-01");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return None;
        }
        let date =
            Date { year: text[..4].parse().ok()?, month: text[5..7].parse().ok()?, day: text[8..].parse().ok()? };
        ((1..=12).contains(&date.month) && (1..=days_of(date.year, date.month)).contains(&date.day)).then_some(date)
    }

    /// The day that holds a second since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn of_unix(seconds: u64) -> Date {
        let mut left = seconds / 86_400;
        let mut date = Date { year: 1970, month: 1, day: 1 };
        while left >= days_in(date.year) && date.year < 9999 {
            left -= days_in(date.year);
            date.year += 1;
        }
        while date.month < 12 && left >= u64::from(days_of(date.year, date.month)) {
            left -= u64::from(days_of(date.year, date.month));
            date.month += 1;
        }
        date.day += left.min(30) as u8;
        date
    }

    /// The days from `earlier` to this day; negative where that is the later one.
    ///
    /// ```
    /// use model::Date;
    /// let day = |text| Date::parse(text).expect("a day");
    /// assert_eq!(day("2027-03-01").days_since(day("2026-11-24")), 97);
    /// assert_eq!(day("2026-11-24").days_since(day("2027-03-01")), -97);
    /// ```
    #[must_use]
    pub fn days_since(self, earlier: Date) -> i64 {
        self.number() - earlier.number()
    }

    /// Days since the year 0.
    fn number(self) -> i64 {
        let years: u64 = (0..self.year).map(days_in).sum();
        let months: u64 = (1..self.month).map(|it| u64::from(days_of(self.year, it))).sum();
        (years + months + u64::from(self.day)) as i64
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in(year: u16) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

const fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_days() {
        for (seconds, day) in [
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_735_603_200, "2024-12-31"),
            (1_795_478_400, "2026-11-24"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Date::of_unix(seconds).to_string(), day);
        }
    }

    #[test]
    fn only_days_are_read() {
        for text in
            ["", "2027-3-31", "2027-13-01", "2027-00-10", "2027-04-31", "2027/04/30", "+027-04-30", "2027-04-30 "]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2028-02-29").is_some());
    }
}
