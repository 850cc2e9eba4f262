//! Random pods and policies from a seed. Small pools make accidents likely: equal labels, overlapping ranges.

use crate::cases::{Case, NAMESPACES, Pod, objects};
use crate::cluster::N_PODS;

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

/// Policies of the API alone, or with those of cluster administrators above and below them.
pub(crate) fn case(seed: u64, administered: bool) -> Case {
    let dice = &mut Dice(seed.wrapping_mul(0x9E37_79B9) ^ 0xBACC);
    let pods = random_pods(dice);
    // kube-network-policies takes a policy of one direction for one of both where it looks for the baseline; the API does not.
    let types = if administered { &["Ingress, Egress"][..] } else { &["Ingress", "Egress", "Ingress, Egress"][..] };
    let n_policies = dice.below(4) + usize::from(!administered);
    let policies: Vec<String> = (0..n_policies).map(|_| policy(dice, types, administered)).collect();
    let mut yaml = objects(&pods, &policies);
    if administered {
        yaml.push_str(&administration(dice));
    }
    let name = if administered { format!("administered seed {seed}") } else { format!("seed {seed}") };
    Case { name, yaml }
}

fn random_pods(dice: &mut Dice) -> Vec<Pod> {
    (0..N_PODS)
        .map(|_| Pod {
            namespace: NAMESPACES[dice.below(3)],
            labels: format!("{{app: {}, tier: {}}}", dice.of(&["a", "b"]), dice.of(&["a", "b", "c"])),
            ports: format!(
                "{{name: http, protocol: {}, containerPort: {}}}",
                dice.of(&["TCP", "UDP"]),
                dice.of(&["53", "80", "81"])
            ),
        })
        .collect()
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

fn policy(dice: &mut Dice, types: &[&str], always: bool) -> String {
    let mut parts = vec![format!("podSelector: {}", selector(dice))];
    if always || !dice.one_in(3) {
        parts.push(format!("policyTypes: [{}]", dice.of(types)));
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

/// Without names of ports: kube-network-policies 0.8.0 lets a name stand for every port of the pod that has it, and asks the
/// wrong pod for it on the way in (`evaluateAdminNetworkPolicyPort`).
///
/// Some AdminNetworkPolicies, each with a priority of its own, and perhaps the one BaselineAdminNetworkPolicy.
fn administration(dice: &mut Dice) -> String {
    let mut out = String::new();
    for at in 0..=dice.below(3) {
        let spec = administered(dice, &["Allow", "Deny", "Pass"]);
        out.push_str(&format!(
            "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{name: a{at}}}\nspec: {{priority: {}, {spec}}}\n",
            90 - at
        ));
    }
    if !dice.one_in(3) {
        let spec = administered(dice, &["Allow", "Deny"]);
        out.push_str(&format!(
            "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {{name: default}}\nspec: {{{spec}}}\n"
        ));
    }
    out
}

fn administered(dice: &mut Dice, actions: &[&str]) -> String {
    let subject = admin_pods(dice);
    let ingress = dice.some(0, 2, |dice| admin_rule(dice, "from", actions));
    let egress = dice.some(0, 2, |dice| admin_rule(dice, "to", actions));
    format!("subject: {subject}, ingress: [{ingress}], egress: [{egress}]")
}

fn admin_pods(dice: &mut Dice) -> String {
    let namespaces = match dice.below(3) {
        0 => "{}".to_owned(),
        1 => format!("{{matchLabels: {{kubernetes.io/metadata.name: {}}}}}", dice.of(&NAMESPACES)),
        _ => format!("{{matchLabels: {{team: {}}}}}", dice.of(&["a", "b"])),
    };
    if dice.one_in(2) {
        return format!("{{namespaces: {namespaces}}}");
    }
    format!("{{pods: {{namespaceSelector: {namespaces}, podSelector: {}}}}}", selector(dice))
}

fn admin_rule(dice: &mut Dice, key: &str, actions: &[&str]) -> String {
    let networks = key == "to" && dice.one_in(3);
    let peer = |dice: &mut Dice| match networks {
        true => format!("{{networks: [{}]}}", dice.of(&["203.0.113.0/24", "203.0.113.7/32", "\"2001:db8::/64\""])),
        false => admin_pods(dice),
    };
    let peers = dice.some(1, 2, peer);
    let mut parts = vec![format!("action: {}", dice.of(actions)), format!("{key}: [{peers}]")];
    if !dice.one_in(3) {
        let ports = dice.some(1, 2, |dice| match dice.below(3) {
            0 => "{portRange: {protocol: TCP, start: 80, end: 443}}".to_owned(),
            _ => format!(
                "{{portNumber: {{protocol: {}, port: {}}}}}",
                dice.of(&["TCP", "UDP"]),
                dice.of(&["53", "80", "81"])
            ),
        });
        parts.push(format!("ports: [{ports}]"));
    }
    format!("{{{}}}", parts.join(", "))
}
