//! `sekisho pss check`.

use clap::ArgMatches;
use findings::{Finding, Severity};
use forms::PodSecurity;
use lang::{Text, text};
use model::Inventory;
use pss::{Level, Version};
use rules::elsewhere;

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::Judging;
use crate::input;
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let version = matches.get_one::<String>("policy-version").map_or("latest", String::as_str);
    let version = Version::parse(version).map_err(Failure::Usage)?;
    let level = matches.get_one::<String>("level").and_then(|name| Level::from_name(name)).unwrap_or(Level::Restricted);
    let inventory = input::read(matches)?;
    let check = PodSecurity::of(&inventory, level, version);
    if version.is_beyond_known() {
        let newest = Version::Minor(Version::NEWEST_MINOR);
        let note = text!(
            "note: {version} is newer than this program knows; judged as {newest}",
            "注: {version} は未対応の新しいバージョンのため、{newest} として判定しました"
        );
        told.note(note.get(console.lang));
    }
    input::refuse_nothing(&inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = input::tell_doubts(&inventory, console, told);
    let asked = Judging::of(matches)?;
    let leaving = deciding::leaving(&asked)?;
    let audit = leaving.decide_in(&inventory, &input::settings(matches)?, found(&inventory, &check));
    told.print(&match deciding::shown(&asked, &TITLE, &audit, console.lang) {
        Some(shown) => shown,
        None if input::is_json(matches) => forms::to_json_of([&inventory], &forms::pss(&check, console.lang)),
        None => text::pss(&check, &console.text_options()),
    });
    if deciding::write(&asked, &audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    // What was passed over is no finding with a place.
    let unread = (unread > 0).then_some(Severity::High);
    Ok(asked.fail_on.exit(audit.worst().max(unread), false))
}

const TITLE: Title = Title {
    command: "sekisho pss check",
    text: Text::new("Sekisho: Pod Security Standards", "関所: Pod Security Standards"),
};

/// Every violation, and what could not be read.
fn found(inventory: &Inventory, check: &PodSecurity<'_>) -> Vec<Finding> {
    let violations = check.workloads.iter().flat_map(|judged| judged.violations.iter().map(|it| (judged.workload, it)));
    let refused = violations.filter_map(|(workload, it)| elsewhere::of_violation(inventory, workload, it));
    refused.chain(elsewhere::unread(inventory)).collect()
}
