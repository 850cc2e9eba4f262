//! What the manuals tell people to write: every policy that one prints passes the rule that prints it, and an audit and a proof agree on
//! it. In both languages.

use lang::Lang;
use rules::{RULES, audit};

use crate::one_answer::{differences, read};

/// Parts of Dify behind a default deny, in one namespace, with the labels that the manuals use.
const PARTS: [(&str, &str, &str); 10] = [
    ("api", "langgenius/dify-api:1.16.1", "{name: MODE, value: api}"),
    ("worker", "langgenius/dify-api:1.16.1", "{name: MODE, value: worker}"),
    ("web", "langgenius/dify-web:1.16.1", ""),
    ("nginx", "nginx:1.29.3", ""),
    ("plugin-daemon", "langgenius/dify-plugin-daemon:0.6.3-local", ""),
    ("sandbox", "langgenius/dify-sandbox:0.2.15", ""),
    ("ssrf-proxy", "ubuntu/squid:6.6", ""),
    ("postgres", "postgres:15-alpine", ""),
    ("redis", "redis:7.4.6", ""),
    ("weaviate", "semitechnologies/weaviate:1.27.0", ""),
];

fn deployment() -> String {
    let mut out = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: default-deny-all, namespace: dify}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n".to_owned();
    for (name, image, env) in PARTS {
        out += &format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: dify}}\nspec:\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec: {{containers: [{{name: {name}, image: '{image}', env: [{env}]}}]}}\n"
        );
    }
    out
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}

/// A NetworkPolicy out of what a manual prints of one: the object, its `spec`, its rules, or a peer. `None` for anything else.
fn policy(example: &str) -> Option<String> {
    const HEAD: &str =
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: example, namespace: dify}\n";
    let of = |rules: &str, by| {
        format!(
            "{HEAD}spec:\n  podSelector: {{matchLabels: {{app: plugin-daemon}}}}\n  policyTypes: [Ingress, Egress]\n{}",
            indented(rules, by)
        )
    };
    if example.contains("kind: NetworkPolicy") {
        Some(example.to_owned())
    } else if example.starts_with("spec:") && example.contains("podSelector:") {
        Some(format!("{HEAD}{example}"))
    } else if example.starts_with("egress:") {
        Some(of(example, 2))
    } else if example.starts_with("ingress:") {
        // Rules into the api, as their manual has it.
        Some(of(example, 2).replace("app: plugin-daemon}}\n  policy", "app: api}}\n  policy"))
    } else if example.starts_with("- ipBlock:") {
        Some(of(&format!("egress:\n  - to:\n{}", indented(example, 6)), 2))
    } else {
        None
    }
}

fn examples(text: &str) -> Vec<String> {
    let parts = text.split("```yaml\n").skip(1);
    parts.map(|it| it.split("```").next().unwrap_or("").trim_end().to_owned()).collect()
}

#[test]
fn the_policies_of_the_manuals_are_judged_alike_and_pass() {
    let mut seen = 0;
    for rule in RULES {
        for lang in Lang::ALL {
            for section in rule.about.manual.sections(lang) {
                for example in examples(&section.body) {
                    let Some(policy) = policy(&example) else { continue };
                    seen += 1;
                    let text = format!("{}---\n{policy}", deployment());
                    let inventory = read(&text);
                    let found = audit(&inventory);
                    assert_eq!(differences(&inventory, &found), Vec::<String>::new(), "{}: {policy}", rule.about.id);
                    let own: Vec<&str> = found
                        .findings
                        .iter()
                        .filter(|it| *it.rule == *rule.about.id)
                        .map(|it| it.reason.get(Lang::En))
                        .collect();
                    assert!(own.is_empty(), "{} finds its own example: {own:?}\n{policy}", rule.about.id);
                    let broken: Vec<(&str, &str)> = found
                        .findings
                        .iter()
                        .filter(|it| {
                            it.controls.iter().any(|it| matches!(it.id(), "NET-1" | "NET-2" | "NET-4" | "NET-6"))
                        })
                        .map(|it| (&*it.rule, it.reason.get(Lang::En)))
                        .collect();
                    assert!(broken.is_empty(), "{}: {broken:?}\n{policy}", rule.about.id);
                }
            }
        }
    }
    assert!(seen >= 14, "{seen} examples");
}
