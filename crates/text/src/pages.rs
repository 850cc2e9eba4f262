//! The documentation that is generated from the rules: `docs/rules.md`, `docs/controls.md` and their Japanese twins.

use std::fmt::Write as _;

use forms::words;
use lang::{Lang, Text};
use rules::{About, Control};

use crate::explain;
use crate::layout::list;
use crate::procedures;

/// The page of all rules, in Markdown.
#[must_use]
pub fn rules(rules: &[&About], lang: Lang) -> String {
    let mut out = head(
        &Text::new("Rules", "ルール"),
        &Text::new(
            "What Sekisho looks for, whichever command does. `sekisho explain RULE` shows one of them in the terminal.",
            "Sekisho が各コマンドで調べる項目です。`sekisho explain ルール` で端末に一つずつ表示できます。",
        ),
        lang,
    );
    let heading = Text::new(
        "| Rule | Severity | Finds | Controls |\n| --- | --- | --- | --- |\n",
        "| ルール | 重大度 | 見つけるもの | 管理策 |\n| --- | --- | --- | --- |\n",
    );
    out.push_str(heading.get(lang));
    for rule in rules {
        let (id, title) = (rule.id, cell(rule.manual.title(lang)));
        let severity = words::severity(rule.severity);
        let controls = list(lang, rule.controls.iter().map(|it| it.id()));
        let _ = writeln!(out, "| [{id}](#{id}) | {} | {title} | {controls} |", severity.get(lang));
    }
    for rule in rules {
        write_rule(&mut out, rule, lang);
    }
    out
}

fn write_rule(out: &mut String, rule: &About, lang: Lang) {
    let _ = write!(out, "\n## {}\n\n**{}**\n\n", rule.id, rule.manual.title(lang));
    let mut item = |name: Text, value: &str| {
        let _ = writeln!(out, "- {}: {value}", name.get(lang));
    };
    item(Text::new("Severity", "重大度"), words::severity(rule.severity).get(lang));
    item(Text::new("Confidence", "確度"), words::confidence(rule.confidence).get(lang));
    let commands: Vec<String> = rules::commands(rule.id).into_iter().map(|it| format!("`sekisho {it}`")).collect();
    if !commands.is_empty() {
        item(Text::new("Found by", "検出するコマンド"), &list(lang, commands));
    }
    item(Text::new("For", "対象者"), words::audience(rule.audience).get(lang));
    if let Some(fix) = rule.fix {
        item(Text::new("Fix", "自動修正"), words::fix(fix).get(lang));
    }
    if !rule.controls.is_empty() {
        item(Text::new("Controls", "管理策"), &list(lang, rule.controls.iter().map(|it| it.id())));
    }
    let references: Vec<String> = words::references(rule).into_iter().map(words::reference).collect();
    if !references.is_empty() {
        item(Text::new("In other frameworks", "ほかの枠組みでの番号"), &list(lang, references));
    }
    for section in rule.manual.sections(lang) {
        let _ = write!(out, "\n### {}\n\n{}\n", section.heading, section.body);
    }
}

/// The page of all controls, in Markdown.
#[must_use]
pub fn controls(rules: &[&About], lang: Lang) -> String {
    let mut out = head(
        &Text::new("Controls", "管理策"),
        &Text::new(
            "One verdict for each: PASS, FAIL, UNKNOWN (could not look) or MANUAL (for a person).",
            "それぞれに PASS、FAIL、UNKNOWN(確認できない)、MANUAL(人が行う)のいずれかの判定を出します。",
        ),
        lang,
    );
    for control in Control::ALL {
        let _ = write!(
            out,
            "## {}\n\n**{}**\n\n{}\n",
            control.id(),
            control.text().get(lang),
            explain::reach(*control, lang)
        );
        let judging = rules.iter().filter(|rule| rule.controls.contains(control)).map(|rule| {
            let id = rule.id;
            format!("[{id}](rules.md#{id})")
        });
        let judging: Vec<String> = judging.collect();
        if !judging.is_empty() {
            let label = Text::new("Rules", "ルール");
            let _ = write!(out, "\n{}: {}\n", label.get(lang), list(lang, judging));
        }
        if procedures::of(*control, lang).is_some() {
            let (label, id) = (Text::new("Procedure", "手順"), control.id().to_lowercase());
            let _ = write!(out, "\n[{}](on-call.md#{id})\n", label.get(lang));
        }
        out.push('\n');
    }
    write_sources(&mut out, lang);
    out
}

fn write_sources(out: &mut String, lang: Lang) {
    use rules::topic::Framework;
    let heading = Text::new("Sources of the frameworks' ids", "枠組みの番号の出典");
    let _ = write!(out, "## {}\n\n", heading.get(lang));
    for framework in [Framework::Pss, Framework::Cis110, Framework::Owasp2022] {
        let _ = writeln!(out, "- {}: {}", framework.name(), framework.source().get(lang));
    }
}

fn head(title: &Text, lead: &Text, lang: Lang) -> String {
    let generated = Text::new(
        "<!-- Generated from the rules by `cargo xtask codegen`; do not edit. -->",
        "<!-- `cargo xtask codegen` がルールから生成します。編集しないでください。 -->",
    );
    format!("{}\n\n# {}\n\n{}\n\n", generated.get(lang), title.get(lang), lead.get(lang))
}

/// A text for a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
