//! The report of an audit, in the form that was asked for.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use app::Sources;
use app::overview::{Names, Request};
use findings::Baseline;
use forms::policy::Flavour;
use inventory::Options;
use model::Inventory;
use overview::Overview;
use page::report::{Beside, HtmlOptions};
use rules::Audit;
use text::commands::{self, Place};
use text::listing::{Form, listing};

use super::view::{Shape, View};
use crate::console::Console;
use crate::flags::{Format, Judging, NO_SETTINGS, SETTINGS_FILE};
use crate::judging::VERSION;

/// Workloads up to which a report holds a picture of the network: of more, nobody sees anything in it.
const DRAWN: usize = 60;

/// What was judged.
pub(super) struct Judged<'a> {
    pub(super) inventory: &'a Inventory,
    pub(super) audit: &'a Audit,
    /// What it was read with; `None` where nothing more can be done with it.
    pub(super) options: Option<&'a Options>,
    pub(super) baseline: Option<&'a Baseline>,
}

/// Writes an audit in the form that is asked for.
pub(super) fn report(
    sources: &Sources,
    asked: &Judging,
    view: &View,
    console: &Console,
    judged: &Judged<'_>,
    mut out: &mut dyn Write,
) -> io::Result<()> {
    let Judged { inventory, audit, .. } = *judged;
    let lang = console.lang;
    let text = match asked.format {
        Format::Json => {
            let overview = overview(sources, asked, console, judged);
            return forms::json::write_audit(&mut out, inventory, audit, overview.as_ref(), lang);
        }
        Format::Sarif => {
            let proposals = fix::proposals(inventory, audit);
            return forms::sarif::write_audit(&mut out, audit, &proposals, VERSION, lang);
        }
        Format::Junit => forms::junit::audit(audit, lang),
        Format::PolicyReport => forms::policy::audit(audit, Flavour::PolicyReport, lang),
        Format::OpenReports => forms::policy::audit(audit, Flavour::OpenReports, lang),
        Format::GitHub => forms::ci::github(audit, lang),
        Format::GitLab => forms::ci::gitlab(audit, lang),
        Format::Markdown => forms::ci::markdown(audit, lang),
        Format::Html => {
            let options = HtmlOptions { lang, version: VERSION, date: Some(asked.today) };
            let overview = overview(sources, asked, console, judged);
            let graph = (inventory.workloads.len() <= DRAWN).then(|| app::network::draw(inventory).graph);
            let beside = Beside { overview: overview.as_ref(), graph: graph.as_ref() };
            page::report::audit_with(inventory, audit, &beside, &options)
        }
        Format::Text => words(sources, asked, view, console, judged),
    };
    let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
    write!(out, "{text}{end}")
}

fn words(sources: &Sources, asked: &Judging, view: &View, console: &Console, judged: &Judged<'_>) -> String {
    let Judged { inventory, audit, .. } = *judged;
    let options = console.text_options();
    // Counting and listing need no word on what mends.
    let overview = || overview(sources, asked, console, judged);
    match view.shape {
        Shape::Full => text::audit(inventory, audit, &options),
        Shape::List(form) => {
            let tells_more = matches!(form, Form::Details | Form::ByRule);
            let overview = if tells_more { overview() } else { None };
            listing(inventory, audit, overview.as_ref(), form, &view.filter, &options)
        }
        Shape::Screen => match overview() {
            Some(overview) => {
                let notes = text::overview::not_judged(inventory, console.lang);
                text::overview::first_screen(audit, &overview, &notes, &options)
            }
            None => text::audit(inventory, audit, &options),
        },
    }
}

fn overview(sources: &Sources, asked: &Judging, console: &Console, judged: &Judged<'_>) -> Option<Overview> {
    let names = names(&sources.paths);
    let request = Request {
        inventory: judged.inventory,
        options: judged.options?,
        audit: judged.audit,
        baseline: judged.baseline,
        today: asked.today,
        lang: console.lang,
        names: &names,
    };
    let mut overview = app::overview::overview(&request);
    let settings = match sources.settings.as_deref() {
        Some(file) => (file != Path::new(SETTINGS_FILE)).then_some(file),
        // One is there, and was not to be read.
        None => Path::new(SETTINGS_FILE).exists().then_some(Path::new(NO_SETTINGS)),
    };
    let place = Place {
        paths: &sources.paths,
        namespace: sources.namespace.as_deref(),
        settings,
        baseline: asked.baseline.as_deref(),
        no_suppressions: sources.no_suppressions,
        made: [&names.hardened, &names.secrets, &names.policies],
    };
    commands::word(&mut overview, &place);
    Some(overview)
}

/// Names for what is made: files that are not there yet, and not in a folder that is judged, where the next audit would read them twice.
fn names(paths: &[PathBuf]) -> Names {
    let here = std::env::current_dir().unwrap_or_default();
    let holds_here = |it: &PathBuf| it.canonicalize().is_ok_and(|it| it.is_dir() && here.starts_with(it));
    let folder = if paths.iter().any(holds_here) { "../" } else { "" };
    let free = |stem: &str| {
        let name = |n: usize| match n {
            1 => format!("{folder}{stem}.yaml"),
            _ => format!("{folder}{stem}-{n}.yaml"),
        };
        (1..100).map(name).find(|it| !Path::new(it).exists()).unwrap_or_else(|| name(100))
    };
    Names { hardened: free("hardened"), secrets: free("secrets"), policies: free("policies") }
}
