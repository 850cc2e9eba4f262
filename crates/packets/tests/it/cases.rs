//! Policies over the pods of the cluster: some by hand, each for one thing, and random ones from a seed.

use crate::cluster::{N_PODS, hosts};

/// A case: its name and its objects. The address of a pod stands in an annotation, for the enforcer.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) yaml: String,
}

const NAMESPACES: [&str; 3] = ["red", "blue", "green"];

/// Where each pod is, and its labels.
struct Pod {
    namespace: &'static str,
    labels: String,
    ports: String,
}

fn objects(pods: &[Pod], policies: &[String]) -> String {
    let mut out = String::new();
    for (at, name) in NAMESPACES.iter().enumerate() {
        let team = ["a", "b", "a"][at];
        out.push_str(&format!(
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {{team: {team}}}}}\n"
        ));
    }
    for (pod, host) in pods.iter().zip(hosts()) {
        let Pod { namespace, labels, ports } = pod;
        out.push_str(&format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {}\n  namespace: {namespace}\n  labels: {labels}\n  annotations: {{addresses: \"{},{}\"}}\n\
             spec: {{containers: [{{name: c, image: i, ports: [{ports}]}}]}}\n",
            host.name, host.v4, host.v6
        ));
    }
    for (at, policy) in policies.iter().enumerate() {
        out.push_str(&format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n{}",
            policy.replace("NAME", &format!("n{at}"))
        ));
    }
    out
}

/// p0, p1 in red; p2, p3 in blue; p4 in green; their `app` is a, b, a, b, c.
fn plain(name: &str, policies: &[&str]) -> Case {
    let pods: Vec<Pod> = [("red", "a"), ("red", "b"), ("blue", "a"), ("blue", "b"), ("green", "c")]
        .into_iter()
        .enumerate()
        .map(|(at, (namespace, app))| Pod {
            namespace,
            labels: format!("{{app: {app}}}"),
            ports: format!("{{name: http, protocol: TCP, containerPort: {}}}", if at == 1 { 81 } else { 80 }),
        })
        .collect();
    let policies: Vec<String> = policies.iter().map(|it| (*it).to_owned()).collect();
    Case { name: name.to_owned(), yaml: objects(&pods, &policies) }
}

pub(crate) fn by_hand() -> Vec<Case> {
    vec![
        plain("no policy", &[]),
        plain(
            "default deny",
            &["metadata: {name: NAME, namespace: red}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n"],
        ),
        plain(
            "absent policyTypes with egress rules, and a range of ports",
            &[
                "metadata: {name: NAME, namespace: red}\nspec: {podSelector: {matchLabels: {app: a}}, egress: [{to: [{podSelector: {}}], ports: [{port: 80, endPort: 81, protocol: TCP}]}]}\n",
            ],
        ),
        plain(
            "a named port is another number on another pod",
            &[
                "metadata: {name: NAME, namespace: red}\nspec: {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: http, protocol: TCP}]}]}\n",
            ],
        ),
        plain(
            "namespaces and pods together, and apart",
            &[
                "metadata: {name: NAME, namespace: blue}\nspec: {podSelector: {matchLabels: {app: a}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: b}}}]}]}\n",
                "metadata: {name: NAME, namespace: blue}\nspec: {podSelector: {matchLabels: {app: b}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}, {podSelector: {matchLabels: {app: a}}}]}]}\n",
            ],
        ),
        plain(
            "blocks outside, with an exception, both families",
            &[
                "metadata: {name: NAME, namespace: red}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.8/32]}}], ports: [{port: 443, protocol: TCP}]}, {to: [{ipBlock: {cidr: \"2001:db8::/32\", except: [\"2001:db8::7/128\"]}}], ports: [{port: 53, protocol: UDP}]}]}\n",
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 203.0.113.7/32}}]}]}\n",
            ],
        ),
        plain(
            "policies add up",
            &[
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n",
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: team, operator: In, values: [a]}]}}], ports: [{port: 80, protocol: TCP}]}]}\n",
                "metadata: {name: NAME, namespace: green}\nspec: {podSelector: {matchExpressions: [{key: app, operator: Exists}]}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: b}}}], ports: [{port: 53, protocol: UDP}]}]}\n",
            ],
        ),
    ]
}

/// A small generator of random numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((it ^ (it >> 31)) % bound as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<'p>(&mut self, pool: &[&'p str]) -> &'p str {
        pool[self.below(pool.len())]
    }

    fn some(&mut self, least: usize, most: usize, mut make: impl FnMut(&mut Dice) -> String) -> String {
        let n = least + self.below(most - least + 1);
        (0..n).map(|_| make(self)).collect::<Vec<_>>().join(", ")
    }
}

pub(crate) fn random(seed: u64) -> Case {
    let dice = &mut Dice(seed.wrapping_mul(0x9E37_79B9) ^ 0xBACC);
    let pods: Vec<Pod> = (0..N_PODS)
        .map(|_| Pod {
            namespace: NAMESPACES[dice.below(3)],
            labels: format!("{{app: {}, tier: {}}}", dice.of(&["a", "b"]), dice.of(&["a", "b", "c"])),
            ports: format!(
                "{{name: http, protocol: {}, containerPort: {}}}",
                dice.of(&["TCP", "UDP"]),
                dice.of(&["53", "80", "81"])
            ),
        })
        .collect();
    let policies: Vec<String> = (0..=dice.below(4)).map(|_| policy(dice)).collect();
    Case { name: format!("seed {seed}"), yaml: objects(&pods, &policies) }
}

fn selector(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => "{}".to_owned(),
        1 => format!(
            "{{matchExpressions: [{{key: {}, operator: {}}}]}}",
            dice.of(&["app", "other"]),
            dice.of(&["Exists", "DoesNotExist"])
        ),
        2 => format!("{{matchExpressions: [{{key: tier, operator: {}, values: [a, b]}}]}}", dice.of(&["In", "NotIn"])),
        3 => format!("{{matchLabels: {{tier: {}}}}}", dice.of(&["a", "b", "c"])),
        _ => format!("{{matchLabels: {{app: {}}}}}", dice.of(&["a", "b"])),
    }
}

fn policy(dice: &mut Dice) -> String {
    let mut parts = vec![format!("podSelector: {}", selector(dice))];
    if !dice.one_in(3) {
        parts.push(format!("policyTypes: [{}]", dice.of(&["Ingress", "Egress", "Ingress, Egress"])));
    }
    for (key, peers) in [("ingress", "from"), ("egress", "to")] {
        if !dice.one_in(3) {
            let rules = dice.some(0, 2, |dice| rule(dice, peers));
            parts.push(format!("{key}: [{rules}]"));
        }
    }
    format!("metadata: {{name: NAME, namespace: {}}}\nspec: {{{}}}\n", dice.of(&NAMESPACES), parts.join(", "))
}

fn rule(dice: &mut Dice, key: &str) -> String {
    let mut parts = Vec::new();
    if !dice.one_in(5) {
        parts.push(format!("{key}: [{}]", dice.some(1, 2, peer)));
    }
    if !dice.one_in(3) {
        parts.push(format!("ports: [{}]", dice.some(1, 2, port)));
    }
    format!("{{{}}}", parts.join(", "))
}

fn peer(dice: &mut Dice) -> String {
    const BLOCKS: [&str; 5] = [
        "203.0.113.0/24",
        "203.0.113.7/32",
        "203.0.113.0/24, except: [203.0.113.8/32]",
        "\"2001:db8::/32\"",
        "\"2001:db8::/64\", except: [\"2001:db8::8/127\"]",
    ];
    let namespaces = |dice: &mut Dice| match dice.below(3) {
        0 => "namespaceSelector: {}".to_owned(),
        1 => format!("namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {}}}}}", dice.of(&NAMESPACES)),
        _ => format!("namespaceSelector: {{matchLabels: {{team: {}}}}}", dice.of(&["a", "b"])),
    };
    match dice.below(5) {
        0 => format!("{{ipBlock: {{cidr: {}}}}}", dice.of(&BLOCKS)),
        1 => format!("{{{}}}", namespaces(dice)),
        2 => format!("{{{}, podSelector: {}}}", namespaces(dice), selector(dice)),
        _ => format!("{{podSelector: {}}}", selector(dice)),
    }
}

fn port(dice: &mut Dice) -> String {
    let protocol = dice.of(&["TCP", "TCP", "UDP"]);
    match dice.below(6) {
        0 => format!("{{protocol: {protocol}}}"),
        1 => format!("{{protocol: {protocol}, port: http}}"),
        2 => format!("{{protocol: {protocol}, port: 80, endPort: {}}}", dice.of(&["80", "81", "443"])),
        3 => format!("{{port: {}}}", dice.of(&["53", "80", "443"])),
        _ => format!("{{protocol: {protocol}, port: {}}}", dice.of(&["53", "80", "81", "443"])),
    }
}
