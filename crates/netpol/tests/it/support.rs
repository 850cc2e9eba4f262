//! Deployments from text, and answers as text.

use lang::Lang;
use model::{Inventory, Location};
use netpol::{Network, Options, PortQuery, Verdict};

/// Reads one YAML text.
pub(crate) fn read(yaml: &str) -> Inventory {
    inventory::read(vec![inventory::Input::file("test.yaml", yaml)], &inventory::Options::default())
}

/// A Deployment with labels `app: <name>` and some ports, each `name:number` or `name:number:protocol`.
pub(crate) fn workload(path: &str, ports: &[&str]) -> String {
    let (namespace, name) = path.split_once('/').expect("namespace/name");
    let ports: Vec<String> = ports
        .iter()
        .map(|port| {
            let parts: Vec<&str> = port.split(':').collect();
            let protocol = parts.get(2).unwrap_or(&"TCP");
            format!("{{name: {}, containerPort: {}, protocol: {protocol}}}", parts[0], parts[1])
        })
        .collect();
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  template:\n    \
         metadata: {{labels: {{app: {name}}}}}\n    spec: {{containers: [{{name: c, image: i, ports: [{}]}}]}}\n",
        ports.join(", ")
    )
}

/// A NetworkPolicy: `spec` is in flow style, without its braces.
pub(crate) fn policy(path: &str, spec: &str) -> String {
    let (namespace, name) = path.split_once('/').expect("namespace/name");
    format!(
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec: {{{spec}}}\n"
    )
}

/// Asks one question, as `from -> to port`; `any` is every port.
pub(crate) fn ask_with(yaml: &str, options: &Options, question: &str) -> String {
    let inventory = read(yaml);
    let network = Network::new(&inventory, options);
    let words: Vec<&str> = question.split_whitespace().collect();
    let [from, "->", to, port] = words.as_slice() else { panic!("from -> to port: {question}") };
    let ends = |name| network.find(name).unwrap_or_else(|error| panic!("{error}"));
    let port = if *port == "any" { PortQuery::Any } else { PortQuery::parse(port).expect("a port") };
    match network.can(&ends(from), &ends(to), port).verdict {
        Verdict::Possible => "possible".to_owned(),
        Verdict::Impossible => "impossible".to_owned(),
        Verdict::Unknown(reasons) => {
            let reasons: Vec<&str> = reasons.iter().map(|it| it.get(Lang::En)).collect();
            format!("unknown: {}", reasons.join("; "))
        }
    }
}

/// As [`ask_with`], where blocks are outside the cluster.
pub(crate) fn ask(yaml: &str, question: &str) -> String {
    ask_with(yaml, &Options::blocks_are_external(), question)
}

/// The reasons of an explanation, a line each: `direction: text @ line`.
pub(crate) fn why(yaml: &str, from: &str, to: &str, port: &str) -> Vec<String> {
    let inventory = read(yaml);
    let network = Network::new(&inventory, &Options::blocks_are_external());
    let ends = |name| network.find(name).unwrap_or_else(|error| panic!("{error}"));
    let explained = network.explain(&ends(from), &ends(to), PortQuery::parse(port).unwrap_or_default());
    let mut lines = Vec::new();
    for pair in explained.pairs {
        for (word, direction) in [("egress", pair.egress), ("ingress", pair.ingress)] {
            for reason in direction.reasons {
                let place = reason.rule.map(|it| it.place).or(reason.policy.map(|it| it.place));
                let line = match place.map(|it| inventory.documents.location(it)) {
                    Some(Location::File { start, .. }) => format!(" @ {}", start.line),
                    _ => String::new(),
                };
                lines.push(format!("{word}: {}{line}", reason.text.get(Lang::En)));
            }
        }
    }
    lines
}

/// All connections, a line each: `src => dst : conn`, with ` ?` behind those that are only possible.
pub(crate) fn lines(yaml: &str) -> Vec<String> {
    let inventory = read(yaml);
    lines_of(&netpol::connections(&inventory))
}

/// As [`lines`], without IPv6.
pub(crate) fn lines_v4(yaml: &str) -> Vec<String> {
    lines(yaml).into_iter().filter(|line| !line.contains("::")).collect()
}

pub(crate) fn lines_of(listing: &netpol::Listing) -> Vec<String> {
    let line = |line: netpol::Connection<'_>| {
        let mark = if line.certainty == netpol::Certainty::Possible { " ?" } else { "" };
        format!("{} => {} : {}{mark}", line.src, line.dst, line.conn)
    };
    listing.iter().map(line).collect()
}
