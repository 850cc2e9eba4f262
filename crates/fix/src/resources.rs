//! Limits and probes.

use dify::entry::Size;
use dify::profile;
use edit::{Change, Value};
use model::{Container, ContainerRole, ProbeKind, Workload};

use crate::case::{Case, safe_if};

/// Where to start measuring: the programs that hold documents and models' answers, and the ones that pass requests on. No
/// figure of these is published by Dify, which is why they ask for review.
fn size(workload: &Workload) -> (&'static str, &'static str, &'static str) {
    match workload.component.map(|it| it.entry().size) {
        Some(Size::Small) | None => ("100m", "256Mi", "1Gi"),
        Some(Size::Large) => ("250m", "1Gi", "2Gi"),
    }
}

pub(crate) fn limits(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let Some(container) = workload.pod.spec.containers.iter().find(|it| it.name.place == case.place) else { return };
    let (cpu, request, limit) = size(workload);
    let resources = &container.resources;
    let mut changes = Vec::new();
    let mut set = |way: [&str; 2], text: &str| {
        changes.push(case.set(container.place, &["resources", way[0], way[1]], text.into()));
    };
    if resources.cpu_request.is_none() && resources.cpu_limit.is_none() {
        set(["requests", "cpu"], cpu);
    }
    if resources.memory_limit.is_none() {
        match &resources.memory_request {
            None => {
                set(["requests", "memory"], request);
                set(["limits", "memory"], limit);
            }
            // A limit below the request is refused.
            Some(asked) => {
                let enough = bytes(&asked.value).zip(bytes(limit)).is_some_and(|(asked, limit)| asked <= limit);
                if enough || is_quantity(&asked.value) {
                    set(["limits", "memory"], if enough { limit } else { &asked.value });
                }
            }
        }
    }
    case.add_if(false, safe_if(false), container.place, changes);
}

/// Whether it has the form of a quantity: only that is written a second time.
fn is_quantity(text: &str) -> bool {
    let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let is_number = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    is_number && text.len() - digits.len() <= 2
}

/// The usual forms of a quantity; `None` for others.
fn bytes(quantity: &str) -> Option<u64> {
    let (digits, factor) = match quantity.strip_suffix("Gi") {
        Some(digits) => (digits, 1 << 30),
        None => (quantity.strip_suffix("Mi")?, 1 << 20),
    };
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

pub(crate) fn probes(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let (Some(component), Some(container)) = (workload.component, workload.main()) else { return };
    let Some(question) = dify::profile(component).probe else { return };
    if container.role != ContainerRole::Regular {
        return;
    }
    let missing = |kind| !container.probes.iter().any(|it| it.kind == kind);
    let mut changes: Vec<Change> = Vec::new();
    // Nobody sends requests to what only fetches its work.
    if missing(ProbeKind::Readiness) && !component.only_fetches() {
        changes.push(case.set(container.place, &["readinessProbe"], probe(question, container, 10)));
    }
    if missing(ProbeKind::Liveness) {
        let period = if component.only_fetches() { 120 } else { 30 };
        changes.push(case.set(container.place, &["livenessProbe"], probe(question, container, period)));
    }
    case.add_if(component.is_dify_own(), safe_if(false), container.place, changes);
}

fn probe(question: profile::Probe, container: &Container, period: i64) -> Value {
    let asked = match question {
        profile::Probe::Http { path, port } => {
            ("httpGet", Value::map([("path", path.into()), ("port", port_of(container, port))]))
        }
        profile::Probe::Tcp { port } => ("tcpSocket", Value::map([("port", port_of(container, port))])),
        profile::Probe::Exec(command) => ("exec", Value::map([("command", Value::texts(command.iter().copied()))])),
    };
    let patience = match question {
        profile::Probe::Exec(_) => 30.min(period),
        _ => 5,
    };
    Value::map([
        asked,
        ("periodSeconds", Value::Int(period)),
        ("timeoutSeconds", Value::Int(patience)),
        ("failureThreshold", Value::Int(6)),
    ])
}

/// The catalogue's port, unless the container declares just one and it is another.
fn port_of(container: &Container, known: u16) -> Value {
    match container.ports.as_slice() {
        [only] => Value::Int(only.container_port.map_or(i64::from(known), |it| it.value)),
        _ => Value::Int(i64::from(known)),
    }
}
