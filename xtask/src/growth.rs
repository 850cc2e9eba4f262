//! `cargo xtask bench growth`: hostile inputs of many shapes, each twice as large as the last. Time and memory should double, too.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::measure::{Bench, Figures, figures};

/// A doubling that costs more than this is worth a look: what is measured is a whole process, and machines are not even.
const MOST: f64 = 2.3;

/// A shape: its name, the command before the path, and a text of a size.
struct Shape {
    name: &'static str,
    command: &'static [&'static str],
    /// The size of the smallest; the largest is four times that.
    size: usize,
    text: fn(usize) -> String,
}

const AUDIT: &[&str] = &["audit", "--exit-zero", "--lang", "en", "--format", "json"];
const SARIF: &[&str] = &["audit", "--exit-zero", "--lang", "en", "--format", "sarif"];
const HTML: &[&str] = &["audit", "--exit-zero", "--lang", "en", "--format", "html"];
const FULL: &[&str] = &["audit", "--exit-zero", "--lang", "en", "--full"];

const SHAPES: &[Shape] = &[
    Shape { name: "many findings on one line, JSON", command: AUDIT, size: 1_500, text: one_line },
    Shape { name: "many findings on one line, text", command: FULL, size: 1_500, text: one_line },
    Shape { name: "many findings on one line, HTML", command: HTML, size: 1_500, text: one_line },
    Shape { name: "fixes of a long list, SARIF", command: SARIF, size: 800, text: one_list },
    Shape { name: "one long value", command: AUDIT, size: 4_000_000, text: long_value },
    Shape { name: "small documents", command: AUDIT, size: 40_000, text: small_documents },
    Shape { name: "keys of one mapping", command: AUDIT, size: 100_000, text: many_keys },
    Shape { name: "aliases of one anchor", command: AUDIT, size: 20_000, text: aliases },
    Shape { name: "variables made of each other", command: AUDIT, size: 4_000, text: chained_variables },
    Shape { name: "policies and pods alike", command: AUDIT, size: 400, text: policies },
    Shape { name: "the same, proved", command: &["network", "prove"], size: 400, text: policies },
    Shape { name: "the same, policies written", command: &["network", "policies"], size: 200, text: policies },
    Shape { name: "policies that may select a pod", command: AUDIT, size: 1_000, text: perhaps },
    Shape { name: "bindings to one gathered role", command: AUDIT, size: 1_500, text: bindings },
    Shape { name: "suppressions", command: AUDIT, size: 4_000, text: suppressions },
    Shape { name: "objects of one name", command: AUDIT, size: 20_000, text: same_name },
    Shape { name: "broken documents", command: AUDIT, size: 20_000, text: broken },
    Shape {
        name: "assignments on one line",
        command: &["secrets", "scan", "--format", "json"],
        size: 20_000,
        text: assignments,
    },
    Shape {
        name: "tokens, each on its line",
        command: &["secrets", "scan", "--format", "json"],
        size: 20_000,
        text: tokens,
    },
    Shape { name: "services over one set of pods", command: &["network", "connections"], size: 400, text: services },
];

/// Runs every shape in three sizes, and shows how each doubling grows.
pub(crate) fn run(bench: &Bench) -> Result<()> {
    println!("\ngrowth: {} shapes, three sizes each; the ratios of two neighbours", SHAPES.len());
    println!("{:<36} {:>10} {:>9} {:>18} {:>18}", "", "largest", "", "time", "memory");
    for shape in SHAPES {
        let mut all: Vec<Figures> = Vec::new();
        let mut bytes = 0;
        for doubling in 0..3 {
            let text = (shape.text)(shape.size << doubling);
            bytes = text.len();
            let path = file(bench, shape, doubling);
            fs::write(&path, text)?;
            let mut command = Command::new(&bench.own);
            command.args(shape.command).arg(&path);
            all.push(figures(&mut command)?);
        }
        let ratio = |of: fn(&Figures) -> f64| [of(&all[1]) / of(&all[0]), of(&all[2]) / of(&all[1])];
        let (time, memory) = (ratio(|it| it.wall.as_secs_f64()), ratio(|it| it.peak_kib as f64));
        let mark = if time.iter().chain(&memory).any(|it| *it > MOST) { "  !" } else { "" };
        println!(
            "{:<36} {:>7.1} MB {:>6.0} ms {:>8.2} x {:>6.2} x {:>8.2} x {:>6.2} x{mark}",
            shape.name,
            bytes as f64 / 1e6,
            all[2].wall.as_secs_f64() * 1e3,
            time[0],
            time[1],
            memory[0],
            memory[1],
        );
    }
    Ok(())
}

fn file(bench: &Bench, shape: &Shape, doubling: usize) -> PathBuf {
    let name: String = shape.name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    bench.folder.join(format!("growth-{name}-{doubling}.yaml"))
}

/// A head, and behind it a piece for each number below `n`.
fn each(head: &str, n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).fold(head.to_owned(), |out, at| out + &piece(at))
}

fn pod(at: usize) -> String {
    format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: p{at}, namespace: n}}, spec: {{hostPID: true, containers: [{{name: c, image: x, securityContext: {{privileged: true, runAsUser: 0}}}}]}}}}"
    )
}

/// Everything of a list on one line.
fn one_line(n: usize) -> String {
    let pods: Vec<String> = (0..n).map(pod).collect();
    format!("{{apiVersion: v1, kind: List, items: [{}]}}\n", pods.join(", "))
}

/// A list of deployments, a field a line.
fn one_list(n: usize) -> String {
    each("apiVersion: v1\nkind: List\nitems:\n", n, |at| {
        format!(
            "- apiVersion: apps/v1\n  kind: Deployment\n  metadata:\n    name: d{at}\n    namespace: n\n  spec:\n    selector:\n      matchLabels: {{app: d{at}}}\n    template:\n      metadata:\n        labels: {{app: d{at}}}\n      spec:\n        containers:\n        - name: api\n          image: langgenius/dify-api:1.15.0\n          env:\n          - name: MODE\n            value: api\n          - name: DEBUG\n            value: \"true\"\n"
        )
    })
}

fn long_value(n: usize) -> String {
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m}}\ndata:\n  a: \"{}\"\n",
        "key=value, ".repeat(n / 11)
    )
}

fn small_documents(n: usize) -> String {
    "---\na: 1\n".repeat(n)
}

fn many_keys(n: usize) -> String {
    each("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n", n, |at| format!("  KEY_{at}: value{at}\n"))
}

fn aliases(n: usize) -> String {
    each("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\nx: &a [1, 2, 3]\ny:\n", n, |_| "- *a\n".to_owned())
}

fn chained_variables(n: usize) -> String {
    each(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: api\n    image: langgenius/dify-api:1.15.0\n    env:\n    - {name: V0, value: x}\n",
        n - 1,
        |at| format!("    - {{name: V{}, value: \"$(V{at})\"}}\n", at + 1),
    )
}

fn policies(n: usize) -> String {
    each("apiVersion: v1\nkind: Namespace\nmetadata: {name: dify}\n", n, |at| {
        format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api{at}, namespace: dify}}\nspec: {{selector: {{matchLabels: {{app: a{at}}}}}, template: {{metadata: {{labels: {{app: a{at}}}}}, spec: {{containers: [{{name: c, image: 'langgenius/dify-api:1.15.0', ports: [{{containerPort: 5001}}]}}]}}}}}}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{at}, namespace: dify}}\nspec: {{podSelector: {{matchLabels: {{app: a{at}}}}}, policyTypes: [Ingress, Egress], ingress: [{{from: [{{podSelector: {{}}}}]}}], egress: [{{to: [{{podSelector: {{}}}}]}}]}}\n"
        )
    })
}

/// Pods of a controller that may give them any label, and policies that ask for one each.
fn perhaps(n: usize) -> String {
    let pods = each("apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n", 60, |at| {
        format!(
            "---\napiVersion: x.example.com/v1\nkind: Thing\nmetadata: {{name: t{at}, namespace: n}}\nspec: {{template: {{metadata: {{labels: {{k{at}: own}}}}, spec: {{containers: [{{name: c, image: x}}]}}}}}}\n"
        )
    });
    each(&pods, n, |at| {
        format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{at}, namespace: n}}\nspec: {{podSelector: {{matchLabels: {{k{at}: v}}}}, ingress: [{{from: [{{podSelector: {{}}}}]}}]}}\n"
        )
    })
}

fn bindings(n: usize) -> String {
    each(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: all}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}\n",
        n,
        |at| {
            format!(
                "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {{name: part{at}, labels: {{part: 'yes'}}}}\nrules: [{{apiGroups: [''], resources: [r{at}], verbs: [get]}}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {{name: b{at}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}}\nsubjects: [{{kind: User, name: u{at}}}]\n"
            )
        },
    )
}

fn suppressions(n: usize) -> String {
    each("", n, |at| {
        format!(
            "---\n# sekisho: ignore privileged-container until=2026-12-31 reason=\"r{at}\"\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{at}}}\nspec: {{containers: [{{name: c, image: x}}]}}\n"
        )
    })
}

fn same_name(n: usize) -> String {
    "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: same}\n".repeat(n)
}

fn broken(n: usize) -> String {
    "---\na: [1\n".repeat(n)
}

fn assignments(n: usize) -> String {
    each("", n, |at| format!("API_KEY_{at}=q7Rw1Lm4Tb9Vd2Ys{at:06}; "))
}

fn tokens(n: usize) -> String {
    // Put together, so that nobody takes this file for a leak.
    let token = ["ghp_", "q7Rw1Lm4Tb9Vd2YsKzXc5NhJf8PgUe"].concat();
    each("", n, |at| format!("see {token}{at:06}\n"))
}

fn services(n: usize) -> String {
    each(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n, labels: {app: x}}\nspec: {containers: [{name: c, image: x}]}\n",
        n,
        |at| {
            format!(
                "---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{at}, namespace: n}}\nspec: {{selector: {{app: x}}, ports: [{{port: {}}}]}}\n",
                1 + at % 60_000
            )
        },
    )
}
