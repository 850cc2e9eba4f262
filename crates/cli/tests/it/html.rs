//! The report and the network page as people read them: in both languages, by day and by night, on a desk and on a telephone, without a
//! mouse, and with what reads pages aloud.

use std::path::Path;

use serde_json::{Value, json};
use testkit::{Browser, ENTER, TAB, axe};

use crate::run;

const PAGES: [(&str, &[&str]); 2] = [
    ("report", &["audit", "examples/as-found", "--format", "html", "--today", "2026-12-01"]),
    ("network", &["network", "graph", "examples/as-found", "--format", "html"]),
];

/// Writes a page, and gives its address.
fn written(folder: &Path, name: &str, arguments: &[&str], language: &str) -> String {
    let page = run(&[arguments, &["--lang", language]].concat()).out;
    let file = folder.join(format!("{name}-{language}.html"));
    std::fs::write(&file, page).expect("written");
    format!("file://{}", file.display())
}

/// Texts that are shown smaller than 11 px, with their sizes; a picture's after all that scales it.
const SMALL: &str = r"
const small = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let looked = 0;
while (texts.nextNode()) {
  const it = texts.currentNode.parentElement;
  if (!texts.currentNode.textContent.trim() || !it.checkVisibility() || it.closest('script, style, title, desc')) continue;
  const drawn = it.closest('svg');
  const scale = drawn ? drawn.getScreenCTM().a : 1;
  const size = parseFloat(getComputedStyle(it).fontSize) * scale;
  looked += 1;
  if (size < 10.99) small.push(it.tagName + '.' + (it.getAttribute('class') || '') + ' ' + size.toFixed(1));
}
return [looked, [...new Set(small)]];
";

/// What is wider than the window, unless it scrolls by itself.
const WIDER: &str = r"
const root = document.documentElement;
if (root.scrollWidth <= root.clientWidth) return [];
const scrolls = (it) => it && (getComputedStyle(it).overflowX !== 'visible' || scrolls(it.parentElement));
return [...document.body.querySelectorAll('*')]
  .filter((it) => it.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(it.parentElement.closest('figure, .rows')))
  .slice(0, 5).map((it) => it.outerHTML.slice(0, 160));
";

/// What axe-core finds, without what it cannot decide.
const JUDGED: &str = r"
return axe.run(document, {resultTypes: ['violations']}).then((it) => [
  it.passes.length,
  it.violations.map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')),
]);
";

#[test]
fn pages_shut_nobody_out() {
    let Some(browser) = Browser::start("the pages in a browser") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let script = axe("axe-core on the pages", Path::new(env!("CARGO_TARGET_TMPDIR")));
    for (name, arguments) in PAGES {
        for language in ["en", "ja"] {
            let url = written(folder.path(), name, arguments, language);
            browser.open(&url);
            browser.run("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
            for scheme in ["light", "dark"] {
                for width in [1280, 400, 320] {
                    browser.see(scheme, width);
                    let at = format!("{name} {language} {scheme} {width}");
                    assert_eq!(browser.run(WIDER), json!([]), "{at}");
                    let small = browser.run(SMALL);
                    assert!(small[0].as_u64().is_some_and(|it| it > 100), "{at}: {small}");
                    assert_eq!(small[1], json!([]), "{at}");
                    // 400 is laid out as 320 is; axe-core takes seconds for each look.
                    if let Some(script) = script.as_ref().filter(|_| width != 400) {
                        let judged = browser.run(&format!("{script}\n{JUDGED}"));
                        assert!(judged[0].as_u64().is_some_and(|it| it > 10), "{at}: {judged}");
                        assert_eq!(judged[1], json!([]), "{at}");
                    }
                }
            }
            browser.assert_alone(&url);
        }
    }
}

/// Goes on by Tab until an element has the focus, which is seen on each.
fn tab_to(browser: &Browser, selector: &str) {
    for _ in 0..120 {
        browser.press(TAB);
        let focused = browser.run(&format!(
            "const it = document.activeElement; const style = getComputedStyle(it);
             return [it.matches({selector:?}), it === document.body || style.outlineStyle !== 'none' || it.matches('.node, .skip'), it.outerHTML.slice(0, 120)];"
        ));
        assert_eq!(focused[1], Value::Bool(true), "no outline: {}", focused[2]);
        if focused[0] == Value::Bool(true) {
            return;
        }
    }
    panic!("Tab does not lead to {selector}");
}

#[test]
fn the_report_is_read_without_a_mouse() {
    let Some(browser) = Browser::start("the report by keyboard") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (name, arguments) = PAGES[0];
    let url = written(folder.path(), name, arguments, "en");
    browser.open(&url);
    tab_to(&browser, ".skip");
    tab_to(&browser, "#languages [value=ja]");
    browser.press(ENTER);
    assert_eq!(browser.run("return document.documentElement.lang"), "ja");
    tab_to(&browser, "a[href='#findings']");
    tab_to(&browser, ".copy");
    let before = browser.run("return document.activeElement.textContent");
    browser.press(ENTER);
    let copied = "return new Promise((done) => setTimeout(() => done(document.activeElement.textContent), 200))";
    assert_eq!((before, browser.run(copied)), (json!("コピー"), json!("コピーしました")));
    let command = browser.run("return document.querySelector('.command code').textContent");
    assert!(command.as_str().is_some_and(|it| it.starts_with("sekisho ")), "{command}");
    // Each finding has an address of its own, which shows it whatever the filter hides.
    browser.click("#filter [value=critical]");
    let hash = browser.run(
        "const it = document.querySelector('.hit[data-severity=critical]'); location.hash = it.id;
         return new Promise((done) => setTimeout(() => done(it.checkVisibility()), 200))",
    );
    assert_eq!(hash, Value::Bool(true));
    browser.assert_alone(&url);
}

/// Places are told from what was judged on, not from the root of somebody's disk.
#[test]
fn the_report_tells_no_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = folder.path().join("secret-customer/deploy");
    std::fs::create_dir_all(&deep).expect("a folder");
    for name in ["30-api.yaml", "50-sandbox.yaml"] {
        std::fs::copy(crate::root().join("examples/as-found").join(name), deep.join(name)).expect("copied");
    }
    let page = run(&["audit", &deep.to_string_lossy(), "--format", "html"]).out;
    let findings = page.split("id=\"findings\"").nth(1).expect("findings");
    let places = findings.split("class=\"place\"").skip(1);
    let named = places.filter(|it| it.split("</a>").next().is_some_and(|it| it.contains("secret-customer")));
    assert_eq!(named.count(), 0);
    assert!(findings.contains("<code>30-api.yaml:"), "{findings}");
}
