//! The rights that are dangerous, and the entries of roles that give them.
//!
//! What an entry allows, and who has it in the end, `rbac` says: an entry opens a right where it answers one of the right's questions
//! as `sekisho rbac who-can` would ask it. A role that nobody is given opens nothing: what is wrong with it is worth knowing, and breaks
//! no control. No name and no label makes a role harmless; only what it gives does.

use findings::{Finding, Severity};
use lang::Text;
use model::{Binding, Meta, PolicyVerbs, Role};
use rbac::{SubjectKind, Whom, builtin};

pub(crate) use crate::access::{
    APPROVE_CERTIFICATES, CHANGE_API_SERVICES, CHANGE_NAMESPACES, CHANGE_NETWORK_POLICIES, CHANGE_WEBHOOKS,
    CREATE_TOKENS, CREATE_VOLUMES, CREATE_WORKLOADS, ENTER_PODS, ESCALATE, NODES_PROXY, READ_SECRETS, USE_EXEMPTIONS,
    every_resource,
};
use crate::access::{Access, Opened, Right, given, named_whom};
use crate::facts::Facts;
use crate::finding::{Breaking, Findings};

impl Access<'_> {
    /// Fits a finding about an entry of a role to whether anybody has anything by it.
    pub(crate) fn weigh(&self, role: &Role, entry: &PolicyVerbs, finding: &mut Finding) {
        finding.detail(self.describe(role));
        if !self.is_given(role) || self.is_void(role, entry) {
            finding.at_most(Severity::Low).breaking([]);
        }
    }
}

/// The roles of the input but for those that Kubernetes itself brings, as it brings them. What cannot be seen is said.
pub(crate) fn roles<'a>(facts: &Facts<'a>, findings: &mut Findings<'_>) -> Vec<&'a Role> {
    let all = facts.inventory.roles.iter();
    let roles: Vec<&Role> = all.filter(|it| !builtin::is_bootstrap_role(it)).collect();
    findings.look(roles.len());
    unseen(facts, findings);
    roles
}

/// The bindings of the input but for those that Kubernetes itself brings, as it brings them. What cannot be seen is said.
pub(crate) fn bindings<'a>(facts: &Facts<'a>, findings: &mut Findings<'_>) -> Vec<&'a Binding> {
    let all = facts.inventory.bindings.iter();
    let bindings: Vec<&Binding> = all.filter(|it| !builtin::is_bootstrap_binding(it)).collect();
    findings.look(bindings.len());
    unseen(facts, findings);
    bindings
}

/// A binding to a role that the input does not hold may give anything.
fn unseen(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if let Some(reason) = facts.access().grants.iter().find_map(|it| it.hidden.as_ref()) {
        findings.blind(reason);
    }
}

/// Reports every entry that opens one of the rights by naming the resource; once for each entry. An entry for objects that it
/// names is at most as bad as `named_only`. What is said is made of the role's name.
pub(crate) fn report(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    rights: &[Right],
    named_only: Option<Severity>,
    say: impl Fn(&str, &PolicyVerbs, &Opened<'_>) -> Text,
) {
    let access = facts.access();
    for role in roles(facts, findings) {
        for entry in role.rules.iter().filter(|it| every_resource(it).is_none()) {
            let Some(opened) = access.opens(role, entry, rights) else { continue };
            let reason = say(&named(role), entry, &opened);
            let finding = findings.report(&role.meta, opened.resource.place, reason);
            if let Some(severity) = named_only.filter(|_| !entry.resource_names.is_empty()) {
                finding.at_most(severity);
            }
            access.weigh(role, entry, finding);
        }
    }
}

/// The role as a person names it.
pub(crate) fn named(role: &Role) -> String {
    named_object(&role.meta)
}

/// An object as a person names it.
pub(crate) fn named_object(meta: &Meta) -> String {
    format!("{} `{}`", meta.kind, meta.name.value)
}

/// Whom a binding gives its role to.
pub(crate) fn subjects(facts: &Facts<'_>, binding: &Binding) -> Text {
    given(whom(facts, binding).iter().map(named_whom).collect())
}

/// Whom a binding names, as the authorizer sees them.
pub(crate) fn whom<'f>(facts: &'f Facts<'_>, binding: &Binding) -> &'f [Whom] {
    facts.access().of_binding(binding).map_or(&[], |it| &it.whom)
}

/// Whether this is the account of a pod: by its name, by its user name, or as one of a group of all.
pub(crate) fn is_of_pods(whom: &Whom) -> bool {
    let everybody = ["system:serviceaccounts", "system:authenticated"];
    match whom.kind {
        SubjectKind::ServiceAccount => true,
        SubjectKind::Group => {
            everybody.contains(&whom.name.as_str()) || whom.name.starts_with("system:serviceaccounts:")
        }
        SubjectKind::User => false,
    }
}

/// Whether a binding's role is all that Kubernetes brings under its name: nothing of the input has taken its place.
pub(crate) fn is_as_brought(facts: &Facts<'_>, binding: &Binding) -> bool {
    let grant = facts.access().of_binding(binding);
    let mut written = grant.into_iter().flat_map(|it| it.entries.iter()).filter_map(|it| it.written);
    written.all(|(role, _)| builtin::is_bootstrap_role(role))
}
