//! The page of one rule or control, for a terminal.

use forms::words;
use lang::{Lang, Text};
use rules::{About, Control, Looker, Reach};

use crate::TextOptions;
use crate::layout::{CODE, Cell, DIM, HEADING, Paint, Table, list, of_severity};
use crate::markdown;
use crate::procedures;

/// What a rule finds, why it matters and how to fix it.
#[must_use]
pub fn rule(rule: &About, options: &TextOptions) -> String {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let mut out = String::new();
    let severity = words::severity(rule.severity);
    out.push_str(&paint.paint(of_severity(rule.severity), &format!("{}[{}]", severity.get(lang), rule.id)));
    out.push_str(": ");
    out.push_str(&paint.paint(HEADING, rule.manual.title(lang)));
    out.push_str("\n\n");
    write_fields(&mut out, rule, options);
    for section in rule.manual.sections(lang) {
        out.push('\n');
        out.push_str(&paint.paint(HEADING, section.heading));
        out.push('\n');
        out.push_str(&markdown::render(&section.body, 2, options.width, paint));
    }
    write_commands(&mut out, rule, options);
    write_references(&mut out, rule, options);
    out
}

fn write_commands(out: &mut String, rule: &About, options: &TextOptions) {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    // What only another command finds, an audit does not show.
    if !rules::commands(rule.id).contains(&"audit") {
        return;
    }
    out.push('\n');
    out.push_str(&paint.paint(HEADING, Text::new("Commands", "コマンド").get(lang)));
    out.push('\n');
    for (command, what) in crate::commands::of_rule(rule) {
        out.push_str(&format!("  {}\n      {}\n", paint.paint(CODE, &command), what.get(lang)));
    }
}

fn write_fields(out: &mut String, rule: &About, options: &TextOptions) {
    let lang = options.lang;
    let mut table = Table::new();
    let mut field = |name: Text, value: String| table.row([Cell::styled(name.get(lang), DIM), Cell::new(value)]);
    field(Text::new("confidence", "確度"), words::confidence(rule.confidence).get(lang).to_owned());
    let commands = rules::commands(rule.id);
    if !commands.is_empty() {
        field(Text::new("found by", "検出するコマンド"), list(lang, commands));
    }
    field(Text::new("for", "対象者"), words::audience(rule.audience).get(lang).to_owned());
    if let Some(fix) = rule.fix {
        field(Text::new("fix", "自動修正"), words::fix(fix).get(lang).to_owned());
    }
    for (at, control) in rule.controls.iter().enumerate() {
        let name = if at == 0 { Text::new("controls", "管理策") } else { Text::new("", "") };
        field(name, format!("{} {}", control.id(), control.text().get(lang)));
    }
    table.write(out, Paint::new(options.colour), options.width);
}

fn write_references(out: &mut String, rule: &About, options: &TextOptions) {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let references = words::references(rule);
    if references.is_empty() {
        return;
    }
    out.push('\n');
    out.push_str(&paint.paint(HEADING, Text::new("In other frameworks", "ほかの枠組みでの番号").get(lang)));
    out.push('\n');
    let mut table = Table::new();
    for group in references.chunk_by(|a, b| a.framework == b.framework) {
        let framework = group[0].framework;
        let ids = list(lang, group.iter().map(|it| it.id));
        table.row([Cell::new(framework.name()), Cell::new(format!("{ids} ({})", framework.source().get(lang)))]);
    }
    table.write(out, paint, options.width);
}

/// What a control asks for, what manifests can show of it, and the rules that judge it.
#[must_use]
pub fn control(control: Control, rules: &[&About], options: &TextOptions) -> String {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let mut out = format!("{}: {}\n\n", paint.paint(HEADING, control.id()), control.text().get(lang));
    out.push_str(&markdown::render(&reach(control, lang), 2, options.width, paint));
    out.push('\n');
    let judging: Vec<&&About> = rules.iter().filter(|rule| rule.controls.contains(&control)).collect();
    if let Some(procedure) = procedures::of(control, lang) {
        out.push_str(&markdown::render(procedure, 2, options.width, paint));
        return out;
    }
    if judging.is_empty() {
        out.push_str(Text::new("No rule judges it.", "これを調べるルールはありません。").get(lang));
        out.push('\n');
        return out;
    }
    out.push_str(&paint.paint(HEADING, Text::new("Rules", "ルール").get(lang)));
    out.push('\n');
    let mut table = Table::new();
    for rule in judging {
        table.row([
            Cell::styled(words::severity(rule.severity).get(lang), of_severity(rule.severity)),
            Cell::new(rule.id),
            Cell::new(rule.manual.title(lang)),
        ]);
    }
    table.write(&mut out, paint, options.width);
    out
}

/// How far manifests show a control, as a sentence.
pub(crate) fn reach(control: Control, lang: Lang) -> String {
    let sentence = match control.reach(Looker::Manifests) {
        Reach::Shown => Text::new(
            "Manifests show it: PASS once it was looked at and nothing was found.",
            "マニフェストからわかります。確認して指摘がなければ PASS になります。",
        ),
        Reach::OnlyBroken(why) => {
            let (en, ja) = why.both();
            lang::text!(
                "Manifests can show that it is broken, not that it holds: UNKNOWN without a finding, because {en}.",
                "マニフェストからは違反だけがわかります。指摘がなければ UNKNOWN になります({ja})。"
            )
        }
        Reach::NotShown(why) => {
            let (en, ja) = why.both();
            lang::text!(
                "Manifests cannot show it: UNKNOWN, because {en}.",
                "マニフェストからはわからないため UNKNOWN になります({ja})。"
            )
        }
        Reach::Manual(what) => {
            let (en, ja) = what.both();
            lang::text!("A person does it: MANUAL; {en}.", "人が行う項目のため MANUAL になります。{ja}。")
        }
    };
    sentence.get(lang).to_owned()
}
