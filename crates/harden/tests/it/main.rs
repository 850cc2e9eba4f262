//! Manifests in, hardened manifests out.

mod announced;
mod fields;
mod lists;
mod public;
mod requests;
mod running;
mod servers;
mod table;

use harden::{Hardened, Request};
use inventory::{Input, Options};
use lang::Lang;
use model::Inventory;
use pss::{Level, Version};

fn harden(text: &str, request: &Request) -> Hardened {
    harden::harden(Input::file("a.yaml", text), &Options::default(), request, Lang::En)
}

fn read(text: &str) -> Inventory {
    inventory::read(vec![Input::file("a.yaml", text)], &Options::default())
}

/// Everything that can be asked for.
fn everything() -> Request {
    Request {
        confirmed_only: false,
        sandbox_namespace: Some("cage".to_owned()),
        ssrf_proxy: true,
        secret_refs: true,
        owned_volumes: true,
        components: Vec::new(),
        policies: Some(policies::Options::default()),
    }
}

/// Who does not meet a level, by namespace and name.
fn below(inventory: &Inventory, level: Level) -> Vec<String> {
    let below = inventory.workloads.iter().filter(|it| pss::strictest_met(&it.pod, Version::Latest) < level);
    below.map(|it| format!("{}/{}", it.meta.namespace, it.meta.name.value)).collect()
}
