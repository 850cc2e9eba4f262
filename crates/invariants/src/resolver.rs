//! Whether pods that the input does not hold are the cluster's DNS.

use lang::Text;
use netpol::{Exposed, Namespaces};

use crate::cluster::Cluster;

/// Whether somebody is the cluster's DNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resolver {
    Yes,
    /// It depends on the labels of namespaces that the input does not show.
    Perhaps,
    No,
}

/// Whether pods of which only a selector is known are the cluster's DNS: they are in its namespace, or have its label. Port 53
/// of anybody else is not DNS: names carry data out just as well.
pub(crate) fn resolver(pods: &Exposed, cluster: &Cluster) -> Resolver {
    let Exposed::Pods { namespaces, labels } = pods else { return Resolver::No };
    let has_label = |known: &netpol::PodSketch| {
        !known.labels.is_empty()
            && known.labels.iter().all(|(key, value)| labels.split(',').any(|it| it == format!("{key}={value}")))
    };
    let in_namespace = |known: &netpol::PodSketch| match namespaces {
        Namespaces::Named(name) => **name == *known.namespace,
        // Before namespaces had a label of their own, people gave them `name` and the like.
        Namespaces::Matching(selector) => selector.split(',').any(|it| {
            let value = it.split_once('=').map(|(_, value)| value);
            value == Some(&*known.namespace) || it.ends_with(&format!(" in ({})", known.namespace))
        }),
    };
    if cluster.dns.iter().any(in_namespace) {
        return Resolver::Yes;
    }
    match namespaces {
        Namespaces::Matching(_) if cluster.dns.iter().any(has_label) => Resolver::Yes,
        Namespaces::Matching(selector) if !selector.is_empty() => Resolver::Perhaps,
        _ => Resolver::No,
    }
}

pub(crate) fn doubt() -> Text {
    Text::new(
        "whether the namespaces that a rule selects are those of the cluster's DNS depends on labels that the input does not show",
        "規則が選ぶ名前空間がクラスターの DNS のものかどうかは、入力にないラベルによって決まります",
    )
}
