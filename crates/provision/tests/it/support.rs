//! Deployments and their plans.

use credentials::OperatingSystem;
use model::{Date, Inventory};
use provision::{Outcome, Plan, Request, Row, Slot};

pub(crate) fn read(name: &str, text: &str) -> Inventory {
    inventory::read(vec![inventory::Input::file(name, text)], &inventory::Options::default())
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

pub(crate) fn plan_on(inventory: &Inventory, existing: Option<&Inventory>, today: &str) -> Plan {
    let request = Request { inventory, existing, today: day(today), replace: &[] };
    provision::plan(&request, &mut OperatingSystem).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn plan(inventory: &Inventory, existing: Option<&Inventory>) -> Plan {
    plan_on(inventory, existing, "2026-11-24")
}

pub(crate) fn row<'p>(plan: &'p Plan, name: &str) -> &'p Row {
    plan.rows.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name} is not planned"))
}

pub(crate) fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Made => "made",
        Outcome::Adopted(_) => "adopted",
        Outcome::Kept(_) => "kept",
        Outcome::Composed(_) => "composed",
        Outcome::Brought => "brought",
        Outcome::Asked(_) => "asked for",
    }
}

/// What a key of the planned Secrets holds.
pub(crate) fn value<'p>(plan: &'p Plan, slot: &Slot) -> Option<&'p str> {
    let secret = plan.secrets.iter().find(|it| it.namespace == slot.namespace && it.name == slot.secret)?;
    secret.entries.get(&slot.key).map(model::Opaque::expose)
}

/// The same by its address: `dify/dify-secret DB_PASSWORD`.
pub(crate) fn at<'p>(plan: &'p Plan, address: &str) -> Option<&'p str> {
    let (place, key) = address.split_once(' ').expect("an address");
    let (namespace, secret) = place.split_once('/').expect("an address");
    value(plan, &Slot { namespace: namespace.to_owned(), secret: secret.to_owned(), key: key.to_owned() })
}
