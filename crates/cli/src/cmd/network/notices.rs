//! What is said beside an answer about the network.

use lang::Text;
use model::Inventory;
use netpol::Notice;

use crate::console::Console;
use crate::told::Told;

/// Shows beside the output what a person should know of the policies.
pub(super) fn tell(notices: &[Notice], inventory: &Inventory, console: &Console, told: &mut Told) {
    let lines = text::network::notices(inventory, notices, console.lang);
    let word = Text::new("note", "注");
    for line in lines.lines() {
        told.note(&format!("{}: {line}", word.get(console.lang)));
    }
}
