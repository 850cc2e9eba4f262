//! The same cluster as YAML, as a person would write it.

use std::fmt::Write as _;

use super::world::*;

pub(crate) fn yaml(world: &World) -> String {
    let mut out = String::new();
    for namespace in world.namespaces.iter().filter(|it| it.declared) {
        let labels = labels(&namespace.labels);
        let _ = write!(
            out,
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {}, labels: {labels}}}\n",
            namespace.name
        );
    }
    for pod in &world.pods {
        workload(&mut out, world, pod);
    }
    for (at, policy) in world.natives.iter().enumerate() {
        let namespace = world.namespaces[policy.namespace].name;
        let _ = write!(
            out,
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: n{at}, namespace: {namespace}}}\nspec:\n"
        );
        let selected = policy.selector.as_ref().map_or("{}".to_owned(), selector);
        let _ = writeln!(out, "  podSelector: {selected}");
        if let Some((ingress, egress)) = policy.types {
            let names: Vec<&str> =
                [(ingress, "Ingress"), (egress, "Egress")].iter().filter(|it| it.0).map(|it| it.1).collect();
            let _ = writeln!(out, "  policyTypes: [{}]", names.join(", "));
        }
        for (key, peers, rules) in [("ingress", "from", &policy.ingress), ("egress", "to", &policy.egress)] {
            if let Some(rules) = rules {
                let rules: Vec<String> = rules.iter().map(|rule| native_rule(peers, rule)).collect();
                let _ = writeln!(out, "  {key}: [{}]", rules.join(", "));
            }
        }
    }
    for (at, policy) in world.admins.iter().enumerate() {
        admin(&mut out, at, policy);
    }
    out
}

fn workload(out: &mut String, world: &World, pod: &Pod) {
    let namespace = world.namespaces[pod.namespace].name;
    let ports: Vec<String> = pod
        .ports
        .iter()
        .map(|(name, protocol, number)| {
            format!("{{name: {name}, protocol: {}, containerPort: {number}}}", proto(*protocol))
        })
        .collect();
    let host = if pod.host { "hostNetwork: true, " } else { "" };
    let spec = format!("{{{host}containers: [{{name: c, image: i, ports: [{}]}}]}}", ports.join(", "));
    let (name, labels) = (&pod.name, labels(&pod.labels));
    let _ = if pod.deployment {
        write!(
            out,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  template:\n    metadata: {{labels: {labels}}}\n    spec: {spec}\n"
        )
    } else {
        write!(
            out,
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: {namespace}, labels: {labels}}}\nspec: {spec}\n"
        )
    };
}

fn labels(labels: &Labels) -> String {
    let pairs: Vec<String> = labels.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", pairs.join(", "))
}

fn selector(selector: &Selector) -> String {
    let mut parts = Vec::new();
    if !selector.equal.is_empty() {
        parts.push(format!("matchLabels: {}", labels(&selector.equal)));
    }
    let tests = selector.tests.iter().map(|(key, op, values)| {
        let values = if values.is_empty() { String::new() } else { format!(", values: [{}]", values.join(", ")) };
        format!("{{key: {key}, operator: {op:?}{values}}}")
    });
    let tests: Vec<String> = tests.collect();
    if !tests.is_empty() {
        parts.push(format!("matchExpressions: [{}]", tests.join(", ")));
    }
    format!("{{{}}}", parts.join(", "))
}

fn proto(protocol: Proto) -> &'static str {
    match protocol {
        Proto::Tcp => "TCP",
        Proto::Udp => "UDP",
        Proto::Sctp => "SCTP",
    }
}

fn native_rule(key: &str, rule: &NativeRule) -> String {
    let mut parts = Vec::new();
    if let Some(peers) = &rule.peers {
        let peers: Vec<String> = peers.iter().map(native_peer).collect();
        parts.push(format!("{key}: [{}]", peers.join(", ")));
    }
    if let Some(ports) = &rule.ports {
        let ports: Vec<String> = ports.iter().map(native_port).collect();
        parts.push(format!("ports: [{}]", ports.join(", ")));
    }
    format!("{{{}}}", parts.join(", "))
}

fn native_peer(peer: &NativePeer) -> String {
    match peer {
        NativePeer::Block { cidr, except } if except.is_empty() => format!("{{ipBlock: {{cidr: \"{cidr}\"}}}}"),
        NativePeer::Block { cidr, except } => {
            let except: Vec<String> = except.iter().map(|it| format!("\"{it}\"")).collect();
            format!("{{ipBlock: {{cidr: \"{cidr}\", except: [{}]}}}}", except.join(", "))
        }
        NativePeer::Pods { namespaces, pods } => {
            let part = |key: &str, it: &Option<Selector>| it.as_ref().map(|it| format!("{key}: {}", selector(it)));
            let parts: Vec<String> =
                [part("namespaceSelector", namespaces), part("podSelector", pods)].into_iter().flatten().collect();
            format!("{{{}}}", parts.join(", "))
        }
    }
}

fn native_port(port: &NativePort) -> String {
    let mut parts = Vec::new();
    parts.extend(port.protocol.map(|it| format!("protocol: {}", proto(it))));
    parts.extend(port.port.map(|it| match it {
        PortRef::Number(number) => format!("port: {number}"),
        PortRef::Name(name) => format!("port: {name}"),
    }));
    parts.extend(port.end.map(|it| format!("endPort: {it}")));
    format!("{{{}}}", parts.join(", "))
}

fn admin(out: &mut String, at: usize, policy: &Admin) {
    let cluster = matches!(policy.form, Form::CnpAdmin | Form::CnpBaseline);
    let (version, kind) = match policy.form {
        Form::Anp => ("v1alpha1", "AdminNetworkPolicy"),
        Form::Banp => ("v1alpha1", "BaselineAdminNetworkPolicy"),
        Form::CnpAdmin | Form::CnpBaseline => ("v1alpha2", "ClusterNetworkPolicy"),
    };
    let name = if policy.form == Form::Banp { "default".to_owned() } else { format!("a{at}") };
    let _ = write!(
        out,
        "---\napiVersion: policy.networking.k8s.io/{version}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec:\n"
    );
    if cluster {
        let tier = if policy.form == Form::CnpAdmin { "Admin" } else { "Baseline" };
        let _ = writeln!(out, "  tier: {tier}");
    }
    if policy.form != Form::Banp {
        let _ = writeln!(out, "  priority: {}", policy.priority);
    }
    let subject = pods(&policy.subject.0, policy.subject.1.as_ref());
    let _ = writeln!(out, "  subject: {subject}");
    for (key, peers, rules) in [("ingress", "from", &policy.ingress), ("egress", "to", &policy.egress)] {
        let rules: Vec<String> = rules.iter().map(|rule| admin_rule(cluster, peers, rule)).collect();
        let _ = writeln!(out, "  {key}: [{}]", rules.join(", "));
    }
}

fn pods(namespaces: &Selector, pods: Option<&Selector>) -> String {
    match pods {
        Some(pods) => {
            format!("{{pods: {{namespaceSelector: {}, podSelector: {}}}}}", selector(namespaces), selector(pods))
        }
        None => format!("{{namespaces: {}}}", selector(namespaces)),
    }
}

fn admin_rule(cluster: bool, key: &str, rule: &AdminRule) -> String {
    let action = match (rule.action, cluster) {
        (Act::Allow, true) => "Accept",
        (Act::Allow, false) => "Allow",
        (Act::Deny, _) => "Deny",
        (Act::Pass, _) => "Pass",
    };
    let peers: Vec<String> = rule
        .peers
        .iter()
        .map(|peer| match peer {
            AdminPeer::Namespaces(namespaces) => pods(namespaces, None),
            AdminPeer::Pods(namespaces, selected) => pods(namespaces, Some(selected)),
            AdminPeer::Networks(networks) => {
                let networks: Vec<String> = networks.iter().map(|it| format!("\"{it}\"")).collect();
                format!("{{networks: [{}]}}", networks.join(", "))
            }
        })
        .collect();
    let ports = rule.ports.as_ref().map(|ports| {
        let ports: Vec<String> = ports.iter().map(|port| admin_port(cluster, *port)).collect();
        format!(", {}: [{}]", if cluster { "protocols" } else { "ports" }, ports.join(", "))
    });
    format!("{{action: {action}, {key}: [{}]{}}}", peers.join(", "), ports.unwrap_or_default())
}

fn admin_port(cluster: bool, port: AdminPort) -> String {
    let lower = |protocol| proto(protocol).to_ascii_lowercase();
    match (port, cluster) {
        (AdminPort::Number(it, number), true) => {
            format!("{{{}: {{destinationPort: {{number: {number}}}}}}}", lower(it))
        }
        (AdminPort::Number(it, number), false) => {
            format!("{{portNumber: {{protocol: {}, port: {number}}}}}", proto(it))
        }
        (AdminPort::Range(it, first, last), true) => {
            format!("{{{}: {{destinationPort: {{range: {{start: {first}, end: {last}}}}}}}}}", lower(it))
        }
        (AdminPort::Range(it, first, last), false) => {
            format!("{{portRange: {{protocol: {}, start: {first}, end: {last}}}}}", proto(it))
        }
        (AdminPort::Whole(it), _) => {
            format!("{{{}: {{destinationPort: {{range: {{start: 1, end: 65535}}}}}}}}", lower(it))
        }
        (AdminPort::Named(name), true) => format!("{{destinationNamedPort: {name}}}"),
        (AdminPort::Named(name), false) => format!("{{namedPort: {name}}}"),
    }
}
