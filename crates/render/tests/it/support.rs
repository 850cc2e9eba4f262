//! Deployments to judge.

use lang::Lang;
use model::Inventory;
use render::{Environment, Plan};
use settings::Render;

/// The section `render` of a `sekisho.yaml`.
pub(crate) fn settings(text: &str) -> Render {
    let found = settings::parse(text);
    found
        .unwrap_or_else(|mistakes| panic!("{:?}", mistakes.first().map(|it| it.reason.get(Lang::En).to_owned())))
        .render
}

pub(crate) fn plan(text: &str, environment: Environment, version: &str, lists: bool) -> Plan {
    Plan::new(&settings(text), environment, Some(version), Some(lists)).unwrap_or_else(|flaw| panic!("{flaw:?}"))
}

pub(crate) fn rendered(plan: &Plan) -> String {
    render::render(plan, Lang::En).unwrap_or_else(|unproved| panic!("{unproved:?}"))
}

pub(crate) fn production() -> String {
    rendered(&plan("", Environment::Production, render::DEFAULT_VERSION, false))
}

pub(crate) fn read(text: &str) -> Inventory {
    let inputs = vec![inventory::Input::file("rendered.yaml", text)];
    let found = inventory::read(inputs, &inventory::Options::default());
    assert!(found.problems.is_empty(), "{:?}", found.problems.first().map(|it| it.reason.get(Lang::En).to_owned()));
    found
}

/// Every environment, version and profile.
pub(crate) fn every(text: &str) -> Vec<(String, Plan)> {
    let mut found = Vec::new();
    for environment in Environment::ALL {
        for version in render::VERSIONS {
            for lists in [false, true] {
                let name = format!("{} {version} {}", environment.id(), if lists { "lists" } else { "strict" });
                found.push((name, plan(text, environment, version, lists)));
            }
        }
    }
    found
}
