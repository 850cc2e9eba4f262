//! Every form of the picture is well formed, accessible and alone.

use forms::xml::escape;
use graph::Class;
use lang::Lang;
use page::picture::{dot, svg};
use proptest::prelude::*;
use roxmltree::Document;

use super::support::{HARDENED, graph_of, node_of, page_of, without_policies};

/// A label that a controller gives, with a value that nobody knows.
#[test]
fn what_is_left_open_is_dashed() {
    let policy = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: redis-metrics, namespace: dify}\nspec:\n  podSelector: {matchLabels: {app: redis}}\n  ingress: [{from: [{podSelector: {matchLabels: {app: ssrf-proxy, pod-template-hash: x}}}], ports: [{port: 9121}]}]\n";
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
        let known = |it: char| matches!(it, '\n' | '\t') || !(lang::is_unshowable(it) || matches!(it, '\u{fffe}' | '\u{ffff}'));
        let expected: String = text.chars().map(|it| if known(it) { it } else { '\u{fffd}' }).collect();
        let root = document.root_element();
        // A parser takes the breaks of an attribute for blanks.
        let flat = expected.replace(['\n', '\t'], " ");
        prop_assert_eq!(root.attribute("b"), Some(&*flat));
        prop_assert_eq!(root.attribute("c"), Some(&*flat));
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
