//! Random clusters as text: a few parts of Dify, strangers, and policies of every kind.

use std::fmt::Write as _;

/// Numbers from a seed (SplitMix64): the same ones on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

const NAMESPACES: [&str; 3] = ["dify", "dify-sandbox", "monitoring"];

/// A name, an image, and a port.
const PARTS: [(&str, &str, u16); 14] = [
    ("api", "langgenius/dify-api:1.15.0", 5001),
    ("worker", "langgenius/dify-api:1.15.0", 5001),
    ("worker-beat", "langgenius/dify-api:1.15.0", 5001),
    ("web", "langgenius/dify-web:1.15.0", 3000),
    ("sandbox", "langgenius/dify-sandbox:0.2.12", 8194),
    ("ssrf-proxy", "ubuntu/squid:6.6-24.04_beta", 3128),
    ("plugin-daemon", "langgenius/dify-plugin-daemon:0.6.3-local", 5002),
    ("postgres", "postgres:15-alpine", 5432),
    ("redis", "redis:7", 6379),
    ("weaviate", "semitechnologies/weaviate:1.27.0", 8080),
    ("nginx", "nginx:1.29.3", 80),
    ("client", "busybox:1", 9090),
    ("coredns", "coredns/coredns:1.11", 53),
    ("exporter", "prom/node-exporter:1", 9100),
];

const LABELS: [&str; 10] =
    ["api", "worker", "web", "sandbox", "ssrf-proxy", "plugin-daemon", "postgres", "redis", "client", "nobody"];
const PORT_NAMES: [&str; 6] = ["p5432", "p3128", "p8194", "dns-pg", "http", "nowhere"];
const BLOCKS: [&str; 11] = [
    "{cidr: 0.0.0.0/0}",
    "{cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16]}",
    "{cidr: 0.0.0.0/0, except: [10.0.0.0/8, 100.64.0.0/10, 168.63.129.16/32, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16]}",
    "{cidr: 10.0.0.0/8}",
    "{cidr: 10.1.2.3/32}",
    "{cidr: 169.254.169.254/32}",
    "{cidr: 169.254.20.10/32}",
    "{cidr: 203.0.113.0/24}",
    "{cidr: 1.1.1.1/32}",
    "{cidr: '::/0'}",
    "{cidr: 0.0.0.0/1}",
];

/// A cluster of a seed.
pub(crate) fn cluster(seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut out = String::new();
    for namespace in NAMESPACES {
        if dice.chance(60) {
            let label = if dice.chance(30) { ", team: a" } else { "" };
            let _ = write!(
                out,
                "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}, labels: {{kubernetes.io/metadata.name: {namespace}{label}}}}}\n---\n"
            );
        }
    }
    for (at, part) in PARTS.iter().enumerate() {
        if part.0 == "sandbox" && dice.chance(60) || dice.chance(50) {
            workload(&mut dice, &mut out, at, *part);
        }
    }
    // Half of the clusters deny by default, as they should: what is opened again is then what decides.
    if dice.chance(50) {
        for namespace in NAMESPACES.iter().chain(&["kube-system"]).filter(|_| dice.chance(95)) {
            let _ = write!(
                out,
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: deny, namespace: {namespace}}}\nspec: {{podSelector: {{}}, policyTypes: [Ingress, Egress]}}\n---\n"
            );
        }
    }
    for number in 0..dice.below(5) {
        network_policy(&mut dice, &mut out, number);
    }
    for number in 0..dice.below(8).saturating_sub(5) {
        admin_policy(&mut dice, &mut out, number);
    }
    if dice.chance(12) {
        baseline(&mut dice, &mut out);
    }
    if dice.chance(12) {
        cluster_policy(&mut dice, &mut out);
    }
    if dice.chance(4) {
        out.push_str("apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c, namespace: dify}\nspec: {endpointSelector: {matchLabels: {app: sandbox}}, egress: [{}]}\n---\n");
    }
    out
}

fn workload(dice: &mut Dice, out: &mut String, at: usize, (name, image, port): (&str, &str, u16)) {
    let namespace = match name {
        "client" | "exporter" => dice.of(&NAMESPACES),
        "coredns" => "kube-system",
        "sandbox" => dice.of(&["dify", "dify-sandbox"]),
        _ => "dify",
    };
    let host = if dice.chance(4) { "hostNetwork: true, " } else { "" };
    let mode = match name {
        "worker" => ", env: [{name: MODE, value: worker}]",
        "worker-beat" => ", env: [{name: MODE, value: beat}]",
        _ => "",
    };
    let port_name = if name == "postgres" && dice.chance(30) { "dns-pg".to_owned() } else { format!("p{port}") };
    let label = if name == "coredns" { "k8s-app: kube-dns".to_owned() } else { format!("app: {name}") };
    let spec = format!(
        "{{{host}containers: [{{name: c{at}, image: \"{image}\", ports: [{{name: {port_name}, containerPort: {port}}}]{mode}}}]}}"
    );
    if dice.chance(12) {
        let _ = write!(
            out,
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: {namespace}, labels: {{{label}}}}}\nspec: {spec}\n---\n"
        );
    } else {
        let _ = write!(
            out,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  template:\n    metadata: {{labels: {{{label}}}}}\n    spec: {spec}\n---\n"
        );
    }
    if dice.chance(30) {
        let kind = dice.of(&["ClusterIP", "ClusterIP", "NodePort"]);
        let _ = write!(
            out,
            "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec: {{type: {kind}, selector: {{{label}}}, ports: [{{port: {port}, targetPort: {port_name}}}]}}\n---\n"
        );
    }
}

fn selector(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => "{}".to_owned(),
        1 => format!(
            "{{matchExpressions: [{{key: app, operator: {}, values: [{}, {}]}}]}}",
            dice.of(&["In", "NotIn"]),
            dice.of(&LABELS),
            dice.of(&LABELS)
        ),
        _ => format!("{{matchLabels: {{app: {}}}}}", dice.of(&LABELS)),
    }
}

fn namespaces(dice: &mut Dice) -> &'static str {
    dice.of(&[
        "{}",
        "{matchLabels: {kubernetes.io/metadata.name: kube-system}}",
        "{matchLabels: {kubernetes.io/metadata.name: dify}}",
        "{matchLabels: {kubernetes.io/metadata.name: monitoring}}",
        "{matchLabels: {team: a}}",
        "{matchLabels: {name: kube-system}}",
    ])
}

fn peer(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => format!("{{ipBlock: {}}}", dice.of(&BLOCKS)),
        1 => format!("{{namespaceSelector: {}}}", namespaces(dice)),
        2 => format!("{{namespaceSelector: {}, podSelector: {}}}", namespaces(dice), selector(dice)),
        3 => "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}".to_owned(),
        _ => format!("{{podSelector: {}}}", selector(dice)),
    }
}

fn ports(dice: &mut Dice) -> Option<String> {
    let port = |dice: &mut Dice| match dice.below(8) {
        0 => format!("{{port: {}}}", dice.of(&PORT_NAMES)),
        1 => "{port: 53, protocol: UDP}".to_owned(),
        2 => format!("{{port: {}, endPort: 9000}}", dice.of(&[80, 3000, 5001])),
        _ => format!("{{port: {}}}", dice.of(&[53, 80, 443, 3128, 5432, 6379, 5001, 8194])),
    };
    match dice.below(4) {
        0 => None,
        1 => Some(format!("{}, {}", port(dice), port(dice))),
        _ => Some(port(dice)),
    }
}

fn rules(dice: &mut Dice, word: &str) -> String {
    let mut rules = Vec::new();
    for _ in 0..dice.below(3) {
        let mut fields = Vec::new();
        if dice.chance(80) {
            let peers: Vec<String> = (0..1 + dice.below(2)).map(|_| peer(dice)).collect();
            fields.push(format!("{word}: [{}]", peers.join(", ")));
        }
        fields.extend(ports(dice).map(|it| format!("ports: [{it}]")));
        rules.push(format!("{{{}}}", fields.join(", ")));
    }
    rules.join(", ")
}

fn network_policy(dice: &mut Dice, out: &mut String, number: usize) {
    let namespace = dice.of(&["dify", "dify", "dify-sandbox", "monitoring"]);
    let types = dice.of(&["[Ingress, Egress]", "[Ingress, Egress]", "[Ingress]", "[Egress]"]);
    // What the API server refuses is met too.
    let selected = if dice.chance(2) { "{matchLabels: {app: 'not a label!'}}".to_owned() } else { selector(dice) };
    let (ingress, egress) = (rules(dice, "from"), rules(dice, "to"));
    let _ = write!(
        out,
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{number}, namespace: {namespace}}}\nspec:\n  podSelector: {selected}\n  policyTypes: {types}\n  ingress: [{ingress}]\n  egress: [{egress}]\n---\n"
    );
}

fn subject(dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => "{namespaces: {}}".to_owned(),
        1 => format!("{{namespaces: {}}}", namespaces(dice)),
        _ => format!("{{pods: {{namespaceSelector: {}, podSelector: {}}}}}", namespaces(dice), selector(dice)),
    }
}

fn admin_rules(dice: &mut Dice, actions: &[&'static str]) -> [String; 2] {
    ["from", "to"].map(|word| {
        let mut rules = Vec::new();
        for _ in 0..dice.below(3) {
            let peer = match dice.below(4) {
                0 if word == "to" => format!("{{networks: [{}]}}", dice.of(&["0.0.0.0/0", "10.0.0.0/8", "1.1.1.1/32"])),
                _ => subject(dice),
            };
            let ports = match dice.below(3) {
                0 => ", ports: [{portNumber: {protocol: TCP, port: 5432}}]",
                1 => ", ports: [{portRange: {protocol: TCP, start: 1, end: 6000}}]",
                _ => "",
            };
            rules.push(format!("{{action: {}, {word}: [{peer}]{ports}}}", dice.of(actions)));
        }
        rules.join(", ")
    })
}

fn admin_policy(dice: &mut Dice, out: &mut String, number: usize) {
    let [ingress, egress] = admin_rules(dice, &["Allow", "Deny", "Pass"]);
    let (subject, priority) = (subject(dice), dice.below(3));
    let _ = write!(
        out,
        "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{name: a{number}}}\nspec:\n  priority: {priority}\n  subject: {subject}\n  ingress: [{ingress}]\n  egress: [{egress}]\n---\n"
    );
}

fn baseline(dice: &mut Dice, out: &mut String) {
    let [ingress, egress] = admin_rules(dice, &["Allow", "Deny"]);
    let subject = subject(dice);
    let _ = write!(
        out,
        "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {{name: default}}\nspec:\n  subject: {subject}\n  ingress: [{ingress}]\n  egress: [{egress}]\n---\n"
    );
}

fn cluster_policy(dice: &mut Dice, out: &mut String) {
    let [ingress, egress] = admin_rules(dice, &["Accept", "Deny", "Pass"]);
    let (subject, tier) = (subject(dice), dice.of(&["Admin", "Baseline"]));
    // Ports have another form there: rules of this kind go without.
    if ingress.contains("ports:") || egress.contains("ports:") {
        return;
    }
    let _ = write!(
        out,
        "apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {{name: n}}\nspec:\n  tier: {tier}\n  priority: 5\n  subject: {subject}\n  ingress: [{ingress}]\n  egress: [{egress}]\n---\n"
    );
}
