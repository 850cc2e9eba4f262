//! Which remedies are worth a try, and which of them mends a cause.

use dify::Component;
use findings::{Audit, FixClass};
use model::{Inventory, Workload};
use overview::{After, Cause, Kind, Remedy, Steps, Way};

use super::upgrade;

/// Causes whose mending is tried: what a screen has room for.
pub(super) const FIRST: usize = 5;

/// The remedies to try first, each once: the first choice of the worst causes, and the one for everything.
pub(super) fn wanted(inventory: &Inventory, audit: &Audit, causes: &[Cause]) -> Vec<Remedy> {
    let mut wanted: Vec<Remedy> = Vec::new();
    for remedy in causes.iter().take(FIRST).filter_map(|it| for_cause(inventory, audit, it).into_iter().next()) {
        if !wanted.contains(&remedy) {
            wanted.push(remedy);
        }
    }
    let is_one = is_one_text(inventory) && inventory.workloads.iter().any(|it| it.component.is_some());
    if is_one && causes.len() > 1 {
        wanted.push(Remedy::Whole(Steps {
            ssrf_proxy: lacks_proxy(audit),
            policies: true,
            secret_refs: true,
            sandbox_namespace: sandbox_namespace(inventory),
        }));
    }
    wanted
}

/// What to try for causes that no way mends so far.
pub(super) fn further(inventory: &Inventory, audit: &Audit, causes: &[Cause], ways: &[Way]) -> Vec<Remedy> {
    let mut wanted: Vec<Remedy> = Vec::new();
    for cause in causes.iter().take(FIRST).filter(|it| way(inventory, audit, it, ways).is_none()) {
        for remedy in for_cause(inventory, audit, cause).into_iter().skip(1) {
            if !wanted.contains(&remedy) {
                wanted.push(remedy);
            }
        }
    }
    wanted
}

/// What may mend a cause, the first choice first. Manifests in one text are hardened; files are mended where they stand.
fn for_cause(inventory: &Inventory, audit: &Audit, cause: &Cause) -> Vec<Remedy> {
    let one = is_one_text(inventory);
    let mended = if one { Remedy::Harden(Steps::default()) } else { Remedy::Fix(FixClass::Review) };
    let with = |steps| if one { Some(Remedy::Harden(steps)) } else { None };
    match cause.kind {
        Kind::Credentials => {
            let refs = with(Steps { secret_refs: true, ..Steps::default() });
            [Remedy::Credentials].into_iter().chain(refs).collect()
        }
        Kind::PlainText => with(Steps { secret_refs: true, ..Steps::default() }).into_iter().collect(),
        Kind::Network => {
            let proxy = lacks_proxy(audit).then(|| Steps { ssrf_proxy: true, policies: true, ..Steps::default() });
            proxy.and_then(with).into_iter().chain([Remedy::Policies]).collect()
        }
        Kind::Exposure => vec![Remedy::Policies],
        Kind::Version => upgrade::remedy(inventory).into_iter().collect(),
        Kind::Pods | Kind::Settings | Kind::Logs | Kind::Other | Kind::Input => vec![mended],
        Kind::Access | Kind::Etcd | Kind::Images | Kind::Suppressions => Vec::new(),
    }
}

/// The way that mends a cause: the first that makes one of its findings go away, or the first choice where nothing was tried.
pub(super) fn way(inventory: &Inventory, audit: &Audit, cause: &Cause, ways: &[Way]) -> Option<usize> {
    let mends = |it: &Way| match &it.after {
        After::Judged(left) => cause.findings.iter().any(|at| left.gone.contains(at)),
        After::TooLarge => true,
    };
    let of = |remedy: Remedy| ways.iter().position(|it| it.remedy == remedy && mends(it));
    for_cause(inventory, audit, cause).into_iter().find_map(of)
}

fn is_one_text(inventory: &Inventory) -> bool {
    inventory.documents.origins().len() == 1
}

/// Whether fetches of Dify go around an SSRF proxy, or there is none.
fn lacks_proxy(audit: &Audit) -> bool {
    audit.findings.iter().any(|it| it.rule == "missing-ssrf-proxy" || it.rule == "bypassed-ssrf-proxy")
}

/// A namespace for the sandboxes, where they stand beside other parts of Dify in one.
fn sandbox_namespace(inventory: &Inventory) -> Option<String> {
    let is_sandbox = |it: &&Workload| matches!(it.component, Some(Component::Sandbox | Component::AgentSandbox));
    let sandbox = inventory.workloads.iter().find(is_sandbox)?;
    let namespace = &sandbox.meta.namespace;
    let beside = |it: &Workload| it.component.is_some() && !is_sandbox(&it) && it.meta.namespace == *namespace;
    let name = if namespace.is_empty() || &**namespace == "default" {
        "dify-sandbox".to_owned()
    } else {
        format!("{namespace}-sandbox")
    };
    (name.len() <= 63 && inventory.workloads.iter().any(beside)).then_some(name)
}
