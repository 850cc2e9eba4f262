//! What may be connected to: ports of each transport protocol.

use std::fmt;

use model::Protocol;

use crate::Intervals;

/// Ports from 1 to 65535.
pub type PortSet = Intervals<u16>;

/// A set of protocol and port pairs. Other protocols (ICMP) are not judged: NetworkPolicy leaves them to the plugin
/// (kubernetes.io, "Network Policies": what happens to protocols other than TCP, UDP and SCTP is not defined).
///
/// ```
/// use model::Protocol;
/// use netpol::{ConnSet, PortSet};
/// let web = ConnSet::of(Protocol::Tcp, PortSet::from_ranges([(80, 80), (443, 445)]));
/// let dns = ConnSet::of(Protocol::Udp, PortSet::point(53));
/// assert_eq!(web.union(&dns).to_string(), "TCP 80,443-445;UDP 53");
/// assert_eq!(ConnSet::all().to_string(), "All Connections");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnSet([PortSet; 3]);

const fn slot(protocol: Protocol) -> usize {
    match protocol {
        Protocol::Tcp => 0,
        Protocol::Udp => 1,
        Protocol::Sctp => 2,
    }
}

impl ConnSet {
    /// Nothing.
    #[must_use]
    pub fn empty() -> ConnSet {
        ConnSet::default()
    }

    /// Every port of every protocol.
    #[must_use]
    pub fn all() -> ConnSet {
        ConnSet(std::array::from_fn(|_| PortSet::all()))
    }

    /// Ports of one protocol.
    #[must_use]
    pub fn of(protocol: Protocol, ports: PortSet) -> ConnSet {
        let mut set = ConnSet::empty();
        set.0[slot(protocol)] = ports;
        set
    }

    /// The ports of a protocol.
    #[must_use]
    pub fn ports(&self, protocol: Protocol) -> &PortSet {
        &self.0[slot(protocol)]
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(PortSet::is_empty)
    }

    /// Whether everything is in it.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0.iter().all(PortSet::is_all)
    }

    /// Whether one port of a protocol is in it.
    #[must_use]
    pub fn contains(&self, protocol: Protocol, port: u16) -> bool {
        self.ports(protocol).contains(port)
    }

    /// The first pair in it, for an example.
    #[must_use]
    pub fn first(&self) -> Option<(Protocol, u16)> {
        Protocol::ALL.into_iter().find_map(|protocol| Some((protocol, self.ports(protocol).first()?)))
    }

    fn zip(&self, other: &ConnSet, join: impl Fn(&PortSet, &PortSet) -> PortSet) -> ConnSet {
        ConnSet(std::array::from_fn(|at| join(&self.0[at], &other.0[at])))
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &ConnSet) -> ConnSet {
        self.zip(other, PortSet::union)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &ConnSet) -> ConnSet {
        self.zip(other, PortSet::intersection)
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn difference(&self, other: &ConnSet) -> ConnSet {
        self.zip(other, PortSet::difference)
    }

    /// What is not in it.
    #[must_use]
    pub fn complement(&self) -> ConnSet {
        ConnSet(std::array::from_fn(|at| self.0[at].complement()))
    }

    /// Whether everything here is in the other.
    #[must_use]
    pub fn is_subset(&self, other: &ConnSet) -> bool {
        self.difference(other).is_empty()
    }
}

impl fmt::Display for ConnSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_all() {
            return f.write_str("All Connections");
        }
        if self.is_empty() {
            return f.write_str("No Connections");
        }
        let mut first = true;
        for protocol in Protocol::ALL {
            let ports = self.ports(protocol);
            if !ports.is_empty() {
                let semicolon = if first { "" } else { ";" };
                write!(f, "{semicolon}{} {ports}", protocol.name())?;
                first = false;
            }
        }
        Ok(())
    }
}
