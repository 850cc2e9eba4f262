//! `sekisho rules check`: the examples of the rules for leaks, run by the program that a person has.

use clap::Command;
use findings::Severity;
use lang::{Lang, text};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{group, say};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    let check = Command::new("check").about(say(
        lang,
        "Run the examples of the rules for leaks",
        "漏えい検出ルールの例をすべて実行して確かめます",
    ));
    group("rules", say(lang, "The rules themselves", "ルールそのものを扱います")).subcommand(check)
}

pub(crate) fn run(console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let (run, broken) = leaks::examples::check();
    for it in &broken {
        let (rule, number) = (it.rule, it.number);
        let line = if it.positive {
            text!("{rule}: example {number} is not found", "{rule}: 例 {number} が検出されません")
        } else {
            text!(
                "{rule}: negative example {number} is reported",
                "{rule}: 検出してはならない例 {number} が検出されます"
            )
        };
        told.print(line.get(console.lang));
    }
    let (rules, n) = (leaks::RULES.len(), broken.len());
    let total = text!("{rules} rules, {run} examples, {n} broken", "ルール {rules} 件、例 {run} 件、不一致 {n} 件");
    told.print(total.get(console.lang));
    Ok(if broken.is_empty() { Exit::Fine } else { Exit::Found(Severity::High) })
}
