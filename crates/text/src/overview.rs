//! An audit in one screen: 50 rows at 80 columns, whatever was judged.

mod causes;
pub mod said;
mod standing;

use lang::{Lang, Text, text};
use model::{Inventory, Problem};
use overview::Overview;
use rules::Audit;

use crate::audit::Page;
use crate::layout::width;
use crate::{TextOptions, not_read};

/// Rows of a screen, and columns from which on an overview fits into them.
const ROWS: usize = 50;

/// How much is told.
#[derive(Clone, Copy)]
struct Room {
    causes: usize,
    workloads: usize,
    /// Whether what an attacker gains is told of every cause, or of the first alone.
    gains: bool,
}

/// From all that is worth telling to the least that is.
const ROOMS: [Room; 8] = [
    Room { causes: 5, workloads: 5, gains: true },
    Room { causes: 5, workloads: 2, gains: true },
    Room { causes: 4, workloads: 3, gains: true },
    Room { causes: 4, workloads: 1, gains: true },
    Room { causes: 3, workloads: 3, gains: true },
    Room { causes: 3, workloads: 1, gains: true },
    Room { causes: 3, workloads: 1, gains: false },
    Room { causes: 3, workloads: 0, gains: false },
];

/// The first screen of an audit. `notes` are lines on what was not looked at.
#[must_use]
pub fn first_screen(audit: &Audit, overview: &Overview, notes: &[String], options: &TextOptions) -> String {
    let mut best = String::new();
    for room in ROOMS {
        best = draw(audit, overview, notes, options, room);
        if rows(&best, options.width) <= ROWS {
            break;
        }
    }
    best
}

/// The rows that a text takes on a terminal, which breaks what is wider than itself.
fn rows(text: &str, columns: usize) -> usize {
    text.lines().map(|it| width(it).div_ceil(columns.max(1)).max(1)).sum()
}

/// Parts that are named one by one.
const NAMED: usize = 3;

/// Lines on what was not judged: each part that could not be read, by its place, then what was not looked at.
#[must_use]
pub fn not_judged(inventory: &Inventory, lang: Lang) -> Vec<String> {
    let doubts: Vec<&Problem> = inventory.in_doubt().collect();
    let named = doubts.iter().take(NAMED).map(|it| {
        let (place, (en, ja)) = (inventory.address(it), it.reason.both());
        text!("! {place}: {en}", "! {place}: {ja}")
    });
    let more = doubts.len().saturating_sub(NAMED);
    let rest = (more > 0).then(|| text!("! and {more} more: --by file", "! ほか {more} 件: --by file"));
    let named = named.chain(rest).map(|it| it.get(lang).to_owned());
    named.chain(not_read::left_out(&inventory.left_out, lang)).collect()
}

fn draw(audit: &Audit, overview: &Overview, notes: &[String], options: &TextOptions, room: Room) -> String {
    let mut page = Page::new(options);
    standing::write_head(&mut page, audit, overview, notes);
    causes::write(&mut page, overview, room);
    standing::write_workloads(&mut page, overview, room.workloads);
    standing::write_mending(&mut page, overview);
    standing::write_controls(&mut page, audit);
    if !audit.findings.is_empty() {
        let more = Text::new(
            "More: --full, --by rule|workload|file, --rule ID, --component NAME, --severity LEVEL, --concise, --statistics; \
             sekisho explain RULE",
            "詳細: --full、--by rule|workload|file、--rule ID、--component 名前、--severity 重大度、--concise、--statistics、\
             sekisho explain ルール",
        );
        page.prose("", &more);
    }
    page.out
}
