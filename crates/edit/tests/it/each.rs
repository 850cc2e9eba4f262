//! Many edits at once are the same edits one by one, and what is proposed is what would be done.

use edit::{Change, Editor, Refusal, apply_each, propose_each};
use proptest::prelude::*;
use proptest::sample::Index;
use yaml::{Path, Step};

use crate::cases::path;
use crate::laws::{NAMES, documents, list, paths, value};

/// Changes of any place of a text's first document.
fn changes(text: &str, wanted: &[(Index, u8, edit::Value, &str)]) -> Vec<Vec<Change>> {
    let mut all = Vec::new();
    paths(&documents(text)[0], &Path::default(), &mut all);
    let change = |(which, kind, new, key): &(Index, u8, edit::Value, &str)| {
        let mut path = all[which.index(all.len())].clone();
        match kind % 4 {
            0 => vec![Change::Set(path, new.clone())],
            1 => {
                path.0.push(Step::Key(format!("{key}-new")));
                let mut below = path.clone();
                below.0.push(Step::Key("below".into()));
                path.0.push(Step::Key("beside".into()));
                vec![Change::Set(below, new.clone()), Change::Set(path, new.clone())]
            }
            2 => vec![Change::Push(path.clone(), new.clone()), Change::Push(path, new.clone())],
            _ => vec![Change::Remove(path)],
        }
    };
    wanted.iter().map(change).collect()
}

fn one_by_one(text: &str, groups: &[Vec<Change>]) -> (String, Vec<Result<bool, Refusal>>) {
    let mut editor = Editor::new(text);
    let results = groups.iter().map(|it| editor.apply_all(0, it)).collect();
    (editor.finish(), results)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn many_edits_are_the_same_as_one_by_one(
        text in list(),
        wanted in prop::collection::vec((any::<Index>(), any::<u8>(), value(), prop::sample::select(NAMES)), 1..8),
    ) {
        let changes = changes(&text, &wanted);
        let groups: Vec<_> = changes.iter().map(|it| (0, it.as_slice())).collect();
        let (after, results) = apply_each(&text, &groups);
        let (expected, same) = one_by_one(&text, &changes);
        prop_assert_eq!(after, expected, "{}", text);
        prop_assert_eq!(results, same, "{}", text);
    }

    #[test]
    fn what_is_proposed_is_what_would_be_done(
        text in list(),
        wanted in prop::collection::vec((any::<Index>(), any::<u8>(), value(), prop::sample::select(NAMES)), 1..8),
    ) {
        let changes = changes(&text, &wanted);
        let groups: Vec<_> = changes.iter().map(|it| (0, it.as_slice())).collect();
        for (proposed, own) in propose_each(&text, &groups).into_iter().zip(&changes) {
            let (expected, result) = one_by_one(&text, std::slice::from_ref(own));
            let patch = match proposed {
                Ok(patch) => { prop_assert_eq!(result[0], Ok(patch.is_some())); patch.unwrap_or_default() }
                Err(refusal) => { prop_assert_eq!(result[0], Err(refusal)); continue }
            };
            prop_assert_eq!(patch.applied_to(&text), expected, "{}", text);
            let ends: Vec<usize> = patch.replacements().iter().flat_map(|it| [it.range.start, it.range.end]).collect();
            prop_assert!(ends.is_sorted(), "in order: {:?}", ends);
            let touch = patch.replacements().windows(2).any(|it| it[0].range.end == it[1].range.start);
            prop_assert!(!touch, "each by itself: {:?}", ends);
        }
    }
}

/// What a person wrote beside it is moved by leaving it where it is, so that a patch can be shown.
#[test]
fn a_patch_holds_no_word_of_the_text() {
    let text = "a: {} # Kq7wRz1L\nb: 1 # Kq7wRz1L\nc: 'Kq7wRz1L'\nd: {e: 1} # Kq7wRz1L\n";
    for at in ["a.new.below", "b", "c", "d.e", "d.new", "new.below"] {
        let change = Change::Set(path(at), edit::Value::Bool(false));
        let proposed = propose_each(text, &[(0, std::slice::from_ref(&change))]).remove(0);
        let patch = proposed.unwrap_or_else(|it| panic!("{at}: {it}")).unwrap_or_default();
        assert!(patch.replacements().iter().any(|it| it.text.contains("false")), "{at}");
        assert!(!patch.replacements().iter().any(|it| it.text.contains("Kq7wRz1L")), "{at}");
    }
}

#[test]
fn what_is_outside_of_the_items_is_edited_between_them() {
    let text = "kind: List\nitems: # all\n- a: 1 # one\n# two\n- a: 2\nlast: x # end";
    let set = |at: &str, value: i64| Change::Set(path(at), edit::Value::Int(value));
    let item = edit::Value::map([("a", edit::Value::Int(3))]);
    let changes = [
        vec![set("items.1.b.c", 5), set("items.1.a", 4)],
        vec![Change::Push(path("items"), item)],
        vec![set("items.2.b", 6), set("items.0.b", 7)],
        vec![set("items.2.b", 6)],
        vec![Change::Remove(path("items.0"))],
        vec![set("last", 9), set("items.0.a", 8)],
        vec![set("items.7.a", 8)],
    ];
    let groups: Vec<_> = changes.iter().map(|it| (0, it.as_slice())).collect();
    let (after, results) = apply_each(text, &groups);
    assert_eq!(results, [Ok(true), Ok(true), Ok(true), Ok(false), Ok(true), Ok(true), Err(Refusal::Shape)]);
    assert_eq!(after, "kind: List\nitems: # all\n# two\n- a: 8\n  b:\n    c: 5\n- a: 3\n  b: 6\nlast: 9 # end");
    assert_eq!(after, one_by_one(text, &changes).0);
}
