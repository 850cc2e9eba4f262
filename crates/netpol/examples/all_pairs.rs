//! Time and memory of all pairs of a large cluster: `cargo run --release -p netpol --example all_pairs -- 2000 500 20`
//! (workloads, policies, namespaces).

#![expect(clippy::print_stdout, reason = "this is its purpose")]

use std::fmt::Write as _;
use std::time::Instant;

use netpol::{Network, Options};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|it| it.parse::<usize>().ok());
    let mut next = |default| numbers.next().unwrap_or(default);
    let (workloads, policies, namespaces) = (next(2000), next(500), next(20));
    let text = cluster(workloads, policies, namespaces);
    let start = Instant::now();
    let inventory = inventory::read(vec![inventory::Input::file("all.yaml", text)], &inventory::Options::default());
    let read = start.elapsed();
    let before = peak_memory();
    let start = Instant::now();
    let network = Network::new(&inventory, &Options::default());
    let compiled = start.elapsed();
    let listing = network.connections();
    let listed = start.elapsed();
    let start = Instant::now();
    let exposed = if workloads > 2000 { 0 } else { network.exposure().len() };
    let exposing = start.elapsed();
    println!("{exposed} exposures in {exposing:.2?}");
    println!(
        "{workloads} workloads, {policies} policies, {namespaces} namespaces: {} connections; read {read:.2?}, compiled {compiled:.2?}, \
         all pairs {listed:.2?}; peak memory {} MB, {} MB of it before",
        listing.len(),
        peak_memory(),
        before,
    );
}

/// Every workload has labels of its own; policies select one workload, a tier or a namespace, and name peers in each way.
fn cluster(workloads: usize, policies: usize, namespaces: usize) -> String {
    let mut out = String::new();
    for at in 0..namespaces {
        let _ = write!(
            out,
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: ns{at}, labels: {{team: t{}}}}}\n",
            at % 5
        );
    }
    for at in 0..workloads {
        let (namespace, tier, port) = (at % namespaces, at % 7, 8000 + at % 50);
        let _ = write!(
            out,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: w{at}, namespace: ns{namespace}}}\nspec:\n  template:\n    \
             metadata: {{labels: {{app: w{at}, tier: t{tier}}}}}\n    spec: {{containers: [{{name: c, image: i, ports: [{{name: http, containerPort: {port}}}]}}]}}\n"
        );
    }
    for at in 0..policies {
        let (namespace, app, tier) = (at % namespaces, (at * 7) % workloads, at % 7);
        let app = app - app % namespaces + namespace;
        let selector = match at % 4 {
            0 => "{}".to_owned(),
            1 => format!("{{matchLabels: {{tier: t{tier}}}}}"),
            _ => format!("{{matchLabels: {{app: w{app}}}}}"),
        };
        let port = 8000 + at % 50;
        let (third, hole) = (at % 200, at % 16 * 16);
        let _ = write!(
            out,
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{at}, namespace: ns{namespace}}}\nspec:\n  \
             podSelector: {selector}\n  policyTypes: [Ingress, Egress]\n  ingress:\n  - from: [{{podSelector: {{matchLabels: {{tier: t{}}}}}}}, \
             {{namespaceSelector: {{matchLabels: {{team: t{}}}}}}}]\n    ports: [{{port: {port}}}, {{port: http}}]\n  egress:\n  - to: [{{namespaceSelector: \
             {{matchLabels: {{team: t{}}}}}, podSelector: {{matchExpressions: [{{key: tier, operator: NotIn, values: [t{tier}]}}]}}}}]\n    ports: \
             [{{port: {port}, endPort: {}}}]\n  - to: [{{ipBlock: {{cidr: 93.184.{third}.0/24, except: [93.184.{third}.{hole}/28]}}}}]\n",
            (at + 1) % 7,
            at % 5,
            (at + 2) % 5,
            port + 5,
        );
    }
    out
}

/// The most memory that this process ever had, in megabytes; Linux says.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
