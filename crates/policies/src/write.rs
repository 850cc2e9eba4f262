//! Policies as YAML, with a comment for whoever reads them: why each peer is there.

use std::fmt::Write as _;

use lang::{Lang, Text};
use model::Protocol;
use netpol::ConnSet;

use crate::policy::{Labels, Policy, Rule, Who};

/// The policies as one YAML text. Equal input gives equal bytes.
#[must_use]
pub(crate) fn yaml(policies: &[Policy], lang: Lang) -> String {
    let mut out = String::new();
    for policy in policies {
        out.push_str("---\n");
        document(&mut out, policy, lang);
    }
    out
}

fn document(out: &mut String, policy: &Policy, lang: Lang) {
    let _ = writeln!(out, "# {}", policy.about.get(lang));
    out.push_str("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n");
    let _ = writeln!(out, "  name: {}\n  namespace: {}", scalar(&policy.name), scalar(&policy.namespace));
    out.push_str("  labels:\n    app.kubernetes.io/managed-by: sekisho\nspec:\n");
    selector(out, "  podSelector", &policy.pods);
    out.push_str("  policyTypes: [Ingress, Egress]\n");
    rules(out, "ingress", "from", &policy.ingress, lang);
    rules(out, "egress", "to", &policy.egress, lang);
}

fn rules(out: &mut String, key: &str, peers: &str, rules: &[Rule], lang: Lang) {
    if rules.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {key}:");
    for rule in rules {
        if rule.is_anywhere() {
            for peer in &rule.peers {
                let _ = writeln!(out, "    # {}", peer.why.get(lang));
            }
            out.push_str("    - ");
            ports(out, &rule.conn);
            continue;
        }
        let _ = writeln!(out, "    - {peers}:");
        rule.peers.iter().for_each(|it| peer(out, &it.who, &it.why, lang));
        if !rule.conn.is_all() {
            out.push_str("      ");
            ports(out, &rule.conn);
        }
    }
}

fn peer(out: &mut String, who: &Who, why: &Text, lang: Lang) {
    let _ = writeln!(out, "        # {}", why.get(lang));
    match who {
        Who::Here(labels) => selector(out, "        - podSelector", labels),
        Who::There(namespace, labels) => {
            let name = [("kubernetes.io/metadata.name".to_owned(), namespace.clone())];
            selector(out, "        - namespaceSelector", &name.into_iter().collect());
            if !labels.is_empty() {
                selector(out, "          podSelector", labels);
            }
        }
        Who::AnyPod => out.push_str("        - namespaceSelector: {}\n"),
        Who::Anywhere => {}
        Who::Block { cidr, except } => {
            let _ = writeln!(out, "        - ipBlock:\n            cidr: {}", scalar(cidr));
            if !except.is_empty() {
                out.push_str("            except:\n");
                except.iter().for_each(|it| {
                    let _ = writeln!(out, "              - {}", scalar(it));
                });
            }
        }
    }
}

fn selector(out: &mut String, key: &str, labels: &Labels) {
    if labels.is_empty() {
        let _ = writeln!(out, "{key}: {{}}");
        return;
    }
    let indent = " ".repeat(key.len() - key.trim_start_matches([' ', '-']).len());
    let _ = writeln!(out, "{key}:\n{indent}  matchLabels:");
    for (name, value) in labels {
        let _ = writeln!(out, "{indent}    {}: {}", scalar(name), scalar(value));
    }
}

fn ports(out: &mut String, conn: &ConnSet) {
    if conn.is_all() {
        out.push_str("{}\n");
        return;
    }
    out.push_str("ports:\n");
    for (protocol, first, last) in ranges(conn) {
        let _ = write!(out, "        - {{protocol: {}, port: {first}", protocol.name());
        if last != first {
            let _ = write!(out, ", endPort: {last}");
        }
        out.push_str("}\n");
    }
}

/// The ranges of ports in a set.
pub(crate) fn ranges(conn: &ConnSet) -> Vec<(Protocol, u16, u16)> {
    let of = |protocol| conn.ports(protocol).iter().map(move |(first, last)| (protocol, first, last));
    Protocol::ALL.into_iter().flat_map(of).collect()
}

/// A scalar that YAML reads as this text.
pub(crate) fn scalar(text: &str) -> String {
    let plain = text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '.' | '/' | '_'))
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    let address = text.starts_with(|it: char| it.is_ascii_digit()) && text.contains('/') && !text.contains(':');
    if plain || address { text.to_owned() } else { yaml::quoted(text) }
}
