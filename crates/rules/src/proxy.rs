//! Whether a part of Dify goes out through the SSRF proxy (D:api/core/helper/ssrf_proxy.py): `SSRF_PROXY_ALL_URL`, or both of
//! `SSRF_PROXY_HTTP_URL` and `SSRF_PROXY_HTTPS_URL`; one of the two alone is ignored.

use std::collections::BTreeMap;

use dify::{Component, flow};
use inventory::environment::Variable;
use model::{ConfigKind, Container, EnvFromKind, OtherKind, Place, Workload};

use crate::directive::mounted;
use crate::facts::Facts;
use crate::squid;

/// How a part goes out.
pub(crate) enum Way {
    /// Through the proxy.
    Proxied,
    /// One variable of two, which is ignored; where it is asked for, and which.
    Half(Place, &'static str),
    /// Directly.
    Direct,
    /// Its environment is not in the input.
    Unseen,
}

/// Whether the component fetches what users name, and so should go through the SSRF proxy.
fn fetches(component: Component) -> bool {
    component.runs_api_image() && flow::flows_between(component, Component::SsrfProxy).next().is_some()
}

/// How api or worker goes out.
fn of_api(facts: &Facts<'_>, workload: &Workload) -> Way {
    const HTTP: &str = "SSRF_PROXY_HTTP_URL";
    const HTTPS: &str = "SSRF_PROXY_HTTPS_URL";
    let Some(container) = main(workload) else { return Way::Unseen };
    let variables = facts.environment(workload, container);
    let http = set(&variables, HTTP);
    let https = set(&variables, HTTPS);
    match (http, https) {
        _ if set(&variables, "SSRF_PROXY_ALL_URL").is_some() => Way::Proxied,
        (Some(_), Some(_)) => Way::Proxied,
        _ if !is_seen(facts, workload, container) => Way::Unseen,
        (Some(one), None) => Way::Half(one.asked, HTTP),
        (None, Some(one)) => Way::Half(one.asked, HTTPS),
        (None, None) => Way::Direct,
    }
}

/// How the sandbox's code goes out, where it looks at the usual variables or the sandbox's own file names the proxy.
pub(crate) fn of_sandbox(facts: &Facts<'_>, workload: &Workload) -> Way {
    let Some(container) = main(workload) else { return Way::Unseen };
    let variables = facts.environment(workload, container);
    let either = |names: [&str; 2]| names.iter().any(|name| set(&variables, name).is_some());
    let off = inventory::environment::value(&variables, "ENABLE_NETWORK");
    if off.is_some_and(|it| it.eq_ignore_ascii_case("false")) {
        return Way::Proxied;
    }
    if either(["HTTP_PROXY", "http_proxy"]) && either(["HTTPS_PROXY", "https_proxy"]) {
        return Way::Proxied;
    }
    if !is_seen(facts, workload, container)
        || mounted(facts, workload).iter().any(|(_, it)| &*it.key.value == "config.yaml")
    {
        return Way::Unseen;
    }
    Way::Direct
}

/// The parts of one namespace that fetch what users name.
#[derive(Default)]
pub(crate) struct Fetching<'a> {
    /// The parts, and how each goes out.
    pub(crate) ways: Vec<(Component, &'a Workload, Way)>,
    /// Whether an SSRF proxy runs beside them.
    pub(crate) proxy: bool,
}

impl Fetching<'_> {
    /// Whether any of them is told of a proxy.
    pub(crate) fn is_told(&self) -> bool {
        self.ways.iter().any(|(_, _, way)| matches!(way, Way::Proxied | Way::Half(..)))
    }
}

/// What fetches, namespace by namespace: each is an environment of its own.
pub(crate) fn fetching<'a>(facts: &Facts<'a>) -> Vec<Fetching<'a>> {
    let mut by_namespace: BTreeMap<&str, Fetching<'a>> = BTreeMap::new();
    for (component, workload) in facts.components() {
        let fetches = fetches(component);
        if !fetches && component != Component::SsrfProxy {
            continue;
        }
        let here = by_namespace.entry(&workload.meta.namespace).or_default();
        if fetches {
            here.ways.push((component, workload, of_api(facts, workload)));
        } else {
            here.proxy = true;
        }
    }
    by_namespace.into_values().filter(|it| !it.ways.is_empty()).collect()
}

/// The container that makes the workload what it is.
pub(crate) fn main(workload: &Workload) -> Option<&Container> {
    workload.main()
}

fn set<'v, 'a>(variables: &'v [Variable<'a>], name: &str) -> Option<&'v Variable<'a>> {
    let found = variables.iter().find(|it| it.name == name)?;
    found.value.is_none_or(|value| !value.expose().trim().is_empty()).then_some(found)
}

/// Whether everything that the container takes from elsewhere is in the input.
fn is_seen(facts: &Facts<'_>, workload: &Workload, container: &Container) -> bool {
    let namespace = &*workload.meta.namespace;
    container.env_from.iter().all(|from| {
        let kind = match from.kind {
            EnvFromKind::ConfigMap => ConfigKind::ConfigMap,
            EnvFromKind::Secret => ConfigKind::Secret,
        };
        facts.index.config(kind, namespace, &from.name).is_some()
            || match facts.index.maker(namespace, &from.name) {
                Some(OtherKind::ExternalSecret { keys, .. }) => keys.is_some(),
                Some(_) => true,
                // A Secret holds keys and passwords; the address of a proxy is no secret.
                None => kind == ConfigKind::Secret,
            }
    })
}

/// A configuration of Squid: its text and where it stands.
pub(crate) struct SquidConfig<'a> {
    pub(crate) text: &'a str,
    pub(crate) place: Place,
    /// The object that holds it, where it is not the workload itself.
    pub(crate) holder: Option<&'a model::Meta>,
}

/// The configurations that a proxy is given; none where it runs with its image's own.
pub(crate) fn squid_configs<'a>(facts: &Facts<'a>, workload: &'a Workload) -> Vec<SquidConfig<'a>> {
    let mut found = Vec::new();
    for (config, entry) in mounted(facts, workload) {
        let (text, place) = (entry.value.expose(), entry.value.place);
        if squid::is_config(text) {
            found.push(SquidConfig { text, place, holder: Some(&config.meta) });
        }
    }
    for container in &workload.pod.spec.containers {
        let words = container.command.iter().chain(&container.args);
        for word in words.filter(|it| squid::is_config(it.expose())) {
            found.push(SquidConfig { text: word.expose(), place: word.place, holder: None });
        }
    }
    found
}
