//! The rights that are dangerous, which entries of roles open them, and who has a role in the end, as `rbac` says it.

use std::collections::HashMap;

use lang::Text;
use model::{Inventory, Located, Place, PolicyVerbs, Role};
use rbac::{Entry, Grant, Question, What, Whom};

/// Something that a role may allow: any of the verbs on any of the resources.
pub(crate) struct Right {
    verbs: &'static [&'static str],
    group: &'static str,
    /// `resource` or `resource/subresource`.
    resources: &'static [&'static str],
    /// Whether the resources are of the cluster: only a ClusterRoleBinding gives them.
    of_cluster: bool,
}

const fn right(verbs: &'static [&'static str], group: &'static str, resources: &'static [&'static str]) -> Right {
    Right { verbs, group, resources, of_cluster: false }
}

const fn of_cluster(verbs: &'static [&'static str], group: &'static str, resources: &'static [&'static str]) -> Right {
    Right { verbs, group, resources, of_cluster: true }
}

const CHANGE: &[&str] = &["create", "update", "patch"];
const RBAC: &str = "rbac.authorization.k8s.io";

pub(crate) static READ_SECRETS: &[Right] = &[right(&["get", "list", "watch"], "", &["secrets"])];
pub(crate) static ESCALATE: &[Right] = &[
    right(&["escalate", "bind"], RBAC, &["roles", "clusterroles"]),
    of_cluster(&["impersonate"], "", &["users", "groups"]),
    right(&["impersonate"], "", &["serviceaccounts"]),
    of_cluster(&["impersonate"], "authentication.k8s.io", &["uids", "userextras"]),
];
pub(crate) static CREATE_WORKLOADS: &[Right] = &[
    right(CHANGE, "", &["pods", "replicationcontrollers"]),
    right(CHANGE, "apps", &["deployments", "statefulsets", "daemonsets", "replicasets"]),
    right(CHANGE, "batch", &["jobs", "cronjobs"]),
];
pub(crate) static ENTER_PODS: &[Right] = &[
    right(&["create", "get"], "", &["pods/exec", "pods/attach", "pods/portforward"]),
    right(&["update", "patch"], "", &["pods/ephemeralcontainers"]),
];
pub(crate) static CREATE_TOKENS: &[Right] = &[right(&["create"], "", &["serviceaccounts/token"])];
pub(crate) static NODES_PROXY: &[Right] =
    &[of_cluster(&["get", "create", "update", "patch", "delete"], "", &["nodes/proxy"])];
pub(crate) static CREATE_VOLUMES: &[Right] = &[of_cluster(&["create"], "", &["persistentvolumes"])];
pub(crate) static APPROVE_CERTIFICATES: &[Right] = &[
    of_cluster(&["update", "patch"], "certificates.k8s.io", &["certificatesigningrequests/approval"]),
    of_cluster(&["approve", "sign"], "certificates.k8s.io", &["signers"]),
];
pub(crate) static CHANGE_WEBHOOKS: &[Right] = &[of_cluster(
    &["create", "update", "patch", "delete", "deletecollection"],
    "admissionregistration.k8s.io",
    &[
        "validatingwebhookconfigurations",
        "mutatingwebhookconfigurations",
        "validatingadmissionpolicies",
        "mutatingadmissionpolicies",
        "validatingadmissionpolicybindings",
        "mutatingadmissionpolicybindings",
    ],
)];

/// Every list of rights that has a rule of its own, with what it opens.
static DANGEROUS: &[(&[Right], Text)] = &[
    (READ_SECRETS, Text::new("reading Secrets", "Secret の読み取り")),
    (ESCALATE, Text::new("taking more rights", "権限の拡大")),
    (CREATE_WORKLOADS, Text::new("running pods", "Pod の実行")),
    (ENTER_PODS, Text::new("entering pods", "Pod 内での操作")),
    (CREATE_TOKENS, Text::new("making tokens", "トークンの発行")),
    (NODES_PROXY, Text::new("speaking to kubelets", "kubelet への接続")),
    (CREATE_VOLUMES, Text::new("making volumes", "ボリュームの作成")),
    (APPROVE_CERTIFICATES, Text::new("approving certificates", "証明書の承認")),
    (CHANGE_WEBHOOKS, Text::new("changing admission", "アドミッションの変更")),
];

impl Right {
    /// The questions that it stands for; about the one object of this name, where an entry is for named objects alone.
    pub(crate) fn questions<'q>(&'q self, name: &'q str) -> impl Iterator<Item = Question> + 'q {
        self.resources.iter().flat_map(move |written| {
            let (resource, subresource) = written.split_once('/').unwrap_or((written, ""));
            self.verbs.iter().map(move |verb| {
                // A name is not known when an object is made.
                let nameless = subresource.is_empty() && matches!(*verb, "create" | "deletecollection");
                let what = What::Resource {
                    group: self.group.to_owned(),
                    resource: resource.to_owned(),
                    subresource: subresource.to_owned(),
                    name: if nameless { String::new() } else { name.to_owned() },
                    namespaced: Some(!self.of_cluster),
                };
                Question { verb: (*verb).to_owned(), what }
            })
        })
    }
}

/// How an entry opens a right.
pub(crate) struct Opened<'a> {
    /// The verb, as written.
    pub(crate) verb: &'a Located<Box<str>>,
    /// The resource, as written.
    pub(crate) resource: &'a Located<Box<str>>,
}

/// What an inventory's bindings give, and to whom.
pub(crate) struct Access<'a> {
    pub(crate) grants: Vec<Grant<'a>>,
    /// By the place of a role: the grants that give it, also by way of a built-in role that it adds to.
    of_role: HashMap<Place, Vec<usize>>,
}

impl<'a> Access<'a> {
    pub(crate) fn of(inventory: &'a Inventory) -> Access<'a> {
        let grants = rbac::grants(inventory);
        let mut of_role: HashMap<Place, Vec<usize>> = HashMap::new();
        for (at, grant) in grants.iter().enumerate() {
            for (role, _) in grant.entries.iter().filter_map(|it| it.written) {
                let known = of_role.entry(role.meta.place).or_default();
                if known.last() != Some(&at) {
                    known.push(at);
                }
            }
        }
        Access { grants, of_role }
    }

    /// The grants that give a role.
    fn of_role(&self, role: &Role) -> impl Iterator<Item = &Grant<'a>> {
        self.of_role.get(&role.meta.place).into_iter().flatten().map(|at| &self.grants[*at])
    }

    pub(crate) fn is_given(&self, role: &Role) -> bool {
        self.of_role(role).next().is_some()
    }

    /// Whether a role holds in the whole cluster. One that nobody is given is taken for the most that it can be.
    fn holds_everywhere(&self, role: &Role) -> bool {
        let can = &*role.meta.kind == "ClusterRole";
        can && (!self.is_given(role) || self.of_role(role).any(|it| it.of_cluster))
    }

    /// How an entry of a role opens one of the rights, if it does.
    pub(crate) fn opens<'e>(&self, role: &Role, entry: &'e PolicyVerbs, rights: &[Right]) -> Option<Opened<'e>> {
        let everywhere = self.holds_everywhere(role);
        let name = entry.resource_names.first().map_or("", |it| &*it.value);
        let asked = rights.iter().filter(|it| everywhere || !it.of_cluster);
        asked.flat_map(|right| right.questions(name)).find_map(|question| opened(entry, &question))
    }

    /// What an entry opens of all that is dangerous.
    pub(crate) fn dangers(&self, role: &Role, entry: &PolicyVerbs) -> Vec<&'static Text> {
        let opened = DANGEROUS.iter().filter(|(rights, _)| self.opens(role, entry, rights).is_some());
        opened.map(|(_, what)| what).collect()
    }

    /// Who has the role, in words.
    pub(crate) fn describe(&self, role: &Role) -> Text {
        let who: Vec<String> = self.of_role(role).flat_map(|it| &it.whom).map(named_whom).collect();
        if who.is_empty() {
            return Text::new(
                "no binding in the input gives it to anybody",
                "入力の中に、このロールを与えるバインディングはありません",
            );
        }
        given(who)
    }
}

/// The verb and the resource by which an entry answers a question.
fn opened<'e>(entry: &'e PolicyVerbs, question: &Question) -> Option<Opened<'e>> {
    let whole = Entry::of(entry);
    if !whole.allows(question) {
        return None;
    }
    let verb = entry.verbs.iter().find(|it| Entry { verbs: vec![&it.value], ..whole.clone() }.allows(question))?;
    let resource =
        entry.resources.iter().find(|it| Entry { resources: vec![&it.value], ..whole.clone() }.allows(question))?;
    Some(Opened { verb, resource })
}

/// The `*` among the resources: it is the cause of all that follows from it.
pub(crate) fn every_resource(entry: &PolicyVerbs) -> Option<&Located<Box<str>>> {
    entry.resources.iter().find(|it| &*it.value == "*")
}

pub(crate) fn named_whom(whom: &Whom) -> String {
    let (kind, name) = (whom.kind.name(), &whom.name);
    if whom.namespace.is_empty() { format!("{kind} {name}") } else { format!("{kind} {}/{name}", whom.namespace) }
}

pub(crate) fn given(mut who: Vec<String>) -> Text {
    who.sort();
    who.dedup();
    let list = lang::list(who);
    Text::owned(
        format!("given to {}", list.get(lang::Lang::En)),
        format!("与えられている相手:{}", list.get(lang::Lang::Ja)),
    )
}
