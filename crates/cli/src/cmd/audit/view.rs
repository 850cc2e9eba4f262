//! How much of an audit is shown, and which findings: `--full`, `--by`, `--rule` and their like.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};
use dify::Component;
use findings::Severity;
use lang::{Lang, Text, text};
use overview::Filter;
use text::listing::Form;

use crate::exit::Failure;
use crate::flags::{Format, flag, say};

pub(super) fn arguments(lang: Lang) -> [Arg; 7] {
    let group = "shape";
    [
        flag(
            "full",
            say(
                lang,
                "Print the whole listing: every finding with its line, every verdict",
                "すべての指摘(該当行つき)と判定を表示します",
            ),
        )
        .group(group),
        Arg::new("by")
            .long("by")
            .value_name("WHAT")
            .value_parser(PossibleValuesParser::new(["rule", "workload", "file"]))
            .hide_possible_values(lang == Lang::Ja)
            .group(group)
            .help(say(
                lang,
                "List the findings, equal ones together, by this",
                "指摘をまとめて一覧にします(rule: ルール別、workload: ワークロード別、file: ファイル別)",
            )),
        flag("concise", say(lang, "Print one line for each finding", "指摘を 1 件 1 行で表示します")).group(group),
        flag("statistics", say(lang, "Only count the findings of each rule", "ルールごとの件数だけを表示します"))
            .group(group),
        Arg::new("rule").long("rule").value_name("ID").action(ArgAction::Append).help(say(
            lang,
            "Show findings of this rule only; several add up",
            "このルールの指摘だけを表示します(複数指定可)",
        )),
        Arg::new("component").long("component").value_name("NAME").action(ArgAction::Append).help(say(
            lang,
            "Show findings of this component of Dify only; several add up",
            "この Dify コンポーネントの指摘だけを表示します(複数指定可)",
        )),
        Arg::new("severity")
            .long("severity")
            .value_name("LEVEL")
            .value_parser(PossibleValuesParser::new(["low", "medium", "high", "critical"]))
            .hide_possible_values(lang == Lang::Ja)
            .help(say(
                lang,
                "Show findings of this severity or worse only; the exit code stays that of all",
                "この重大度以上の指摘だけを表示します(low・medium・high・critical)。終了コードは全件によります",
            )),
    ]
}

/// What is shown of an audit.
pub(super) struct View {
    pub(super) shape: Shape,
    pub(super) filter: Filter,
}

/// The shape of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One screen.
    Screen,
    /// Everything.
    Full,
    /// A list.
    List(Form),
}

impl View {
    pub(super) fn of(matches: &ArgMatches, format: Format) -> Result<View, Failure> {
        let filter = filter(matches)?;
        let by = matches.get_one::<String>("by").map(String::as_str);
        let shape = match by {
            Some("rule") => Shape::List(Form::ByRule),
            Some("workload") => Shape::List(Form::ByWorkload),
            Some(_) => Shape::List(Form::ByFile),
            None if matches.get_flag("concise") => Shape::List(Form::Concise),
            None if matches.get_flag("statistics") => Shape::List(Form::Statistics),
            None if filter.is_set() => Shape::List(Form::Details),
            None if matches.get_flag("full") => Shape::Full,
            None => Shape::Screen,
        };
        if shape != Shape::Screen && format != Format::Text {
            return Err(Failure::Usage(Text::new(
                "--full, --by, --concise, --statistics, --rule, --component and --severity are for `--format text`; other formats hold \
                 everything",
                "--full・--by・--concise・--statistics・--rule・--component・--severity は `--format text` 用です。ほかの形式には全件が含まれます",
            )));
        }
        Ok(View { shape, filter })
    }
}

fn filter(matches: &ArgMatches) -> Result<Filter, Failure> {
    let words = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned().collect::<Vec<_>>();
    let rules = words("rule");
    let ids: Vec<&str> = rules::all().map(|it| it.id).collect();
    if let Some(id) = rules.iter().find(|it| !ids.contains(&it.as_str())) {
        return Err(unknown(id, &ids, &Text::new("rule", "ルール"), "sekisho explain"));
    }
    let names: Vec<&str> = Component::ALL.iter().map(|it| it.id()).collect();
    let mut components = Vec::new();
    for name in words("component") {
        let known = Component::ALL.iter().find(|it| it.id() == name);
        let Some(component) = known else {
            return Err(unknown(&name, &names, &Text::new("component", "コンポーネント"), "sekisho audit"));
        };
        components.push(*component);
    }
    let severity = matches.get_one::<String>("severity").and_then(|it| Severity::from_name(it));
    Ok(Filter { rules, components, severity })
}

fn unknown(name: &str, all: &[&str], what: &Text, list: &str) -> Failure {
    let (en, ja) = what.both();
    Failure::Usage(match lang::nearest(name, all) {
        Some(near) => text!(
            "there is no {en} `{name}`; did you mean `{near}`?",
            "{ja} `{name}` はありません。`{near}` のことですか?"
        ),
        None => text!(
            "there is no {en} `{name}`; `{list}` lists them",
            "{ja} `{name}` はありません。一覧は `{list}` で表示できます"
        ),
    })
}
