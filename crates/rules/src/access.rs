//! The rights that are dangerous, which entries of roles open them, and who has a role in the end, as `rbac` says it.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use lang::Text;
use model::{Binding, Inventory, Located, Place, PolicyVerbs, Role};
use rbac::{Entry, Grant, Question, What, Whom};

/// Something that a role may allow: any of the verbs on any of the resources.
pub(crate) struct Right {
    verbs: &'static [&'static str],
    group: &'static str,
    /// `resource` or `resource/subresource`.
    resources: &'static [&'static str],
    /// Whether the resources are of the cluster: only a ClusterRoleBinding gives them.
    of_cluster: bool,
    /// Names of objects for which the right opens nothing.
    harmless: &'static [&'static str],
}

const fn right(verbs: &'static [&'static str], group: &'static str, resources: &'static [&'static str]) -> Right {
    Right { verbs, group, resources, of_cluster: false, harmless: &[] }
}

const fn of_cluster(verbs: &'static [&'static str], group: &'static str, resources: &'static [&'static str]) -> Right {
    Right { verbs, group, resources, of_cluster: true, harmless: &[] }
}

const CHANGE: &[&str] = &["create", "update", "patch"];
/// The methods of HTTP, as verbs.
const ANY_METHOD: &[&str] = &["get", "create", "update", "patch", "delete"];
const WRITE: &[&str] = &["create", "update", "patch", "delete", "deletecollection"];
const RBAC: &str = "rbac.authorization.k8s.io";

pub(crate) static READ_SECRETS: &[Right] = &[right(&["get", "list", "watch"], "", &["secrets"])];
pub(crate) static ESCALATE: &[Right] = &[
    // Which ClusterRole a RoleBinding may give is asked for in its namespace; what a ClusterRole may hold, for the cluster.
    right(&["bind"], RBAC, &["roles", "clusterroles"]),
    right(&["escalate"], RBAC, &["roles"]),
    of_cluster(&["escalate"], RBAC, &["clusterroles"]),
    of_cluster(&["impersonate"], "", &["users", "groups"]),
    right(&["impersonate"], "", &["serviceaccounts"]),
    // The keys of the extras are subresources.
    of_cluster(&["impersonate"], "authentication.k8s.io", &["uids", "userextras/*"]),
];
pub(crate) static CREATE_WORKLOADS: &[Right] = &[
    right(CHANGE, "", &["pods", "replicationcontrollers"]),
    right(CHANGE, "apps", &["deployments", "statefulsets", "daemonsets", "replicasets"]),
    right(CHANGE, "batch", &["jobs", "cronjobs"]),
    right(CHANGE, "apps.openshift.io", &["deploymentconfigs"]),
    right(CHANGE, "argoproj.io", &["rollouts", "workflows", "cronworkflows"]),
    right(CHANGE, "serving.knative.dev", &["services", "configurations"]),
];
pub(crate) static ENTER_PODS: &[Right] = &[
    right(&["create", "get"], "", &["pods/exec", "pods/attach", "pods/portforward"]),
    right(&["update", "patch"], "", &["pods/ephemeralcontainers"]),
    right(ANY_METHOD, "", &["pods/proxy", "services/proxy"]),
];
pub(crate) static CREATE_TOKENS: &[Right] = &[right(&["create"], "", &["serviceaccounts/token"])];
pub(crate) static NODES_PROXY: &[Right] = &[of_cluster(ANY_METHOD, "", &["nodes/proxy"])];
pub(crate) static CREATE_VOLUMES: &[Right] = &[of_cluster(&["create"], "", &["persistentvolumes"])];
pub(crate) static APPROVE_CERTIFICATES: &[Right] = &[
    of_cluster(&["update", "patch"], "certificates.k8s.io", &["certificatesigningrequests/approval"]),
    of_cluster(&["approve", "sign"], "certificates.k8s.io", &["signers"]),
];
pub(crate) static CHANGE_WEBHOOKS: &[Right] = &[of_cluster(
    WRITE,
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

/// A RoleBinding gives these for the namespace where it stands.
pub(crate) static CHANGE_NAMESPACES: &[Right] = &[right(&["update", "patch"], "", &["namespaces"])];
pub(crate) static CHANGE_NETWORK_POLICIES: &[Right] = &[
    right(WRITE, "networking.k8s.io", &["networkpolicies"]),
    of_cluster(
        WRITE,
        "policy.networking.k8s.io",
        &["adminnetworkpolicies", "baselineadminnetworkpolicies", "clusternetworkpolicies"],
    ),
    right(WRITE, "cilium.io", &["ciliumnetworkpolicies"]),
    of_cluster(WRITE, "cilium.io", &["ciliumclusterwidenetworkpolicies"]),
    right(WRITE, "crd.projectcalico.org", &["networkpolicies"]),
    right(WRITE, "projectcalico.org", &["networkpolicies"]),
    of_cluster(WRITE, "crd.projectcalico.org", &["globalnetworkpolicies"]),
    of_cluster(WRITE, "projectcalico.org", &["globalnetworkpolicies"]),
];
pub(crate) static CHANGE_API_SERVICES: &[Right] =
    &[of_cluster(&["create", "update", "patch"], "apiregistration.k8s.io", &["apiservices"])];
/// What OpenShift's own restricted constraints allow is no more than `restricted` of the Pod Security Standards, or `baseline`.
const RESTRICTED_SCC: &[&str] = &["restricted", "restricted-v2", "restricted-v3", "nonroot", "nonroot-v2"];
pub(crate) static USE_EXEMPTIONS: &[Right] = &[
    Right {
        verbs: &["use"],
        group: "security.openshift.io",
        resources: &["securitycontextconstraints"],
        of_cluster: false,
        harmless: RESTRICTED_SCC,
    },
    right(&["use"], "policy", &["podsecuritypolicies"]),
    right(&["use"], "extensions", &["podsecuritypolicies"]),
];

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
    (CHANGE_NAMESPACES, Text::new("lifting Pod Security labels", "Pod Security ラベルの変更")),
    (CHANGE_NETWORK_POLICIES, Text::new("changing network policies", "ネットワークポリシーの変更")),
    (CHANGE_API_SERVICES, Text::new("taking over parts of the API", "API の一部の差し替え")),
    (USE_EXEMPTIONS, Text::new("running privileged pods", "特権 Pod の実行")),
];

impl Right {
    /// The objects that are worth asking about: those that an entry names, else all. A RoleBinding reaches one Namespace: its own.
    fn names<'q>(&self, entry: &Entry<'q>, reach: &Reach<'q>) -> Vec<&'q str> {
        match (entry.names.is_empty(), reach.everywhere || !self.resources.contains(&"namespaces")) {
            (true, true) => vec![""],
            (true, false) => reach.namespaces.clone(),
            (false, _) => entry.names.iter().copied().filter(|it| !self.harmless.contains(it)).collect(),
        }
    }

    /// The subresources that an entry writes of a resource, where any of them counts; else the one that is meant.
    fn subresources<'e>(resource: &str, meant: &'e str, entry: &Entry<'e>) -> Vec<&'e str> {
        if meant != "*" {
            return vec![meant];
        }
        let written =
            entry.resources.iter().filter_map(|it| if *it == "*" { Some(("*", "x")) } else { it.split_once('/') });
        written.filter(|(of, _)| *of == "*" || *of == resource).map(|(_, written)| written).collect()
    }

    /// The questions that it stands for, as far as an entry can answer them where it holds.
    fn questions<'q>(&'q self, entry: &'q Entry<'q>, reach: &Reach<'q>) -> impl Iterator<Item = Question> + 'q {
        let names = self.names(entry, reach);
        let asked = self.resources.iter().flat_map(move |written| {
            let (resource, meant) = written.split_once('/').unwrap_or((written, ""));
            Right::subresources(resource, meant, entry).into_iter().map(move |subresource| (resource, subresource))
        });
        asked.flat_map(move |(resource, subresource)| {
            let names = names.clone();
            self.verbs.iter().flat_map(move |verb| {
                let ask = |name: &&str| self.question(verb, resource, subresource, name);
                names.iter().map(ask).collect::<Vec<_>>()
            })
        })
    }

    fn question(&self, verb: &str, resource: &str, subresource: &str, name: &str) -> Question {
        // A name is not known when an object is made.
        let nameless = subresource.is_empty() && matches!(verb, "create" | "deletecollection");
        let what = What::Resource {
            group: self.group.to_owned(),
            resource: resource.to_owned(),
            subresource: subresource.to_owned(),
            name: if nameless { String::new() } else { name.to_owned() },
            namespaced: Some(!self.of_cluster),
        };
        Question { verb: verb.to_owned(), what }
    }
}

/// Where what a role allows holds.
struct Reach<'q> {
    /// In the whole cluster.
    everywhere: bool,
    /// In these namespaces; empty where it holds everywhere.
    namespaces: Vec<&'q str>,
}

impl Reach<'_> {
    fn answers(&self, question: &Question) -> bool {
        let scope = question.scope(None);
        self.everywhere || self.namespaces.iter().any(|it| scope.holds_in(it))
    }
}

/// How an entry opens a right.
pub(crate) struct Opened<'a> {
    /// The verb, as written.
    pub(crate) verb: &'a Located<Box<str>>,
    /// The resource, as written.
    pub(crate) resource: &'a Located<Box<str>>,
}

/// The grants that give one role, together.
struct Holding<'a> {
    grants: Vec<usize>,
    /// Whether one of them holds in the whole cluster; else the namespaces in which they hold.
    everywhere: bool,
    namespaces: BTreeSet<&'a str>,
    /// Whether any of what they give is brought by Kubernetes.
    has_brought: bool,
    /// To whom, in words.
    described: OnceLock<Text>,
}

/// What an inventory's bindings give, and to whom.
pub(crate) struct Access<'a> {
    pub(crate) grants: Vec<Grant<'a>>,
    /// By what is given: the grants of one role.
    holdings: Vec<Holding<'a>>,
    /// By grant.
    holding_of: Vec<usize>,
    /// By the place of a role: what gives it, also by way of a role that it adds to.
    of_role: HashMap<Place, Vec<usize>>,
    /// By the place of a binding.
    of_binding: HashMap<Place, usize>,
}

impl<'a> Access<'a> {
    pub(crate) fn of(inventory: &'a Inventory) -> Access<'a> {
        let grants = rbac::grants(inventory);
        let mut holdings: Vec<Holding<'a>> = Vec::new();
        let mut known = HashMap::new();
        let mut holding_of = Vec::with_capacity(grants.len());
        let mut of_role: HashMap<Place, Vec<usize>> = HashMap::new();
        for (at, grant) in grants.iter().enumerate() {
            // An empty list has no address of its own, and gives nothing.
            let key = (grant.entries.as_ptr(), grant.entries.is_empty().then_some(at));
            let holding = *known.entry(key).or_insert_with(|| {
                for (role, _) in grant.entries.iter().filter_map(|it| it.written) {
                    let own = of_role.entry(role.meta.place).or_default();
                    if own.last() != Some(&holdings.len()) {
                        own.push(holdings.len());
                    }
                }
                holdings.push(Holding::of(grant));
                holdings.len() - 1
            });
            holdings[holding].add(at, grant);
            holding_of.push(holding);
        }
        let of_binding = grants.iter().enumerate().map(|(at, it)| (it.binding.meta.place, at)).collect();
        Access { grants, holdings, holding_of, of_role, of_binding }
    }

    /// What gives a role.
    fn of_role(&self, role: &Role) -> impl Iterator<Item = &Holding<'a>> {
        self.of_role.get(&role.meta.place).into_iter().flatten().map(|at| &self.holdings[*at])
    }

    pub(crate) fn is_given(&self, role: &Role) -> bool {
        self.of_role(role).next().is_some()
    }

    /// Where a role holds. One that nobody is given is taken for the most that it can be.
    fn reach<'r>(&'r self, role: &'r Role) -> Reach<'r> {
        if &*role.meta.kind != "ClusterRole" {
            return Reach { everywhere: false, namespaces: vec![&role.meta.namespace] };
        }
        if !self.is_given(role) || self.of_role(role).any(|it| it.everywhere) {
            return Reach { everywhere: true, namespaces: Vec::new() };
        }
        let mut namespaces: Vec<&str> = self.of_role(role).flat_map(|it| &it.namespaces).copied().collect();
        namespaces.sort_unstable();
        namespaces.dedup();
        Reach { everywhere: false, namespaces }
    }

    /// Whether an entry gives nothing where its role holds: it names Namespaces, and is given in others.
    pub(crate) fn is_void(&self, role: &Role, entry: &PolicyVerbs) -> bool {
        let reach = self.reach(role);
        let reaches = |it: &Located<Box<str>>| reach.everywhere || reach.namespaces.contains(&&*it.value);
        let is_of_namespaces = entry.resources.iter().all(|it| &*it.value == "namespaces")
            && entry.api_groups.iter().all(|it| it.value.is_empty());
        is_of_namespaces && !entry.resource_names.is_empty() && !entry.resource_names.iter().any(reaches)
    }

    /// How an entry of a role opens one of the rights, if it does.
    pub(crate) fn opens<'e>(&self, role: &Role, entry: &'e PolicyVerbs, rights: &[Right]) -> Option<Opened<'e>> {
        let question = answered(&Entry::of(entry), &self.reach(role), rights)?;
        opened(entry, &question)
    }

    /// The grant of a binding; `None` where the binding names nobody.
    pub(crate) fn of_binding(&self, binding: &Binding) -> Option<&Grant<'a>> {
        self.of_binding.get(&binding.meta.place).map(|at| &self.grants[*at])
    }

    /// What a binding opens by what Kubernetes brings, and not by what the input writes.
    pub(crate) fn dangers_brought(&self, binding: &Binding) -> Vec<&'static Text> {
        let Some(at) = self.of_binding.get(&binding.meta.place).copied() else { return Vec::new() };
        if !self.holdings[self.holding_of[at]].has_brought {
            return Vec::new();
        }
        let grant = &self.grants[at];
        let brought: Vec<&Entry<'_>> =
            grant.entries.iter().filter(|it| it.written.is_none()).map(|it| &it.entry).collect();
        let namespaces = if grant.of_cluster { Vec::new() } else { vec![&*binding.meta.namespace] };
        let reach = Reach { everywhere: grant.of_cluster, namespaces };
        let opens = |rights: &[Right]| brought.iter().any(|it| answered(it, &reach, rights).is_some());
        DANGEROUS.iter().filter(|(rights, _)| opens(rights)).map(|(_, what)| what).collect()
    }

    /// What an entry opens of all that is dangerous.
    pub(crate) fn dangers(&self, role: &Role, entry: &PolicyVerbs) -> Vec<&'static Text> {
        let opened = DANGEROUS.iter().filter(|(rights, _)| self.opens(role, entry, rights).is_some());
        opened.map(|(_, what)| what).collect()
    }

    /// Who has the role, in words.
    pub(crate) fn describe(&self, role: &Role) -> Text {
        let mut all = self.of_role(role);
        match (all.next(), all.next()) {
            (None, _) => Text::new(
                "no binding in the input gives it to anybody",
                "入力の中に、このロールを与えるバインディングはありません",
            ),
            (Some(only), None) => only.described.get_or_init(|| self.given_by([only])).clone(),
            (Some(_), Some(_)) => self.given_by(self.of_role(role)),
        }
    }

    fn given_by<'h>(&self, holdings: impl IntoIterator<Item = &'h Holding<'a>>) -> Text
    where
        'a: 'h,
    {
        let grants = holdings.into_iter().flat_map(|it| &it.grants).map(|at| &self.grants[*at]);
        given(grants.flat_map(|it| &it.whom).map(named_whom).collect())
    }
}

impl<'a> Holding<'a> {
    fn of(grant: &Grant<'a>) -> Holding<'a> {
        let has_brought = grant.entries.iter().any(|it| it.written.is_none());
        let described = OnceLock::new();
        Holding { grants: Vec::new(), everywhere: false, namespaces: BTreeSet::new(), has_brought, described }
    }

    fn add(&mut self, at: usize, grant: &Grant<'a>) {
        self.grants.push(at);
        self.everywhere |= grant.of_cluster;
        if !grant.of_cluster {
            self.namespaces.insert(&grant.binding.meta.namespace);
        }
    }
}

/// The first question about the rights that an entry answers where it holds.
fn answered<'q>(entry: &'q Entry<'q>, reach: &Reach<'q>, rights: &'q [Right]) -> Option<Question> {
    let asked = rights.iter().flat_map(|right| right.questions(entry, reach));
    { asked }.find(|question| entry.allows(question) && reach.answers(question))
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

/// Whom something is given to: so many by name, and how many more.
pub(crate) fn given(mut who: Vec<String>) -> Text {
    const NAMED: usize = 20;
    who.sort();
    who.dedup();
    let more = who.len().saturating_sub(NAMED);
    who.truncate(NAMED);
    let list = match more {
        0 => lang::list(who),
        _ => {
            let (en, ja) = (lang::list(&who), lang::list(&who));
            Text::owned(
                format!("{} and {more} more", en.get(lang::Lang::En)),
                format!("{}ほか {more} 件", ja.get(lang::Lang::Ja)),
            )
        }
    };
    Text::owned(
        format!("given to {}", list.get(lang::Lang::En)),
        format!("与えられている相手:{}", list.get(lang::Lang::Ja)),
    )
}
