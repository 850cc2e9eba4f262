//! Who may do what is asked, by the bindings of the input.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lang::Text;
use model::{Inventory, Meta, Place};

use crate::grants::{Given, grants};
use crate::question::Question;
use crate::whom::{SubjectKind, Whom};

/// Somebody who may, and by what.
pub struct Holder<'a> {
    /// Who.
    pub whom: Whom,
    /// Every binding that gives it.
    pub via: Vec<Via<'a>>,
    /// The service accounts of the input that a group holds; empty for anybody else.
    pub members: Vec<(String, String)>,
}

/// A binding that gives a right.
pub struct Via<'a> {
    /// The binding.
    pub binding: &'a Meta,
    /// `Role` or `ClusterRole`.
    pub role_kind: &'a str,
    /// The name of the role.
    pub role_name: &'a str,
    /// The entry of the role; `None` where Kubernetes brings the role.
    pub entry: Option<Place>,
    /// The namespace in which it holds; `None` for everywhere.
    pub namespace: Option<&'a str>,
}

/// A binding whose role the input does not show: whom it names may or may not.
pub struct Unseen<'a> {
    /// The binding.
    pub binding: &'a Meta,
    /// Whom it names.
    pub whom: Vec<Whom>,
    /// Why it cannot be told.
    pub reason: Text,
}

/// Who may do what was asked.
pub struct Answer<'a> {
    /// Who may, by kind, namespace and name.
    pub holders: Vec<Holder<'a>>,
    /// What the input does not show.
    pub unseen: Vec<Unseen<'a>>,
}

/// Who may do what is asked in `namespace`; without one, in any namespace of the input.
///
/// Members of `system:masters` may do everything without any binding, and are not listed.
#[must_use]
pub fn who_can<'a>(inventory: &'a Inventory, question: &Question, namespace: Option<&str>) -> Answer<'a> {
    let scope = question.scope(namespace);
    let mut found: BTreeMap<Whom, Vec<Via<'a>>> = BTreeMap::new();
    let mut unseen = Vec::new();
    // Bindings that give one role give one answer.
    let mut answers: HashMap<*const Given<'a>, Option<Option<Place>>> = HashMap::new();
    for given in grants(inventory) {
        let own: &str = &given.binding.meta.namespace;
        if !given.of_cluster && !scope.holds_in(own) {
            continue;
        }
        let answer = || {
            // What the input writes can be shown.
            let (written, brought) = (given.entries.iter(), given.entries.iter());
            let entries = written.filter(|it| it.written.is_some()).chain(brought.filter(|it| it.written.is_none()));
            { entries }.find(|it| it.entry.allows(question)).map(|it| it.entry.place)
        };
        match *answers.entry(given.entries.as_ptr()).or_insert_with(answer) {
            Some(entry) => {
                for whom in given.whom {
                    found.entry(whom).or_default().push(Via {
                        binding: &given.binding.meta,
                        role_kind: &given.binding.role_kind,
                        role_name: &given.binding.role_name.value,
                        entry,
                        namespace: (!given.of_cluster).then_some(own),
                    });
                }
            }
            None => unseen.extend(given.hidden.map(|reason| Unseen {
                binding: &given.binding.meta,
                whom: given.whom,
                reason,
            })),
        }
    }
    let accounts = accounts(inventory);
    let holder = |(whom, via): (Whom, Vec<Via<'a>>)| Holder { members: members(&whom, &accounts), whom, via };
    Answer { holders: found.into_iter().map(holder).collect(), unseen }
}

/// The service accounts of the input: those that are written, and those that pods use.
fn accounts(inventory: &Inventory) -> BTreeSet<(String, String)> {
    let written = inventory.service_accounts.iter();
    let written = written.map(|it| (it.meta.namespace.to_string(), it.meta.name.value.to_string()));
    let used = inventory.workloads.iter().map(|workload| {
        let name = workload.pod.spec.service_account.as_ref().map_or("default", |it| &*it.value);
        (workload.meta.namespace.to_string(), name.to_owned())
    });
    written.chain(used).collect()
}

fn members(whom: &Whom, accounts: &BTreeSet<(String, String)>) -> Vec<(String, String)> {
    if whom.kind != SubjectKind::Group {
        return Vec::new();
    }
    let of = |namespace: &str| accounts.iter().filter(|it| it.0 == namespace).cloned().collect();
    match whom.name.as_str() {
        "system:serviceaccounts" | "system:authenticated" => accounts.iter().cloned().collect(),
        name => name.strip_prefix("system:serviceaccounts:").map(of).unwrap_or_default(),
    }
}
