//! What the compiler cannot see of a component's file: facts without a source, ranges that overlap, things that hang together.
//! Each test names the component and what it misses.

use std::collections::{HashMap, HashSet};

use super::notation::*;
use crate::credential::CREDENTIALS;
use crate::entry::Run;
use crate::flow::Flow;
use crate::known::newest;

fn entries() -> impl Iterator<Item = (Component, &'static Entry)> {
    Component::ALL.iter().map(|component| (*component, component.entry()))
}

/// Facts of which one holds at a time: each begins where the one before ends, and one holds for the newest version.
fn check<T>(component: Component, what: &str, facts: &[Fact<T>]) {
    for pair in facts.windows(2) {
        let (end, begin) = (pair[0].known.until, pair[1].known.since);
        assert!(end.is_some() && end == begin, "{component}: {what}: {end:?} and {begin:?} do not meet");
    }
    assert!(facts.is_empty() || newest(facts).is_some(), "{component}: {what}: nothing is told of the newest version");
    facts.iter().for_each(|fact| sourced(component, what, &fact.known));
}

fn sourced(component: Component, what: &str, known: &Known) {
    assert!(!known.source.is_empty(), "{component}: {what} has no source");
    assert!(known.since.zip(known.until).is_none_or(|(since, until)| since < until), "{component}: {what} never holds");
}

fn runs(component: Component, run: &Run) {
    check(component, "starts_as", run.starts_as);
    check(component, "ids", run.ids);
    check(component, "root", run.root);
    check(component, "read_only_root", run.read_only_root);
    check(component, "capabilities", run.capabilities);
    check(component, "stop", run.stop);
    for path in run.paths {
        assert!(path.path.starts_with('/'), "{component}: {}", path.path);
        sourced(component, path.path, &path.known);
    }
    let paths: HashSet<&str> = run.paths.iter().map(|it| it.path).collect();
    assert_eq!(paths.len(), run.paths.len(), "{component}: a path twice");
}

#[test]
fn every_fact_has_a_source_and_ranges_meet() {
    for (component, entry) in entries() {
        sourced(component, "known", &entry.known);
        entry.images.iter().for_each(|image| sourced(component, image.name, &image.known));
        entry.ports.iter().for_each(|port| sourced(component, port.name, &port.known));
        entry.flows.iter().for_each(|flow| sourced(component, flow.why.get(lang::Lang::En), &flow.known));
        entry.level.iter().for_each(|level| sourced(component, "level", &level.known));
        check(component, "probes", entry.probes);
        if let Tag::Listed(tags, _) = entry.shipped.tag {
            check(component, "shipped", tags);
        }
        entry.runs.iter().for_each(|run| runs(component, run));
        let families: HashSet<Family> = entry.runs.iter().map(|run| run.family).collect();
        assert_eq!(families.len(), entry.runs.len(), "{component}: a family twice");
        assert!(!families.contains(&Family::Unknown), "{component}: of an unknown family nothing is known");
    }
}

#[test]
fn every_component_has_its_own_file_and_both_languages() {
    for (component, entry) in entries() {
        let file = format!("{component:?}");
        let kebab: String = file
            .char_indices()
            .flat_map(|(at, c)| (at > 0 && c.is_uppercase()).then_some('-').into_iter().chain(c.to_lowercase()))
            .collect();
        assert_eq!(entry.id, kebab, "{component}: the file of another component");
        for lang in lang::Lang::ALL {
            assert!(!entry.about.get(lang).is_empty() && !entry.called.get(lang).is_empty(), "{component}");
        }
    }
}

#[test]
fn class_and_tier_agree() {
    for (component, entry) in entries() {
        assert_eq!(component.is_store(), entry.tier == Tier::Data, "{component}");
        assert_eq!(component.is_proxy(), matches!(entry.tier, Tier::Edge | Tier::Outlet), "{component}");
        assert_eq!(component.is_dify_own(), entry.line != Line::Other, "{component}");
        assert_eq!(entry.runs_foreign_code, !entry.never.is_empty() && entry.never.iter().any(is_cage), "{component}");
    }
}

/// Code of others is kept from everybody.
fn is_cage(never: &crate::flow::Never) -> bool {
    never.to == Peer::Internal && never.from != Peer::Component(Component::AgentSsrfProxy)
}

#[test]
fn flows_stand_with_the_component_that_begins_them_or_that_strangers_reach() {
    let inside = |peer: Peer| Component::ALL.iter().any(|it| peer.is(*it));
    for (component, entry) in entries() {
        let is_own = |flow: &Flow| flow.from.is(component) || !inside(flow.from) && flow.to.is(component);
        assert!(entry.flows.iter().all(is_own), "{component}: a flow of another component");
        let touches = |peer: Peer| peer == Peer::Component(component);
        assert!(entry.never.iter().all(|it| touches(it.from) || touches(it.to)), "{component}: of another component");
    }
}

#[test]
fn signs_are_asked_for_in_one_order() {
    let mut ranks = HashMap::new();
    for (component, entry) in entries() {
        let Some(sign) = entry.told_by else { continue };
        assert!(sign.some.0 <= sign.some.1.len() && !(sign.all.is_empty() && sign.some.0 == 0), "{component}");
        if let Some(other) = ranks.insert(sign.rank, component) {
            panic!("{component} and {other} have the same rank");
        }
    }
}

/// What a new vector store is easily without.
#[test]
fn vector_stores_can_be_named_chosen_and_opened() {
    for (component, entry) in entries().filter(|(component, _)| component.is_vector_store()) {
        assert!(!entry.named_by.is_empty(), "{component}: which variable holds its address");
        assert!(!entry.chart_names.is_empty(), "{component}: what charts call it");
        // Both may be the main database as well, so that VECTOR_STORE alone does not tell whether they are used.
        let both = matches!(component, Component::Pgvector | Component::Oceanbase);
        assert_eq!(entry.used_when.is_none(), both, "{component}: which VECTOR_STORE it is");
        let opens = CREDENTIALS.iter().any(|it| it.purpose == Purpose::VectorStoreKey(entry.id));
        assert!(opens, "{component}: which credential opens it (credential.rs)");
        let shares = entry.shares.iter().any(|share| share.purpose == Purpose::VectorStoreKey(entry.id));
        assert_eq!(shares, entry.asked_with.is_some(), "{component}: one end of its credential");
    }
}

/// What a copied file easily keeps of the one that it was copied from.
#[test]
fn names_belong_to_one_component() {
    let (mut charts, mut stores, mut hosts) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (component, entry) in entries() {
        for name in entry.chart_names {
            assert_eq!(charts.insert(name, component), None, "{component}: charts call another one {name}");
        }
        // PostgreSQL and MySQL are one setting's choice.
        for name in entry.named_by.iter().filter(|_| component.is_vector_store()) {
            assert_eq!(hosts.insert(name, component), None, "{component}: {name} is another one's address");
        }
        if let Some(Condition::Chosen(_, values, chosen)) = entry.used_when {
            assert_eq!(chosen, component, "{component}: it is chosen as another one");
            for value in values {
                assert_eq!(stores.insert(value, component), None, "{component}: VECTOR_STORE={value} is another one");
            }
        }
    }
}

#[test]
fn what_langgenius_publishes_is_looked_into() {
    for (component, entry) in entries().filter(|(component, _)| component.is_dify_own()) {
        let run = entry.runs.first().expect(entry.id);
        assert_eq!(run.family, Family::Original, "{component}");
        assert!(!run.starts_as.is_empty() && !run.ids.is_empty() && !run.paths.is_empty(), "{component}");
        assert!(entry.level.is_some(), "{component}");
        assert!(entry.probes.len() + usize::from(component.only_fetches()) > 0, "{component}: how to ask it");
    }
}
