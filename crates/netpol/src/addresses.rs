//! Addresses: ranges, sets of both families, and CIDR notation as the API server reads it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::Intervals;

/// A contiguous range of addresses of one family, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IpRange {
    /// IPv4.
    V4(u32, u32),
    /// IPv6.
    V6(u128, u128),
}

impl IpRange {
    /// One address.
    #[must_use]
    pub fn single(address: IpAddr) -> IpRange {
        match address.to_canonical() {
            IpAddr::V4(address) => IpRange::V4(address.to_bits(), address.to_bits()),
            IpAddr::V6(address) => IpRange::V6(address.to_bits(), address.to_bits()),
        }
    }

    /// The first address.
    #[must_use]
    pub fn first(self) -> IpAddr {
        match self {
            IpRange::V4(first, _) => IpAddr::V4(Ipv4Addr::from_bits(first)),
            IpRange::V6(first, _) => IpAddr::V6(Ipv6Addr::from_bits(first)),
        }
    }

    /// The last address.
    #[must_use]
    pub fn last(self) -> IpAddr {
        match self {
            IpRange::V4(_, last) => IpAddr::V4(Ipv4Addr::from_bits(last)),
            IpRange::V6(_, last) => IpAddr::V6(Ipv6Addr::from_bits(last)),
        }
    }

    /// This range and the next, where they touch.
    #[must_use]
    pub fn join(self, next: IpRange) -> Option<IpRange> {
        match (self, next) {
            (IpRange::V4(first, last), IpRange::V4(from, to)) if last.checked_add(1) == Some(from) => {
                Some(IpRange::V4(first, to))
            }
            (IpRange::V6(first, last), IpRange::V6(from, to)) if last.checked_add(1) == Some(from) => {
                Some(IpRange::V6(first, to))
            }
            _ => None,
        }
    }
}

impl fmt::Display for IpRange {
    /// `10.0.0.0-10.255.255.255`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first(), self.last())
    }
}

/// A set of IPv4 and IPv6 addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IpSet {
    /// The IPv4 part.
    pub v4: Intervals<u32>,
    /// The IPv6 part.
    pub v6: Intervals<u128>,
}

impl IpSet {
    /// Nothing.
    #[must_use]
    pub fn empty() -> IpSet {
        IpSet::default()
    }

    /// Every address of both families.
    #[must_use]
    pub fn all() -> IpSet {
        IpSet { v4: Intervals::all(), v6: Intervals::all() }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// Whether an address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match address.to_canonical() {
            IpAddr::V4(address) => self.v4.contains(address.to_bits()),
            IpAddr::V6(address) => self.v6.contains(address.to_bits()),
        }
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &IpSet) -> IpSet {
        IpSet { v4: self.v4.union(&other.v4), v6: self.v6.union(&other.v6) }
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &IpSet) -> IpSet {
        IpSet { v4: self.v4.intersection(&other.v4), v6: self.v6.intersection(&other.v6) }
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn difference(&self, other: &IpSet) -> IpSet {
        IpSet { v4: self.v4.difference(&other.v4), v6: self.v6.difference(&other.v6) }
    }

    /// What is not in it.
    #[must_use]
    pub fn complement(&self) -> IpSet {
        IpSet { v4: self.v4.complement(), v6: self.v6.complement() }
    }

    /// Whether everything here is in the other.
    #[must_use]
    pub fn is_subset(&self, other: &IpSet) -> bool {
        self.difference(other).is_empty()
    }

    /// The ranges in order, IPv4 first.
    pub fn ranges(&self) -> impl Iterator<Item = IpRange> + '_ {
        let v4 = self.v4.iter().map(|(first, last)| IpRange::V4(first, last));
        v4.chain(self.v6.iter().map(|(first, last)| IpRange::V6(first, last)))
    }

    /// Reads CIDR notation, see [`model::cidr`]; bits behind the prefix are ignored.
    ///
    /// ```
    /// use netpol::IpSet;
    /// let set = IpSet::from_cidr("10.1.2.3/8").unwrap();
    /// assert_eq!(set.ranges().next().unwrap().to_string(), "10.0.0.0-10.255.255.255");
    /// assert_eq!(IpSet::from_cidr("::ffff:10.1.2.3/104").unwrap(), set);
    /// assert!(IpSet::from_cidr("10.0.0.0").is_none());
    /// assert!(IpSet::from_cidr("10.0.0.0/33").is_none());
    /// ```
    #[must_use]
    pub fn from_cidr(text: &str) -> Option<IpSet> {
        let (address, length) = match model::cidr(text)? {
            // An address of IPv4 written as one of IPv6 is the same address.
            (IpAddr::V6(address), length) if length >= 96 => match address.to_ipv4_mapped() {
                Some(mapped) => (IpAddr::V4(mapped), length - 96),
                None => (IpAddr::V6(address), length),
            },
            other => other,
        };
        let mut set = IpSet::empty();
        match address {
            IpAddr::V4(address) => {
                let host = u32::MAX.checked_shr(length).unwrap_or(0);
                let first = address.to_bits() & !host;
                set.v4 = Intervals::range(first, first | host);
            }
            IpAddr::V6(address) => {
                let host = u128::MAX.checked_shr(length).unwrap_or(0);
                let first = address.to_bits() & !host;
                set.v6 = Intervals::range(first, first | host);
            }
        }
        Some(set)
    }

    /// A set of blocks that are known to be well formed.
    pub(crate) fn of_blocks(blocks: &[&str]) -> IpSet {
        blocks.iter().filter_map(|block| IpSet::from_cidr(block)).fold(IpSet::empty(), |all, block| all.union(&block))
    }
}

impl From<IpRange> for IpSet {
    fn from(range: IpRange) -> IpSet {
        match range {
            IpRange::V4(first, last) => IpSet { v4: Intervals::range(first, last), v6: Intervals::empty() },
            IpRange::V6(first, last) => IpSet { v4: Intervals::empty(), v6: Intervals::range(first, last) },
        }
    }
}
