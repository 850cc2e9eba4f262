//! The page in a real browser, in both languages, by day and by night, on a desk and on a telephone.

use lang::Lang;
use page::report::{self as html, HtmlOptions};
use serde_json::json;
use testkit::Browser;

use crate::rules_of_our_own::read;

/// Every visible text whose colour stands out from what is behind it by less than 4.5 to 1 (WCAG 2.2, 1.4.3), and how many were looked at.
pub(crate) const PALE: &str = r"
const numbers = (color) => color.match(/[\d.]+/g).map(Number);
const light = (color) => {
  const [r, g, b] = color.map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  for (let it = element; it; it = it.parentElement) {
    const color = numbers(getComputedStyle(it).backgroundColor);
    if (color.length < 4 || color[3] === 1) return color.slice(0, 3);
    if (color[3] > 0) throw new Error('half transparent: ' + it.className);
  }
  throw new Error('nothing is behind ' + element.className);
};
const pale = [];
let looked = 0;
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.textContent.trim() || !element.checkVisibility() || element.closest('script, svg')) continue;
  const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  looked += 1;
  if (ratio < 4.5) pale.push(element.tagName + ' ' + element.className + ' ' + ratio.toFixed(2));
}
return [looked, pale];
";

/// How far the page is wider than the window.
pub(crate) const WIDER: &str = "const it = document.documentElement; return it.scrollWidth - it.clientWidth;";

const SHOWN: &str = "return document.querySelectorAll('.hit:not([hidden])').length";

/// A deployment with the kinds of everything that a page shows: long names and paths, and texts without a blank.
fn page(lang: Lang) -> String {
    let manifests = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: dify-api-with-a-name-as-long-as-kubernetes-lets-a-name-of-an-object-be, namespace: dify-of-the-department}
spec:
  template:
    spec:
      hostNetwork: true
      containers:
      - name: api
        image: registry.example.org/mirror/of/everything/langgenius/dify-api:1.13.0
        env:
        - {name: MODE, value: api}
        - {name: SECRET_KEY, value: sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: dify-of-the-department}
spec: {template: {spec: {containers: [{name: sandbox, image: langgenius/dify-sandbox}]}}}
";
    let inventory =
        read(&[("deploy/of/the/department/for/everything/else/production/dify.yaml", manifests), ("b.yaml", "a: [")]);
    let audit = rules::audit(&inventory);
    html::audit(&inventory, &audit, &HtmlOptions { lang, version: "0.1.0", date: None })
}

#[test]
fn the_page_can_be_read_everywhere_and_asks_for_nothing() {
    let Some(browser) = Browser::start("the report in a browser") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for lang in Lang::ALL {
        let file = folder.path().join(format!("{}.html", lang.tag()));
        std::fs::write(&file, page(lang)).expect("written");
        let url = format!("file://{}", file.display());
        browser.open(&url);
        // All that is folded is looked at too.
        browser.run("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
        let mut papers = Vec::new();
        for scheme in ["light", "dark"] {
            for width in [1280, 400, 320] {
                browser.see(scheme, width);
                assert_eq!(browser.run(WIDER), json!(0), "{lang:?} {scheme} {width}");
            }
            let found = browser.run(PALE);
            assert!(found[0].as_u64().is_some_and(|it| it > 200), "{found}");
            assert_eq!(found[1], json!([]), "{lang:?} {scheme}");
            papers.push(browser.run("return getComputedStyle(document.body).backgroundColor"));
        }
        assert_ne!(papers[0], papers[1], "it wears both");
        assert_eq!(browser.run("return document.documentElement.lang"), lang.tag());
        browser.assert_alone(&url);
    }
}

#[test]
fn the_page_filters() {
    let Some(browser) = Browser::start("the report in a browser") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    std::fs::write(&file, page(Lang::En)).expect("written");
    let url = format!("file://{}", file.display());
    browser.open(&url);
    let number = |script: &str| browser.run(script).as_u64().expect("a number");
    let all = number(SHOWN);
    browser.write("#filter [type=search]", "hostNetwork");
    let some = number(SHOWN);
    assert!(some > 0 && some < all, "{some} of {all}");
    browser.clear("#filter [type=search]");
    for level in ["critical", "medium", "low"] {
        browser.click(&format!("#filter [value={level}]"));
    }
    let high = number(SHOWN);
    assert!(high > 0 && high < all, "{high} of {all}");
    assert_eq!(high, number("return document.querySelectorAll('.hit[data-severity=high]').length"));
    browser.click("#filter button[type=reset]");
    browser.run("return new Promise((done) => setTimeout(done, 20))");
    assert_eq!(number(SHOWN), all);
    browser.assert_alone(&url);
}
