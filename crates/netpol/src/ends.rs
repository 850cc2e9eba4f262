//! What a question is about: its two ends, and a port.

use std::fmt;

use model::Protocol;

use crate::IpSet;

/// A peer that was found: one workload or several of a component, addresses, a Service, or the ingress controller.
#[derive(Clone, Debug)]
pub struct Ends(pub(crate) Which);

#[derive(Clone, Debug)]
pub(crate) enum Which {
    Groups(Vec<usize>),
    Addresses(IpSet),
    Service(usize),
    IngressController,
}

impl Ends {
    /// A set of addresses.
    #[must_use]
    pub fn addresses(set: IpSet) -> Ends {
        Ends(Which::Addresses(set))
    }

    /// The ingress controller.
    #[must_use]
    pub fn ingress_controller() -> Ends {
        Ends(Which::IngressController)
    }
}

/// A port that is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PortQuery {
    /// Is anything possible at all?
    #[default]
    Any,
    /// One port of a protocol.
    One(Protocol, u16),
}

impl PortQuery {
    /// Reads `5432/TCP`, `53/udp`, or `80` for TCP; `None` for anything else.
    ///
    /// ```
    /// use model::Protocol;
    /// use netpol::PortQuery;
    /// assert_eq!(PortQuery::parse("53/udp"), Some(PortQuery::One(Protocol::Udp, 53)));
    /// assert_eq!(PortQuery::parse("80"), Some(PortQuery::One(Protocol::Tcp, 80)));
    /// assert_eq!(PortQuery::parse("0/TCP"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<PortQuery> {
        let (port, protocol) = text.split_once('/').unwrap_or((text, "TCP"));
        let protocol = Protocol::from_name(&protocol.to_ascii_uppercase())?;
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let port = if digits { port.parse().ok()? } else { 0 };
        (port > 0).then_some(PortQuery::One(protocol, port))
    }
}

impl fmt::Display for PortQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PortQuery::Any => f.write_str("any port"),
            PortQuery::One(protocol, port) => write!(f, "{port}/{}", protocol.name()),
        }
    }
}
