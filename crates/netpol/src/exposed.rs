//! Whom a workload is exposed to: everybody, whoever fits a selector, or addresses.

use std::fmt;

use crate::IpRange;

/// Whom a workload is exposed to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Exposed {
    /// Every pod of the cluster, present or future.
    EntireCluster,
    /// Pods that fit a selector of a policy.
    Pods {
        /// Which namespaces: a name, or a selector in the notation of `kubectl -l`, empty for every namespace.
        namespaces: Namespaces,
        /// Which labels, in the notation of `kubectl -l`; empty for every pod.
        labels: String,
    },
    /// Addresses outside.
    External(IpRange),
}

/// Which namespaces an exposure is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Namespaces {
    /// One by name.
    Named(Box<str>),
    /// Those that fit a selector in the notation of `kubectl -l`; empty for every namespace.
    Matching(String),
}

impl fmt::Display for Exposed {
    /// `entire-cluster`, `dify/[pods app=api]`, `[namespaces team=a]/[all pods]`, `0.0.0.0-255.255.255.255[External]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Exposed::EntireCluster => f.write_str("entire-cluster"),
            Exposed::External(range) => write!(f, "{range}[External]"),
            Exposed::Pods { namespaces, labels } => {
                match namespaces {
                    Namespaces::Named(name) => f.write_str(name)?,
                    Namespaces::Matching(selector) if selector.is_empty() => f.write_str("[all namespaces]")?,
                    Namespaces::Matching(selector) => write!(f, "[namespaces {selector}]")?,
                }
                if labels.is_empty() { f.write_str("/[all pods]") } else { write!(f, "/[pods {labels}]") }
            }
        }
    }
}
