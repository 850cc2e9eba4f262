//! An SSRF proxy, and everything that fetches what users name sent through it.

use std::collections::{BTreeSet, HashSet};

use dify::{Component, flow};
use edit::{Change, Value};
use inventory::environment::{self, Index};
use lang::{Lang, Text, text};
use model::{ConfigKind, Container, Inventory, Place, Workload};
use render::{Addition, Inside};

use crate::address::{Name, full};
use crate::parts::{self, Address};
use crate::stream::{Edit, Stream};
use crate::written::name_in_full;

/// Where Squid listens.
const PORT: u16 = 3128;

/// Gives every Dify of the manifests a proxy for users' requests and, where there are agents, one for theirs.
pub(crate) fn provide(stream: &mut Stream<'_>, lang: Lang) {
    let homes = parts::homes(&stream.inventory);
    if homes.is_empty() {
        stream.note(Text::new(
            "no SSRF proxy was added: no workload of the input is an api",
            "SSRF プロキシは追加していません。入力に api のワークロードが見つかりません",
        ));
    }
    for home in &homes {
        let proxy = present(stream, home, &Addition::SsrfProxy, lang);
        send(stream, &homes, home, &proxy, Component::Sandbox, &["HTTP_PROXY", "HTTPS_PROXY"]);
        for component in Component::ALL.iter().copied().filter(|it| fetches(*it)) {
            send(stream, &homes, home, &proxy, component, &["SSRF_PROXY_HTTP_URL", "SSRF_PROXY_HTTPS_URL"]);
        }
        let Some(inside) = inside(&stream.inventory, &homes, home) else { continue };
        let inside = match inside {
            Ok(inside) => inside,
            Err(place) => {
                let what = Text::new(
                    "no proxy for the agents was added: no Service leads to the api or to the agent backend",
                    "エージェント用のプロキシは追加していません。api または agent backend の Service が見つかりません",
                );
                stream.left(place, what);
                continue;
            }
        };
        let proxy = present(stream, home, &Addition::AgentSsrfProxy(inside), lang);
        let names = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
        send(stream, &homes, home, &proxy, Component::AgentSandbox, &names);
        name_for_agents(stream, home);
    }
}

/// Whether api or worker fetch what users name.
fn fetches(component: Component) -> bool {
    component.runs_api_image() && flow::flows_between(component, Component::SsrfProxy).next().is_some()
}

/// What agents may reach of Dify; `None` without agents, and the place where something is missing.
fn inside(inventory: &Inventory, homes: &BTreeSet<String>, home: &str) -> Option<Result<Inside, Place>> {
    let mut sandboxes = parts::of(inventory, Component::AgentSandbox);
    let sandbox = sandboxes.find(|it| parts::home_of(homes, it) == Some(home))?;
    let api = find(inventory, home, Component::Api, 5001);
    let both = api.zip(find(inventory, home, Component::AgentBackend, 5050));
    let inside = both.map(|(api, backend)| Inside {
        api: api.full(),
        api_port: api.port,
        backend: backend.full(),
        backend_port: backend.port,
    });
    Some(inside.ok_or(sandbox.meta.place))
}

/// The address of a component in a namespace.
fn find(inventory: &Inventory, home: &str, component: Component, port: u16) -> Option<Address> {
    let mut here = parts::of(inventory, component).filter(|it| *it.meta.namespace == *home);
    here.find_map(|it| parts::address(inventory, it, port))
}

/// The proxy that is there, with rules for destinations; else a new one.
fn present(stream: &mut Stream<'_>, home: &str, part: &Addition, lang: Lang) -> Address {
    let component = match part {
        Addition::SsrfProxy => Component::SsrfProxy,
        Addition::AgentSsrfProxy(_) => Component::AgentSsrfProxy,
    };
    if let Some(address) = find(&stream.inventory, home, component, PORT) {
        give_rules(stream, home, part, component);
        return address;
    }
    let name = part.name();
    let written = stream.has_namespace().then_some(home);
    stream.append(
        &render::addition(part, written, lang),
        text!(
            "{home}/{name}: ConfigMap, ServiceAccount, Deployment, Service, PodDisruptionBudget",
            "{home}/{name}: ConfigMap、ServiceAccount、Deployment、Service、PodDisruptionBudget"
        ),
    );
    Address { name: name.to_owned(), namespace: home.to_owned(), port: PORT }
}

/// What a configuration lacks that makes a Squid an SSRF proxy.
const FAULTS: &[&str] = &["ssrf-proxy-without-destination-rules", "ssrf-proxy-opens-sandbox", "muted-proxy-log"];

/// Replaces the configuration of a proxy that connects to the inside.
fn give_rules(stream: &mut Stream<'_>, home: &str, part: &Addition, component: Component) {
    let audit = rules::audit(&stream.inventory);
    let faulty = |it: &&rules::Finding| FAULTS.contains(&it.rule.as_str()) && it.component == Some(component);
    let faulty: HashSet<_> = audit.findings.iter().filter(faulty).filter_map(|it| Some(it.place?.doc)).collect();
    let is_its = |it: &&model::Config| {
        it.kind == ConfigKind::ConfigMap && *it.meta.namespace == *home && faulty.contains(&it.meta.place.doc)
    };
    let mut configs = stream.inventory.configs.iter().filter(is_its);
    let Some((config, entry)) = configs.find_map(|it| Some((it, it.entry("squid.conf")?))) else { return };
    let name = &*config.meta.name.value;
    let path = stream.inventory.documents.path(entry.value.place);
    // Taken out and written anew, so that it stands there in lines.
    let changes = vec![Change::Remove(path.clone()), Change::Set(path, part.config().as_str().into())];
    let what = text!(
        "squid.conf of ConfigMap {name} connected to private addresses and has new rules; exceptions of your own have to be added again",
        "ConfigMap {name} の squid.conf はプライベートアドレスに接続する設定だったため、ルールを書き直しました。独自の例外は改めて追加してください"
    );
    let place = entry.value.place;
    stream.change(vec![Edit { place, changes, what }]);
}

/// Tells a component of its proxy, by variables that are not set yet.
fn send(
    stream: &mut Stream<'_>,
    homes: &BTreeSet<String>,
    home: &str,
    proxy: &Address,
    component: Component,
    names: &[&str],
) {
    let inventory = &stream.inventory;
    let index = Index::new(inventory);
    let mut edits = Vec::new();
    for workload in parts::of(inventory, component).filter(|it| parts::home_of(homes, it) == Some(home)) {
        let Some(container) = workload.main() else { continue };
        let url = format!("http://{}:{}", proxy.host_from(&workload.meta.namespace), proxy.port);
        for name in names.iter().copied() {
            let seen = environment::one(container, &workload.meta.namespace, &index, name);
            if seen.is_some_and(|it| it.value.is_none_or(|value| !value.is_empty())) {
                continue;
            }
            let change = variable(inventory, container, name, &url);
            let what = text!("`{name}` is {url}", "`{name}` を {url} にしました");
            edits.push(Edit { place: container.name.place, changes: vec![change], what });
        }
        if component == Component::AgentSandbox && !sees(workload, container, &index, &["NO_PROXY", "no_proxy"]) {
            let change = variable(inventory, container, "NO_PROXY", "localhost,127.0.0.1");
            let what = text!("`NO_PROXY` is the pod itself", "`NO_PROXY` を Pod 自身だけにしました");
            edits.push(Edit { place: container.name.place, changes: vec![change], what });
        }
    }
    stream.change(edits);
}

fn sees(workload: &Workload, container: &Container, index: &Index<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| environment::one(container, &workload.meta.namespace, index, name).is_some())
}

/// Sets a variable of a container, which beats whatever `envFrom` brings.
fn variable(inventory: &Inventory, container: &Container, name: &str, value: &str) -> Change {
    let own = container.env.iter().rev().find(|it| *it.name.value == *name);
    match own {
        Some(own) => Change::Set(inventory.documents.path_below(own.place, &["value"]), value.into()),
        None => {
            let entry = Value::map([("name", name.into()), ("value", value.into())]);
            Change::Push(inventory.documents.path_below(container.place, &["env"]), entry)
        }
    }
}

/// Agents ask their proxy for Dify's own addresses, and Squid looks names up as they are, without the pod's search domains.
fn name_for_agents(stream: &mut Stream<'_>, home: &str) {
    let here = stream.inventory.services.iter().filter(|it| *it.meta.namespace == *home);
    let names: Vec<Name> = here
        .map(|it| Name {
            service: it.meta.name.to_string(),
            namespace: home.to_owned(),
            bare: true,
            full: full(&it.meta.name, home),
        })
        .collect();
    name_in_full(stream, |text| match text.name {
        "DIFY_AGENT_STUB_API_BASE_URL" | "INTERNAL_FILES_URL" if text.namespace == home => &names,
        _ => &[],
    });
}
