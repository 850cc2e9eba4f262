//! What is proposed for a finding is what mending it does, and it says nothing that the file says.

use std::cell::Cell;

use fix::{Proposal, TextEdit, proposals};
use inventory::{Input, Options};
use model::{Inventory, Location};
use rules::{Audit, Finding, FixClass};

use crate::fixtures::bad;

fn inputs(texts: &[(String, String)]) -> Vec<Input> {
    texts.iter().map(|(name, text)| Input::file(name, text)).collect()
}

/// As an editor makes the edits: by lines and characters, from the last to the first.
fn edited(text: &str, edits: &[TextEdit]) -> String {
    let byte = |line: u32, column: u32| {
        let start: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
        let before: usize = text[start..].chars().take(column as usize - 1).map(char::len_utf8).sum();
        // What is no character of a line is no column either.
        start + before + if line == 1 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    };
    let mut out = text.to_owned();
    for it in edits.iter().rev() {
        out.replace_range(byte(it.start.line, it.start.column)..byte(it.end.line, it.end.column), &it.text);
    }
    out
}

/// The texts once this finding alone is mended, by fixes of this class alone, in one round.
fn mended(texts: &[(String, String)], at: usize, class: FixClass) -> Vec<String> {
    let first = Cell::new(true);
    let judge = |inventory: &Inventory| {
        let only = |(other, finding): (usize, Finding)| (first.get() && other == at).then_some(finding);
        let findings = rules::audit(inventory).findings.into_iter().enumerate().filter_map(only).collect();
        first.set(false);
        Audit { findings, ..Audit::default() }
    };
    let mended = fix::mend_with(inputs(texts), &Options::default(), class, fix::Choices::default(), &judge, &|it| {
        it.class == class
    });
    mended.inventory.documents.origins().iter().map(|it| it.text().to_owned()).collect()
}

fn check(label: &str, texts: &[(String, String)]) -> usize {
    let inventory = inventory::read(inputs(texts), &Options::default());
    let audit = rules::audit(&inventory);
    let all = proposals(&inventory, &audit);
    assert_eq!(all.len(), audit.findings.len());
    let mut n = 0;
    for (at, (finding, own)) in audit.findings.iter().zip(&all).enumerate() {
        for Proposal { class, file, edits, .. } in own {
            let place = matches!(&finding.location, Location::File { file: it, .. } if it == file);
            assert!(place, "{label}: {} is mended in {file}", finding.rule);
            let expected = mended(texts, at, *class);
            for ((name, text), expected) in texts.iter().zip(expected) {
                let edits = if name == file { edits.as_slice() } else { &[] };
                assert_eq!(edited(text, edits), expected, "{label}: {} {class:?}", finding.rule);
            }
            n += 1;
        }
    }
    n
}

#[test]
fn a_proposal_is_what_mending_does() {
    let mut n = 0;
    for (rule, case, texts) in bad() {
        n += check(&format!("{rule}/{case}"), &texts);
        let odd = |text: &str| format!("\u{feff}# 関所 😀\n{text}").replace('\n', "\r\n");
        let texts: Vec<_> = texts.into_iter().map(|(name, text)| (name, odd(&text))).collect();
        n += check(&format!("{rule}/{case} with a mark and carriage returns"), &texts);
    }
    assert!(n > 100, "{n}");
}

#[test]
fn columns_count_characters_and_lists_are_edited_by_item() {
    let pod = |name: &str| {
        format!(
            "- {{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{x: 関所😀, hostPID: true, containers: [{{name: c, image: 'langgenius/dify-web:1.15.0'}}]}}}}\n"
        )
    };
    let flow = format!("apiVersion: v1\nkind: List\nitems:\n{}{}", pod("a"), pod("b"));
    assert!(check("in brackets", &[("a.yaml".to_owned(), flow)]) > 5);
    let block = |name: &str| {
        format!(
            "- apiVersion: v1\n  kind: Pod\n  metadata: {{name: {name}}} # 関所\n  spec:\n    hostPID: true # 😀\n    containers:\n    - name: c\n      image: langgenius/dify-web:1.15.0\n"
        )
    };
    let list = format!("apiVersion: v1\nitems:\n{}# between\n{}kind: List\n", block("a"), block("b"));
    let others = list.replace("List", "PodList").replace("{name: a}", "{name: d}").replace("{name: b}", "{name: e}");
    let both = format!("a: 1\n---\n{list}---\n{others}");
    assert!(check("lists", &[("a.yaml".to_owned(), both)]) > 20);
}

/// What a fix writes a second time (capabilities, a quantity of memory) has their form, or is not written.
#[test]
fn a_proposal_holds_no_word_of_the_file() {
    const CANARY: &str = "Kq7wRz1LmN4xTb9Vd2Ys";
    let text = format!(
        "\
apiVersion: v1
kind: Pod
metadata: {{name: sandbox}}
spec:
  securityContext: {{}} # {CANARY}
  containers:
  - name: sandbox
    image: langgenius/dify-sandbox:0.2.15
    args: ['{CANARY}']
    securityContext: {{capabilities: {{add: [{CANARY}]}}}}
    resources: {{requests: {{memory: {CANARY}}}}} # {CANARY}
    env: [{{name: API_KEY, value: {CANARY}}}] # {CANARY}
"
    );
    let inventory = inventory::read(vec![Input::file("a.yaml", text)], &Options::default());
    let all: Vec<Proposal> = proposals(&inventory, &rules::audit(&inventory)).into_iter().flatten().collect();
    assert!(all.len() >= 4, "{all:?}");
    assert!(!format!("{all:?}").contains(CANARY), "{all:?}");
}
