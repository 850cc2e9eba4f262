//! `sekisho network graph`: what can reach what, as a picture or a page.

use std::io;

use app::Sources;
use app::network::draw;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use lang::Lang;

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::flags::{config_argument, namespace_argument, paths, say, sources_of, word_of};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("graph")
        .about(say(lang, "Draw what can reach what", "何が何に到達できるかを図にします"))
        .long_about(say(
            lang,
            "Draws what can reach what: an SVG picture, a DOT file for Graphviz, or one self-contained page with a filter \
             and the policy lines behind each connection.",
            "何が何に到達できるかを図にします。SVG の図、Graphviz 用の DOT、絞り込みや根拠となるポリシーの行まで見られる\
             単独の HTML ページのいずれかを出力します。",
        ))
        .arg(paths(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .short('f')
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(["svg", "dot", "html"]))
                .default_value("svg")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(lang, "What to draw", "出力形式(svg・dot・html。省略時は svg)")),
        )
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
}

#[derive(Clone, Copy)]
enum Format {
    Svg,
    Dot,
    Html,
}

pub(crate) struct Options {
    sources: Sources,
    format: Format,
    fail_on: FailOn,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        let format = match word_of(matches, "format").as_deref() {
            Some("dot") => Format::Dot,
            Some("html") => Format::Html,
            _ => Format::Svg,
        };
        Options { sources: sources_of(matches), format, fail_on: FailOn::of(matches) }
    }
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let drawn = draw(&options.sources, &mut io::stdin().lock())?;
    let (inventory, graph) = (&drawn.inventory, &drawn.graph);
    let unread = reading::tell_unread(inventory, console, told);
    told.print(&match options.format {
        Format::Svg => page::picture::svg(graph, console.lang),
        Format::Dot => page::picture::dot(graph, console.lang),
        Format::Html => page::network(graph, &drawn.network(), inventory, console.lang),
    });
    Ok(options.fail_on.exit(reading::severity_of_unread(unread), false))
}
