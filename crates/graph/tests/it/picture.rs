//! What is on the picture, and that every form of it is well formed.

use graph::{Class, Graph, dot, escape, svg};
use lang::Lang;
use proptest::prelude::*;
use roxmltree::Document;

use crate::support::{HARDENED, graph_of, node_of, page_of, without_policies};

fn classes(graph: &Graph, from: &str, to: &str) -> Vec<Class> {
    let (from, to) = (node_of(graph, from), node_of(graph, to));
    graph.edges.iter().filter(|edge| edge.src == from && edge.dst == to).map(|edge| edge.class).collect()
}

#[test]
fn a_hardened_deployment_has_only_what_it_needs() {
    let graph = graph_of(HARDENED);
    let odd: Vec<_> = graph.edges.iter().filter(|edge| edge.class != Class::Needed).collect();
    assert!(odd.is_empty(), "{odd:?}");
    assert!(graph.band.is_none());
    assert_eq!(classes(&graph, "api", "postgres"), [Class::Needed]);
    assert_eq!(classes(&graph, "sandbox", "postgres"), []);
    assert_eq!(classes(&graph, "sandbox", "ssrf-proxy"), [Class::Needed]);
    // Pods that only a policy names.
    assert_eq!(classes(&graph, "ingress-nginx", "nginx"), [Class::Needed]);
    assert_eq!(classes(&graph, "sandbox", "kube-system"), [Class::Needed]);
}

#[test]
fn without_policies_a_band_says_it_once() {
    let graph = graph_of(&without_policies());
    let band = graph.band.as_ref().expect("everything reaches everything");
    assert_eq!(band.pairs, 11 * 10);
    assert!(band.never > 30, "{}", band.never);
    assert_eq!(classes(&graph, "api", "postgres"), [Class::Needed, Class::Wider]);
    assert_eq!(classes(&graph, "sandbox", "postgres"), [Class::Never]);
    assert_eq!(classes(&graph, "sandbox", "metadata service"), [Class::Never]);
    let drawn = graph.edges.iter().filter(|edge| edge.drawn).count();
    assert!(drawn < 60 && graph.edges.len() > 150, "{drawn} of {}", graph.edges.len());
}

#[test]
fn every_pair_of_a_band_is_open() {
    let graph = graph_of(&without_policies());
    let band = graph.band.as_ref().expect("a band");
    for src in &band.from {
        for dst in &band.to {
            let inside = |at: &usize| matches!(graph.nodes[*at].kind, graph::NodeKind::Workload { .. });
            if src == dst || !inside(src) && !inside(dst) {
                continue;
            }
            let parts = graph.edges.iter().filter(|edge| edge.src == *src && edge.dst == *dst);
            let all = parts.fold(netpol::ConnSet::empty(), |all, edge| all.union(&edge.conn));
            assert!(all.is_all());
        }
    }
}

#[test]
fn a_part_of_a_zone_is_called_one() {
    let yaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: lab}\nspec: {containers: [{name: c, image: i}]}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: lab}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [{ipBlock: {cidr: 169.254.0.0/16}}, {ipBlock: {cidr: 203.0.113.0/24}}]}]}\n";
    let graph = graph_of(yaml);
    let partly =
        |label: &str| graph.edges.iter().find(|edge| edge.dst == node_of(&graph, label)).map(|edge| edge.partly);
    assert_eq!(partly("metadata service"), Some(false));
    assert_eq!(partly("private ranges"), Some(true));
    assert_eq!(partly("internet"), Some(true));
}

/// A name of a port that no pod has, beside a number.
#[test]
fn what_is_left_open_is_dashed() {
    let policy = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: redis-metrics, namespace: dify}\nspec:\n  podSelector: {matchLabels: {app: redis}}\n  ingress: [{from: [{podSelector: {matchLabels: {app: ssrf-proxy}}}], ports: [{port: metrics}]}]\n";
    assert_eq!(svg(&graph_of(HARDENED), Lang::En).matches(" possible\"").count(), 1, "only the legend");
    let yaml = format!(
        "{HARDENED}{policy}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: more, namespace: dify}}\nspec: {{podSelector: {{matchLabels: {{app: ssrf-proxy}}}}, policyTypes: [Egress], egress: [{{to: [{{podSelector: {{}}}}]}}]}}\n"
    );
    let graph = graph_of(&yaml);
    let (proxy, redis) = (node_of(&graph, "ssrf-proxy"), node_of(&graph, "redis"));
    let found = graph.edges.iter().find(|edge| edge.src == proxy && edge.dst == redis).expect("it may be");
    assert_eq!((found.certainty, found.class), (netpol::Certainty::Possible, Class::Never));
    assert_eq!(svg(&graph, Lang::En).matches("edge never possible").count(), 1);
}

#[test]
fn many_strangers_are_folded() {
    let pod = |n: usize| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{n}, namespace: n{}}}\nspec: {{containers: [{{name: c, image: i}}]}}\n",
            n % 3
        )
    };
    let graph = graph_of(&(0..300).map(pod).collect::<String>());
    let inside = graph.nodes.iter().filter(|node| matches!(node.kind, graph::NodeKind::More { .. })).count();
    assert_eq!(inside, 3);
    assert!(svg(&graph, Lang::En).contains("100 other workloads"));
}

#[test]
fn nothing_at_all_is_still_a_picture() {
    let graph = graph_of("");
    for lang in Lang::ALL {
        Document::parse(&svg(&graph, lang)).expect("well formed");
    }
    assert!(page_of("test.yaml", "", Lang::En).ends_with("</html>\n"));
}

#[test]
fn a_picture_is_accessible_and_alone() {
    for lang in Lang::ALL {
        let text = svg(&graph_of(&without_policies()), lang);
        let document = Document::parse(&text).expect("well formed");
        let root = document.root_element();
        assert_eq!((root.attribute("role"), root.attribute("lang")), (Some("img"), Some(lang.tag())));
        let children: Vec<_> =
            root.children().filter(roxmltree::Node::is_element).map(|it| it.tag_name().name()).collect();
        assert_eq!(children[..3], ["title", "desc", "style"]);
        assert!(!text.contains("href") && !text.contains("url(") && !text.contains("@import"), "something is loaded");
    }
}

#[test]
fn the_page_admits_nothing_but_itself() {
    let page = page_of("test.yaml", HARDENED, Lang::Ja);
    assert!(page.contains("default-src 'none'; script-src 'sha256-"));
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches(" style=").count() + page.matches(" onclick=").count(), 0);
    assert!(page.contains("test.yaml:"), "the policies have places");
}

#[test]
fn dot_has_every_line() {
    let graph = graph_of(HARDENED);
    let text = dot(&graph, Lang::Ja);
    assert_eq!(text.matches(" -> ").count(), graph.edges.iter().filter(|edge| edge.drawn).count());
    assert!(text.starts_with("digraph") && text.ends_with("}\n"));
}

/// A deployment with a hostile name everywhere that a person may write one.
fn hostile(name: &str) -> String {
    let quoted = serde_json::to_string(name).expect("a string");
    let mut yaml = String::new();
    for n in 0..3 {
        yaml.push_str(&format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {quoted}, namespace: \"n{n}\"}}\nspec: {{containers: [{{name: c, image: i}}]}}\n"
        ));
    }
    yaml + &format!(
        "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: {quoted}}}\nspec: {{containers: [{{name: c, image: i}}]}}\n\
         ---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {quoted}, namespace: n0}}\n\
         spec: {{podSelector: {{}}, ingress: [{{from: [{{podSelector: {{matchLabels: {{a: {quoted}}}}}}}]}}]}}\n"
    )
}

/// The quotes of DOT, as its scanner reads them.
fn quotes_close(dot: &str) -> bool {
    let (mut inside, mut escaped) = (false, false);
    for it in dot.chars() {
        match it {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            '\n' if inside => return false,
            _ => {}
        }
    }
    !inside
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text_survives_escaping(text in any::<String>()) {
        let xml = format!("<a b=\"{0}\" c='{0}'>{0}</a>", escape(&text));
        let document = Document::parse(&xml).expect("well formed");
        let known = |it: char| !matches!(it, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        let expected: String = text.chars().map(|it| if known(it) { it } else { '\u{fffd}' }).collect();
        let root = document.root_element();
        prop_assert_eq!(root.attribute("b"), Some(&*expected));
        prop_assert_eq!(root.attribute("c"), Some(&*expected));
        prop_assert_eq!(root.text().unwrap_or(""), expected);
    }

    #[test]
    fn any_name_gives_well_formed_pictures(name in "(\\PC|[<>&\"'\\\\\\]\\-\\n\\t]|</script>|]]>|<!--){1,12}") {
        let yaml = hostile(&name);
        let graph = graph_of(&yaml);
        prop_assume!(!graph.nodes.is_empty());
        for lang in Lang::ALL {
            prop_assert!(Document::parse(&svg(&graph, lang)).is_ok(), "{}", svg(&graph, lang));
            prop_assert!(quotes_close(&dot(&graph, lang)));
        }
        let page = page_of("test.yaml", &yaml, Lang::En);
        prop_assert_eq!(page.matches("<script").count(), 1);
        prop_assert_eq!(page.matches("</script").count(), 1);
        // The body is written as XML but for the void element of the filter.
        let (start, end) = (page.find("<main>").unwrap_or(0), page.find("</main>").unwrap_or(0));
        let body = page[start..end].replace("53/UDP\"></label>", "53/UDP\"/></label>") + "</main>";
        prop_assert!(Document::parse(&body).is_ok(), "{:?}", Document::parse(&body).err());
    }
}
