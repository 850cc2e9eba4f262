//! Stores that run outside the input: what Dify's own settings say of where.

use dify::{Component, flow};
use inventory::environment::{self, Index};
use model::Inventory;

/// Where a store is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The setting that says it.
    pub setting: &'static str,
    /// The host. Only the host: a user or password in a URL is cut off, and what stands in a Secret is not read.
    pub host: String,
}

/// The settings that name the hosts of a store of the flow matrix.
fn settings(store: flow::Peer) -> impl Iterator<Item = &'static str> {
    let stores = Component::ALL.iter().filter(move |it| it.is_store() && store.is(**it));
    stores.flat_map(|it| it.entry().named_by).copied()
}

/// Where the api or the worker looks for a store of the flow matrix, where its settings are in the input.
#[must_use]
pub fn elsewhere(inventory: &Inventory, store: flow::Peer) -> Option<Elsewhere> {
    let index = Index::new(inventory);
    let users =
        inventory.workloads.iter().filter(|it| matches!(it.component, Some(Component::Api | Component::Worker)));
    for workload in users {
        let Some(container) = workload.main() else { continue };
        let variables = environment::of(container, &workload.meta.namespace, &index);
        for setting in settings(store) {
            let variable = variables.iter().find(|it| it.name == setting && !it.origin.is_secret());
            if let Some(host) = variable.and_then(|it| it.value).and_then(|value| host_of(value.expose())) {
                return Some(Elsewhere { setting, host });
            }
        }
    }
    None
}

/// The host of a name, of `host:port` or of a URL; `None` for whatever else it may be.
pub(crate) fn host_of(value: &str) -> Option<String> {
    let host = authority(value).split(':').next().unwrap_or("");
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    (!host.is_empty() && host.len() <= 253 && host.chars().all(plain)).then(|| host.to_owned())
}

/// The port that stands behind the host.
pub(crate) fn port_of(value: &str) -> Option<u16> {
    authority(value).split_once(':')?.1.parse().ok().filter(|it| *it > 0)
}

/// `host` or `host:port`, of the first server that is named.
fn authority(value: &str) -> &str {
    let rest = value.trim().split_once("://").map_or(value.trim(), |(_, rest)| rest);
    // The last `@`: a password may hold any of these characters, and must not be taken for a host.
    let rest = rest.rsplit_once('@').map_or(rest, |(_, behind)| behind);
    rest.split(['/', '?', '#', ',']).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{host_of, port_of};

    #[test]
    fn the_port_stands_behind_the_host() {
        for (value, port) in [
            ("pg.example.internal", None),
            ("pg:6432", Some(6432)),
            ("https://user:1@s3.example.com:9000/bucket:1", Some(9000)),
            ("redis-0:26379,redis-1:26380", Some(26379)),
            ("pg:0", None),
            ("pg:x", None),
        ] {
            assert_eq!(port_of(value), port, "{value}");
        }
    }

    #[test]
    fn only_the_host_is_kept() {
        for (value, host) in [
            ("pg.example.internal", Some("pg.example.internal")),
            ("redis-0:26379,redis-1:26379", Some("redis-0")),
            ("https://user:secret@s3.example.com:9000/bucket", Some("s3.example.com")),
            ("couchbase://cb.example.com", Some("cb.example.com")),
            ("", None),
            ("pass word", None),
            ("https://user:p@ss/word@host", Some("host")),
        ] {
            assert_eq!(host_of(value).as_deref(), host, "{value}");
        }
    }
}
