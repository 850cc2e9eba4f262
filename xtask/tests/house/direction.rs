//! Arrows between crates point one way.

use std::collections::HashMap;

use crate::workspace::{listed, rooms};

#[test]
fn every_crate_is_listed_once() {
    let mut listed: Vec<String> = listed().into_iter().map(|it| it.name).collect();
    let mut there: Vec<String> = rooms().into_iter().map(|it| it.name).collect();
    listed.sort();
    there.sort();
    assert_eq!(listed, there, "the list of rooms in ARCHITECTURE.md (left) and the crates (right)");
}

#[test]
fn a_crate_names_only_crates_above_it() {
    let place: HashMap<String, usize> = listed().into_iter().enumerate().map(|(at, it)| (it.name, at)).collect();
    let mut wrong = Vec::new();
    for room in rooms() {
        let own = place[&room.name];
        for dependency in room.dependencies.iter().filter(|it| !it.is_dev) {
            if place.get(&dependency.name).is_some_and(|it| *it >= own) {
                wrong.push(format!("{} names {}, which is listed below it", room.name, dependency.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_for_tests_alone_is_named_by_tests_alone() {
    let for_tests: Vec<String> = listed().into_iter().filter(|it| it.is_for_tests).map(|it| it.name).collect();
    assert!(!for_tests.is_empty(), "the list says which rooms are for tests only");
    for room in rooms().iter().filter(|it| !for_tests.contains(&it.name)) {
        for dependency in room.dependencies.iter().filter(|it| !it.is_dev) {
            assert!(!for_tests.contains(&dependency.name), "{} ships {}", room.name, dependency.name);
        }
    }
}
