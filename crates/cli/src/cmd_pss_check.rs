//! `sekisho pss check`.

use clap::ArgMatches;
use findings::Severity;
use forms::PodSecurity;
use lang::{Text, text};
use pss::{Level, Version};

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
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
    let output = if input::is_json(matches) {
        forms::to_json_of([&inventory], &forms::pss(&check, console.lang))
    } else {
        text::pss(&check, &console.text_options())
    };
    told.print(&output);
    let worst = (check.n_refused() > 0 || unread > 0).then_some(Severity::High);
    Ok(FailOn::of(matches).exit(worst, false))
}
