//! The list of rules as a whole.

use std::collections::BTreeSet;

use lang::Lang;
use rules::topic::TOPICS;
use rules::{Control, Looker, Manual, RULES, Reach};

#[test]
fn ids_are_unique_and_kebab_case() {
    let ids: BTreeSet<&str> = rules::all().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules::all().count());
    for id in ids {
        let fits = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(fits && !id.starts_with('-') && !id.ends_with('-'), "{id}");
        assert!(Control::from_id(id).is_none(), "{id} is a control's id too");
    }
}

/// Ids are public and live for ever: one that is renamed or taken away is seen here.
#[test]
fn the_list_of_ids_is_as_published() {
    let ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let published = include_str!("ids.txt");
    assert_eq!(ids.join("\n"), published.trim_end(), "a new id goes into ids.txt; none ever leaves it");
}

/// Whatever a command prints as an id leads to a manual.
#[test]
fn every_id_that_a_command_prints_is_known() {
    for id in leaks::RULES.iter().map(|rule| rule.id) {
        assert!(rules::about(id).is_some() && rules::commands(id).contains(&"secrets scan"), "{id}");
    }
    for check in &pss::CHECKS {
        let rule = rules::of_check(check.id).unwrap_or_else(|| panic!("no rule judges {}", check.id));
        assert!(rules::commands(rule.id).contains(&"pss check"), "{}", check.id);
    }
    for rule in rules::all() {
        assert!(!rules::commands(rule.id).is_empty(), "no command reports {}", rule.id);
    }
    for id in rules::registry::UNREAD {
        assert!(rules::find(id).is_some_and(|rule| rule.severity == rules::Severity::High), "{id}");
    }
}

#[test]
fn every_manual_is_complete_in_both_languages() {
    for rule in rules::all() {
        for lang in Lang::ALL {
            let title = rule.manual.title(lang);
            assert!(!title.is_empty(), "{}: no title in {}", rule.id, lang.tag());
            let sections = rule.manual.sections(lang);
            let headings: Vec<&str> = sections.iter().map(|section| section.heading).collect();
            assert_eq!(headings, Manual::headings(lang), "{}: headings in {}", rule.id, lang.tag());
            for section in sections {
                assert!(section.body.len() > 20, "{}: {} says nothing", rule.id, section.heading);
                if lang == Lang::Ja {
                    assert!(is_japanese(&section.body), "{}: {} is not Japanese", rule.id, section.heading);
                }
            }
        }
    }
}

#[test]
fn every_control_reads_in_both_languages() {
    for control in Control::ALL {
        let reasons = Looker::ALL.into_iter().filter_map(|looker| match control.reach(looker) {
            Reach::Shown => None,
            Reach::OnlyBroken(why) | Reach::NotShown(why) | Reach::Manual(why) => Some(why),
        });
        for text in std::iter::once(control.text()).chain(reasons) {
            assert!(!text.get(Lang::En).is_empty() && is_japanese(text.get(Lang::Ja)), "{}", control.id());
        }
    }
}

#[test]
fn every_reference_stands_in_the_table() {
    for rule in rules::all() {
        for topic in rule.topics {
            assert!(TOPICS.iter().any(|row| std::ptr::eq(*row, *topic)), "{}: {}", rule.id, topic.name);
        }
    }
}

#[test]
fn every_control_that_manifests_can_show_has_a_rule() {
    for control in Control::ALL {
        if matches!(control.reach(Looker::Manifests), Reach::Shown | Reach::OnlyBroken(_)) {
            let covered = RULES.iter().any(|rule| rule.controls.contains(control));
            assert!(covered, "no rule judges {}", control.id());
        }
    }
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|it| matches!(it, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}
