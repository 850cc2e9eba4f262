//! Peers as a person names them.

use std::net::IpAddr;

use dify::Component;
use lang::{Lang, Text, list, text};
use model::Service;

use crate::ends::{Ends, Which};
use crate::network::Network;
use crate::{IpRange, IpSet, Peer};

/// Why a peer was not found: a mistake of who asks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().get(Lang::En))]
pub enum FindError {
    /// Nothing has this name.
    Unknown {
        /// What was asked for.
        asked: String,
        /// What there is: the nearest names first.
        known: Vec<String>,
    },
    /// Several things have this name.
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// Those that fit.
        candidates: Vec<String>,
    },
    /// It looks like an address and is none.
    Address {
        /// What was asked for.
        asked: String,
    },
}

impl FindError {
    /// The sentence for a person.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            FindError::Unknown { asked, known } if known.is_empty() => {
                text!(
                    "there is no `{asked}`: the input holds no workloads",
                    "`{asked}` はありません。入力にワークロードがひとつもありません"
                )
            }
            FindError::Unknown { asked, known } => {
                let shown = list(known.iter().take(SHOWN));
                let (en, ja) = shown.both();
                let (more, more_ja) = match known.len().saturating_sub(SHOWN) {
                    0 => (String::new(), String::new()),
                    n => (format!(" and {n} more"), format!(" ほか {n} 件")),
                };
                Text::owned(
                    format!("there is no `{asked}`; there are {en}{more}"),
                    format!("`{asked}` はありません。あるのは {ja}{more_ja} です"),
                )
            }
            FindError::Ambiguous { asked, candidates } => {
                let shown = list(candidates);
                let (en, ja) = shown.both();
                Text::owned(
                    format!("`{asked}` may be {en}: say which"),
                    format!("`{asked}` に当たるものが複数あります({ja})。どれかを指定してください"),
                )
            }
            FindError::Address { asked } => text!(
                "`{asked}` is neither an address nor a range such as 10.0.0.0/8",
                "`{asked}` はアドレスでも 10.0.0.0/8 のような範囲でもありません"
            ),
        }
    }
}

/// So many names are shown to who misspelt one.
const SHOWN: usize = 12;

impl Network<'_> {
    /// Finds a peer by what a person calls it: `namespace/name`, `namespace/name[Kind]` (a Service too), a Dify component
    /// (`sandbox`), a `name` that only one workload has, an address, a range (`10.0.0.0/8`, or as listings show it), or
    /// `{ingress-controller}`. A component beats a plain name, and a workload beats a Service.
    ///
    /// # Errors
    /// When nothing or more than one thing has the name; the error says what there is.
    pub fn find(&self, asked: &str) -> Result<Ends, FindError> {
        let asked = asked.trim();
        if asked == Peer::IngressController.to_string() {
            return Ok(Ends::ingress_controller());
        }
        if let Some(set) = addresses(asked) {
            return Ok(Ends::addresses(set));
        }
        let (path, kind) = match asked.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((path, kind)) => (path, Some(kind)),
            None => (asked, None),
        };
        let (namespace, name) = path.split_once('/').map_or((None, path), |(namespace, name)| (Some(namespace), name));
        if namespace.is_none() && kind.is_none() {
            let groups = Component::from_id(name).map(|component| self.component(component)).unwrap_or_default();
            if !groups.is_empty() {
                return Ok(Ends(Which::Groups(groups)));
            }
        }
        let fits = |peer: &Peer| match peer {
            Peer::Workload { namespace: own, name: called, kind: is } => {
                **called == *name && namespace.is_none_or(|it| **own == *it) && kind.is_none_or(|it| is.name() == it)
            }
            Peer::Imagined { namespace: own, name: called } => {
                **called == *name && namespace.is_none_or(|it| **own == *it) && kind.is_none_or(|it| it == "imagined")
            }
            Peer::External(_) | Peer::IngressController => false,
        };
        let groups: Vec<usize> = (0..self.groups.len()).filter(|at| fits(&self.groups[*at].peer)).collect();
        let service = |service: &Service| {
            let meta = &service.meta;
            *meta.name.value == *name
                && namespace.is_none_or(|it| *meta.namespace == *it)
                && kind.is_none_or(|it| it == "Service")
        };
        let services: Vec<usize> =
            self.inventory.services.iter().enumerate().filter(|(_, it)| service(it)).map(|(at, _)| at).collect();
        match (groups.as_slice(), services.as_slice()) {
            ([_], _) => Ok(Ends(Which::Groups(groups))),
            ([], [only]) => Ok(Ends(Which::Service(*only))),
            ([], []) if namespace.is_some_and(|it| it.parse::<IpAddr>().is_ok()) || asked.parse::<f64>().is_ok() => {
                Err(FindError::Address { asked: asked.into() })
            }
            ([], []) => Err(FindError::Unknown { asked: asked.into(), known: self.known(name) }),
            _ => {
                let workloads = groups.iter().map(|at| self.groups[*at].peer.to_string());
                let named = |at: &usize| service_name(&self.inventory.services[*at]);
                let services = services.iter().filter(|_| groups.is_empty()).map(named);
                Err(FindError::Ambiguous { asked: asked.into(), candidates: workloads.chain(services).collect() })
            }
        }
    }

    /// The ends that a peer of an answer stands for.
    #[must_use]
    pub fn ends_of(&self, peer: &Peer) -> Option<Ends> {
        match peer {
            Peer::External(range) => Some(Ends::addresses(IpSet::from(*range))),
            Peer::IngressController => Some(Ends::ingress_controller()),
            Peer::Workload { .. } | Peer::Imagined { .. } => {
                let at = self.groups.binary_search_by(|group| group.peer.cmp(peer)).ok()?;
                Some(Ends(Which::Groups(vec![at])))
            }
        }
    }

    fn component(&self, component: Component) -> Vec<usize> {
        let is =
            |unit: &u32| self.pods.units[*unit as usize].workload.is_some_and(|it| it.component == Some(component));
        (0..self.groups.len()).filter(|at| self.groups[*at].units.iter().any(is)).collect()
    }

    /// Names like the one that was asked for come first.
    fn known(&self, name: &str) -> Vec<String> {
        let mut names: Vec<String> = self.workloads().map(ToString::to_string).collect();
        names.sort_by_key(|known| !known.contains(name));
        names
    }
}

pub(crate) fn service_name(service: &Service) -> String {
    format!("{}/{}[Service]", service.meta.namespace, service.meta.name.value)
}

fn addresses(text: &str) -> Option<IpSet> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(IpRange::single(address).into());
    }
    if let Some(set) = IpSet::from_cidr(text) {
        return Some(set);
    }
    let (first, last) = text.strip_suffix("[External]").unwrap_or(text).split_once('-')?;
    let address = |text: &str| text.parse::<IpAddr>().map(|it| it.to_canonical()).ok();
    match (address(first)?, address(last)?) {
        (IpAddr::V4(first), IpAddr::V4(last)) if first <= last => {
            Some(IpRange::V4(first.to_bits(), last.to_bits()).into())
        }
        (IpAddr::V6(first), IpAddr::V6(last)) if first <= last => {
            Some(IpRange::V6(first.to_bits(), last.to_bits()).into())
        }
        _ => None,
    }
}
