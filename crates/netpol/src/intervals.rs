//! Sets of numbers as sorted, disjoint, non-adjacent intervals: the algebra under ports and addresses.
//!
//! Every set has one representation, so equality of values is equality of sets.

use std::fmt;

/// A number line with a first and a last point.
pub trait Line: Copy + Ord + fmt::Debug + std::hash::Hash {
    /// The first point.
    const FIRST: Self;
    /// The last point.
    const LAST: Self;

    /// The next point; `None` after the last.
    #[must_use]
    fn next(self) -> Option<Self>;

    /// The point before; `None` before the first.
    #[must_use]
    fn previous(self) -> Option<Self>;
}

macro_rules! line {
    ($number:ty, $first:expr) => {
        impl Line for $number {
            const FIRST: Self = $first;
            const LAST: Self = <$number>::MAX;

            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }

            fn previous(self) -> Option<Self> {
                (self > Self::FIRST).then(|| self - 1)
            }
        }
    };
}

// Port 0 cannot be connected to (RFC 6335 reserves it, and the API server refuses it).
line!(u16, 1);
line!(u32, 0);
line!(u128, 0);

/// A set of points of a [`Line`].
///
/// ```
/// use netpol::Intervals;
/// let web = Intervals::<u16>::range(80, 90);
/// let few = web.difference(&Intervals::point(85));
/// assert_eq!(few.iter().collect::<Vec<_>>(), [(80, 84), (86, 90)]);
/// assert_eq!(few.union(&Intervals::point(85)), web);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Intervals<T: Line>(Vec<(T, T)>);

impl<T: Line> Default for Intervals<T> {
    fn default() -> Self {
        Intervals::empty()
    }
}

impl<T: Line> Intervals<T> {
    /// Nothing.
    #[must_use]
    pub const fn empty() -> Self {
        Intervals(Vec::new())
    }

    /// The whole line.
    #[must_use]
    pub fn all() -> Self {
        Intervals(vec![(T::FIRST, T::LAST)])
    }

    /// One point; nothing where it lies before the line.
    #[must_use]
    pub fn point(at: T) -> Self {
        Intervals::range(at, at)
    }

    /// Both ends included; nothing where the ends are the wrong way round.
    #[must_use]
    pub fn range(first: T, last: T) -> Self {
        let first = first.max(T::FIRST);
        Intervals(if first <= last { vec![(first, last)] } else { Vec::new() })
    }

    /// The union of intervals in any order.
    #[must_use]
    pub fn from_ranges(ranges: impl IntoIterator<Item = (T, T)>) -> Self {
        let ranges = ranges.into_iter().map(|(first, last)| (first.max(T::FIRST), last));
        let mut sorted: Vec<(T, T)> = ranges.filter(|(first, last)| first <= last).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match merged.last_mut() {
                Some(open) if open.1.next().is_none_or(|after| first <= after) => open.1 = open.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Intervals(merged)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the whole line is in it.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0 == [(T::FIRST, T::LAST)]
    }

    /// Whether a point is in it.
    #[must_use]
    pub fn contains(&self, point: T) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= point);
        after > 0 && self.0[after - 1].1 >= point
    }

    /// The intervals in order, both ends included.
    pub fn iter(&self) -> impl Iterator<Item = (T, T)> + '_ {
        self.0.iter().copied()
    }

    /// The smallest point.
    #[must_use]
    pub fn first(&self) -> Option<T> {
        self.0.first().map(|(first, _)| *first)
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Intervals::from_ranges(self.iter().chain(other.iter()))
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.as_slice(), other.0.as_slice());
        let mut found = Vec::new();
        while let (Some(a), Some(b)) = (left.first(), right.first()) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                found.push((first, last));
            }
            if a.1 < b.1 { left = &left[1..] } else { right = &right[1..] }
        }
        Intervals(found)
    }

    /// What is in neither.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut found = Vec::with_capacity(self.0.len() + 1);
        let mut from = Some(T::FIRST);
        for (first, last) in self.iter() {
            if let (Some(from), Some(to)) = (from, first.previous())
                && from <= to
            {
                found.push((from, to));
            }
            from = last.next();
        }
        if let Some(from) = from {
            found.push((from, T::LAST));
        }
        Intervals(found)
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        if other.is_empty() { self.clone() } else { self.intersection(&other.complement()) }
    }

    /// Whether everything here is in the other.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.difference(other).is_empty()
    }
}

impl<T: Line + fmt::Display> fmt::Display for Intervals<T> {
    /// `80,443-445`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            if first == last { write!(f, "{comma}{first}")? } else { write!(f, "{comma}{first}-{last}")? }
        }
        Ok(())
    }
}
