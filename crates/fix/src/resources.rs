//! Limits and probes.

use dify::Component;
use dify::entry::Size;
use edit::{Change, Value};
use lang::Text;
use model::{ContainerRole, ProbeKind, Workload};
use rules::needs::Question;

use crate::case::{Case, is_confirmed, safe_if};

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
    let why = Text::new(
        "figures to start measuring from; Dify publishes none",
        "計測を始めるための目安で、Dify は数値を公開していないため",
    );
    case.add(false, safe_if(false), container.place, changes, why);
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
    let (Some(component), Some(container)) = (workload.component, workload.main()) else {
        case.keep(Text::new("what this image answers is not known", "このイメージが何に応答するかわからないため"));
        return;
    };
    if container.role != ContainerRole::Regular {
        return;
    }
    let Some(needs) = case.needs(workload, container) else { return };
    let (question, mark) = match needs.probe() {
        Ok(known) => known,
        Err(none) => return case.keep(none.reason()),
    };
    let missing = |kind| !container.probes.iter().any(|it| it.kind == kind);
    let mut changes: Vec<Change> = Vec::new();
    // Nobody sends requests to what only fetches its work.
    if missing(ProbeKind::Readiness) && !component.only_fetches() {
        changes.push(case.set(container.place, &["readinessProbe"], probe(&question, 10, 6)));
    }
    if missing(ProbeKind::Liveness) {
        // A first start migrates a database or reads it in: nobody may end it meanwhile.
        if missing(ProbeKind::Startup) && !component.only_fetches() {
            let failures = if starts_slowly(component) { 180 } else { 30 };
            changes.push(case.set(container.place, &["startupProbe"], probe(&alive(&question), 10, failures)));
        }
        let period = if component.only_fetches() { 120 } else { 30 };
        changes.push(case.set(container.place, &["livenessProbe"], probe(&alive(&question), period, 6)));
    }
    let words = question.words();
    let (en, ja) = words.both();
    let why = lang::text!("of this version {en}", "この版では、{ja}ため");
    case.add(is_confirmed(mark), safe_if(false), container.place, changes, why);
}

/// What is not ready for others (a store that waits for its peers, or reads its data in) need not be started again.
fn alive(question: &Question) -> Question {
    match question {
        Question::Http { path, port } if path.contains("ready") => Question::Tcp { port: *port },
        question => question.clone(),
    }
}

/// What migrates a database or reads one in before it answers.
fn starts_slowly(component: Component) -> bool {
    component.is_store() || component.runs_api_image() || component == Component::PluginDaemon
}

fn probe(question: &Question, period: i64, failures: i64) -> Value {
    let asked = match question {
        Question::Http { path, port } => {
            ("httpGet", Value::map([("path", (*path).into()), ("port", Value::Int(i64::from(*port)))]))
        }
        Question::Tcp { port } => ("tcpSocket", Value::map([("port", Value::Int(i64::from(*port)))])),
        Question::Exec(command) => {
            ("exec", Value::map([("command", Value::texts(command.iter().map(String::as_str)))]))
        }
    };
    let patience = match question {
        Question::Exec(_) => 30.min(period),
        _ => 5,
    };
    Value::map([
        asked,
        ("periodSeconds", Value::Int(period)),
        ("timeoutSeconds", Value::Int(patience)),
        ("failureThreshold", Value::Int(failures)),
    ])
}
