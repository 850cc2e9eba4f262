//! Who can read a Secret: the workloads that take it, and whoever RBAC lets get or list it.

use std::collections::BTreeSet;

use model::{Config, Inventory};
use rbac::{Question, who_can};

use crate::age;
use crate::found::SecretRow;
use crate::unused;

/// A Secret's readers and days.
pub(crate) fn row(environment: &str, inventory: &Inventory, config: &Config) -> SecretRow {
    let (namespace, name) = (&*config.meta.namespace, &*config.meta.name.value);
    let takers = inventory.workloads.iter().filter(|it| unused::takes(it, config));
    let workloads: BTreeSet<String> = takers.map(|it| format!("{} {}", it.kind.name(), &*it.meta.name.value)).collect();
    let mut subjects = BTreeSet::new();
    let mut unseen = 0;
    for (verb, what) in [("get", format!("secrets/{name}")), ("list", "secrets".to_owned())] {
        let Ok(question) = Question::parse(verb, &what, None) else { continue };
        let answer = who_can(inventory, &question, Some(namespace));
        unseen = unseen.max(answer.unseen.len());
        subjects.extend(answer.holders.into_iter().map(|it| match &*it.whom.namespace {
            "" => format!("{} {}", it.whom.kind.name(), it.whom.name),
            namespace => format!("{} {namespace}/{}", it.whom.kind.name(), it.whom.name),
        }));
    }
    SecretRow {
        environment: environment.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        keys: age::days(config),
        workloads: workloads.into_iter().collect(),
        subjects: subjects.into_iter().collect(),
        unseen,
    }
}
