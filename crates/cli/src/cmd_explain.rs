//! `sekisho explain [RULE|CONTROL]`.

use std::fmt::Write as _;

use clap::ArgMatches;
use lang::{Lang, text};
use rules::{Control, RULES};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let options = console.text_options();
    let Some(id) = matches.get_one::<String>("id") else {
        told.print(&list(console.lang));
        return Ok(Exit::Fine);
    };
    let page = if let Some(control) = Control::from_id(id) {
        text::explain::control(control, RULES, &options)
    } else if let Some(rule) = rules::find(id) {
        text::explain::rule(rule, &options)
    } else {
        return Err(unknown(id));
    };
    told.print(&page);
    Ok(Exit::Fine)
}

/// Every control with its rules, a line each.
fn list(lang: Lang) -> String {
    let mut out = String::new();
    for control in Control::ALL {
        let _ = writeln!(out, "{:<7} {}", control.id(), control.text().get(lang));
        for rule in RULES.iter().filter(|rule| rule.controls.contains(control)) {
            let _ = writeln!(out, "          {:<42} {}", rule.id, rule.manual.title(lang));
        }
    }
    let others: Vec<_> = RULES.iter().filter(|rule| rule.controls.is_empty()).collect();
    if !others.is_empty() {
        let _ = writeln!(out, "-");
    }
    for rule in others {
        let _ = writeln!(out, "          {:<42} {}", rule.id, rule.manual.title(lang));
    }
    out
}

fn unknown(id: &str) -> Failure {
    // The rule that shares the most words: ids are words, and people misspell one of them.
    let words: Vec<&str> = id.split('-').collect();
    let shared = |rule: &rules::Rule| rule.id.split('-').filter(|word| words.contains(word)).count();
    let near = RULES.iter().max_by_key(|rule| shared(rule)).filter(|rule| shared(rule) > 0);
    Failure::Usage(match near {
        Some(near) => {
            let near = near.id;
            text!(
                "there is no rule or control `{id}`; did you mean `{near}`? `sekisho explain` lists all",
                "`{id}` というルールや項目はありません。`{near}` のことですか? 一覧は `sekisho explain` で表示できます"
            )
        }
        None => text!(
            "there is no rule or control `{id}`; `sekisho explain` lists all",
            "`{id}` というルールや項目はありません。一覧は `sekisho explain` で表示できます"
        ),
    })
}
