//! `sekisho explain [RULE|CONTROL]`.

use std::fmt::Write as _;

use clap::{Arg, ArgMatches, Command};
use lang::{Lang, text};
use rules::{About, Control};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{say, word_of};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("explain").about(say(lang, "Explain a rule or a control", "ルールや管理策を説明します")).arg(
        Arg::new("id").value_name(say(lang, "RULE|CONTROL", "ルール|項目")).help(say(
            lang,
            "A rule such as `published-default-credential`, or a control such as `NET-2`; nothing for the list",
            "`published-default-credential` のようなルール、または `NET-2` のような項目。省略すると一覧を表示します",
        )),
    )
}

/// What was asked for.
pub(crate) struct Options {
    /// A rule or a control; without one everything is listed.
    id: Option<String>,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        Options { id: word_of(matches, "id") }
    }
}

pub(crate) fn run(asked: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    told.is_to_be_read();
    let options = console.text_options();
    let Some(id) = asked.id.as_deref() else {
        told.print(list(console.lang));
        return Ok(Exit::Fine);
    };
    let all: Vec<&About> = rules::all().collect();
    let page = if let Some(control) = Control::from_id(id) {
        text::explain::control(control, &all, &options)
    } else if let Some(rule) = rules::about(id) {
        text::explain::rule(rule, &options)
    } else if let Some(rule) = rules::of_check(id) {
        let name = rule.id;
        let alike = text!(
            "`{id}` is what the Pod Security Standards call it; here it is `{name}`.",
            "`{id}` は Pod Security Standards での名前です。ここでは `{name}` といいます。"
        );
        format!("{}\n\n{}", alike.get(console.lang), text::explain::rule(rule, &options))
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
        for rule in rules::all().filter(|rule| rule.controls.contains(control)) {
            let _ = writeln!(out, "          {:<42} {}", rule.id, rule.manual.title(lang));
        }
    }
    let others: Vec<_> = rules::all().filter(|rule| rule.controls.is_empty()).collect();
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
    let shared = |rule: &About| rule.id.split('-').filter(|word| words.contains(word)).count();
    let ids: Vec<&str> = rules::all().map(|it| it.id).collect();
    let spelt = lang::nearest(id, &ids).and_then(rules::about);
    let alike = rules::all().max_by_key(|rule| shared(rule)).filter(|rule| shared(rule) > 0);
    let near = spelt.or(alike);
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
