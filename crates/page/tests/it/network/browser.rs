//! The page in a real browser: it filters, follows, explains and speaks, and it loads nothing.

use lang::Lang;
use testkit::Browser;

use crate::browser::{PALE, WIDER};

use super::support::{HARDENED, graph_of, node_of, page_of, without_policies};

/// Opens a page, asks it, and sees that nothing went out and nothing went wrong.
fn with_page(yaml: &str, ask: impl FnOnce(&Browser)) {
    let Some(browser) = Browser::start("the page in a browser") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    std::fs::write(&file, page_of("deploy.yaml", yaml, Lang::En)).expect("written");
    let url = format!("file://{}", file.display());
    browser.open(&url);
    ask(&browser);
    browser.assert_alone(&url);
}

fn number(browser: &Browser, script: &str) -> u64 {
    browser.run(script).as_u64().unwrap_or_else(|| panic!("{script}"))
}

const SHOWN: &str = "return document.querySelectorAll('#connections tbody tr:not([hidden])').length";

#[test]
fn the_table_filters() {
    with_page(HARDENED, |browser| {
        let all = number(browser, SHOWN);
        browser.write("#port", "5432");
        // api, worker, worker-beat and plugin-daemon to postgres.
        assert_eq!(number(browser, SHOWN), 4);
        browser.clear("#port");
        browser.write("#port", "53/UDP");
        assert_eq!(number(browser, SHOWN), 11);
        browser.clear("#port");
        browser.write("#port", "nonsense");
        assert_eq!(browser.run("return document.getElementById('port').getAttribute('aria-invalid')"), "true");
        assert_eq!(number(browser, SHOWN), all, "what cannot be read filters nothing");
        browser.clear("#port");
        browser.click("#certainty option[value=possible]");
        assert_eq!(number(browser, SHOWN), 0);
        browser.click("#filters button[type=reset]");
        browser.run("return new Promise((done) => setTimeout(done, 20))");
        browser.click("#class option[value=never]");
        assert_eq!(number(browser, SHOWN), 0, "the hardened deployment has nothing forbidden");
    });
}

#[test]
fn a_chosen_box_shows_its_flows_and_why() {
    let graph = graph_of(HARDENED);
    let sandbox = node_of(&graph, "sandbox");
    with_page(HARDENED, |browser| {
        browser.click(&format!("[data-node='{sandbox}'] .card"));
        assert_eq!(
            browser.run(&format!(
                "return document.querySelector(\"[data-node='{sandbox}']\").getAttribute('aria-pressed')"
            )),
            "true"
        );
        let lit = browser.run("return [...document.querySelectorAll('.flow.on')].map((it) => it.dataset.ends).sort()");
        let expected: Vec<String> = {
            let mut list: Vec<String> = graph
                .edges
                .iter()
                .filter(|edge| edge.src == sandbox || edge.dst == sandbox)
                .map(|edge| format!("{}-{}", edge.src, edge.dst))
                .collect();
            list.sort();
            list
        };
        assert_eq!(lit, serde_json::json!(expected));
        // Every shown row is about the sandbox; the one to the proxy names both policies and their lines.
        let rows = browser.run(
            "return [...document.querySelectorAll('#connections tbody tr:not([hidden])')].map((it) => it.innerText)",
        );
        let rows: Vec<String> =
            rows.as_array().expect("a list").iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
        assert!(rows.len() == 4 && rows.iter().all(|row| row.contains("dify-sandbox/sandbox")), "{rows:?}");
        let proxy = rows.iter().find(|row| row.contains("ssrf-proxy[Deployment]")).expect("the way out");
        let line = |needle: &str| 1 + HARDENED[..HARDENED.find(needle).expect("it is there")].matches('\n').count();
        for policy in ["NetworkPolicy dify-sandbox/sandbox", "NetworkPolicy dify/ssrf-proxy"] {
            let at = proxy.find(policy).unwrap_or_else(|| panic!("{policy}: {proxy}"));
            let place = proxy[at..].split("deploy.yaml:").nth(1).expect("a place");
            let shown: usize = place.split([':', ' ', '\n']).next().and_then(|it| it.parse().ok()).expect("a line");
            let (namespace, name) = policy.trim_start_matches("NetworkPolicy ").split_once('/').expect("a name");
            let head = line(&format!("kind: NetworkPolicy\nmetadata: {{name: {name}, namespace: {namespace}}}"));
            assert!((head..head + 14).contains(&shown), "{policy}: {shown} is not in the policy that begins at {head}");
        }
        browser.write("body", "\u{e00c}");
        browser.run("return new Promise((done) => setTimeout(done, 20))");
        assert_eq!(number(browser, "return document.querySelectorAll('.flow.on').length"), 0);
    });
}

#[test]
fn what_has_no_line_appears_on_demand_and_by_key() {
    let yaml = without_policies();
    let graph = graph_of(&yaml);
    let web = node_of(&graph, "web");
    with_page(&yaml, |browser| {
        let visible = "return [...document.querySelectorAll('.flow')].filter((it) => getComputedStyle(it).display !== 'none').length";
        let before = number(browser, visible);
        browser.run(&format!("document.querySelector(\"[data-node='{web}']\").focus()"));
        browser.write(&format!("[data-node='{web}']"), "\u{e007}");
        assert!(number(browser, visible) > before, "hidden flows appear");
        let expected = graph.edges.iter().filter(|edge| edge.src == web || edge.dst == web).count() as u64;
        assert_eq!(number(browser, "return document.querySelectorAll('.flow.on').length"), expected);
        assert!(
            browser
                .run("return document.querySelector('#connections tbody tr:not([hidden])').innerText")
                .as_str()
                .is_some_and(|row| row.contains("no policy selects"))
        );
    });
}

#[test]
fn it_speaks_both_languages_and_wears_both_colours() {
    with_page(HARDENED, |browser| {
        let text =
            "return document.querySelector('main').innerText + document.querySelector('svg').textContent.slice(0, 0)";
        let english = browser.run(text);
        assert!(english.as_str().is_some_and(|it| it.contains("Why it is possible") && !it.contains("可能である理由")));
        browser.click("#languages button[value=ja]");
        let japanese = browser.run(text);
        assert!(
            japanese.as_str().is_some_and(|it| it.contains("可能である理由") && !it.contains("Why it is possible"))
        );
        assert_eq!(
            browser.run("return [document.documentElement.lang, document.title]"),
            serde_json::json!(["ja", "関所: 何が何に到達できるか"])
        );
        let back = "return getComputedStyle(document.querySelector('.back')).fill";
        browser.click("#theme option[value=dark]");
        assert_eq!(browser.run(back), "rgb(18, 22, 28)");
        browser.click("#theme option[value=light]");
        assert_eq!(browser.run(back), "rgb(255, 255, 255)");
    });
}

#[test]
fn it_can_be_read_everywhere() {
    with_page(&without_policies(), |browser| {
        for lang in ["en", "ja"] {
            browser.click(&format!("#languages button[value={lang}]"));
            let mut papers = Vec::new();
            for scheme in ["light", "dark"] {
                for width in [1280, 400, 320] {
                    browser.see(scheme, width);
                    assert_eq!(browser.run(WIDER), serde_json::json!(0), "{lang} {scheme} {width}");
                }
                let found = browser.run(PALE);
                assert!(found[0].as_u64().is_some_and(|it| it > 200), "{found}");
                assert_eq!(found[1], serde_json::json!([]), "{lang} {scheme}");
                papers.push(browser.run("return getComputedStyle(document.body).backgroundColor"));
            }
            assert_ne!(papers[0], papers[1], "it wears both");
        }
    });
}
