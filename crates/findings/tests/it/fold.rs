//! The laws of the fold, over random evidence.

use findings::{Control, Evidence, Judgement, Looker, Reach, RuleId, verdict};
use lang::{Lang, Text};
use proptest::prelude::*;

fn evidence() -> impl Strategy<Value = Evidence> {
    let control = prop::sample::select(Control::ALL.to_vec());
    let looker = prop::sample::select(Looker::ALL.to_vec());
    (control, looker, 0_usize..3, 0_usize..2, any::<bool>()).prop_map(|(control, looker, looked, broken, blind)| {
        Evidence {
            looked,
            broken,
            blind: blind.then(|| Text::new("not to be seen", "見えません")),
            ..Evidence::new(control, looker, RuleId::new("a-rule"))
        }
    })
}

fn judged(control: Control, evidence: &[Evidence]) -> Judgement {
    verdict(control, evidence).judgement
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Few controls, so that evidence meets evidence.
    #[test]
    fn laws(all in prop::collection::vec(evidence(), 0..12), more in evidence(), control in prop::sample::select(Control::ALL.to_vec())) {
        let all: Vec<Evidence> = all.into_iter().map(|it| Evidence { control, ..it }).collect();
        let more = Evidence { control, ..more };
        let before = judged(control, &all);
        // Never PASS without somebody who sees the control having looked at something, and seen all of it.
        let saw = |it: &Evidence| it.looked > 0 && it.blind.is_none() && control.reach(it.looker) == Reach::Shown;
        prop_assert!(before != Judgement::Pass || all.iter().any(saw));
        // FAIL exactly where something is broken, whatever others could not see.
        prop_assert_eq!(before == Judgement::Fail, all.iter().any(|it| it.broken > 0));
        // More evidence never heals.
        let with: Vec<Evidence> = all.iter().cloned().chain([more]).collect();
        prop_assert!(before != Judgement::Fail || judged(control, &with) == Judgement::Fail);
        // The order says nothing.
        let reversed: Vec<Evidence> = all.iter().rev().cloned().collect();
        prop_assert_eq!(judged(control, &reversed), before);
        // Evidence on other controls is nothing to this one.
        let others: Vec<Evidence> = with.into_iter().map(|it| Evidence { control: Control::ALL[(control as usize + 1) % Control::ALL.len()], ..it }).collect();
        prop_assert_eq!(judged(control, &others), judged(control, &[]));
    }
}

fn seen(control: Control, looker: Looker, looked: usize) -> Evidence {
    Evidence { looked, ..Evidence::new(control, looker, RuleId::new("a-rule")) }
}

#[test]
fn a_live_cluster_shows_what_manifests_only_refer_to() {
    let blind = Some(Text::new("the value is not in the input", "値が入力に含まれていません"));
    let manifests = Evidence { blind: blind.clone(), ..seen(Control::Sec3, Looker::Manifests, 4) };
    assert_eq!(judged(Control::Sec3, std::slice::from_ref(&manifests)), Judgement::Unknown);
    let live = seen(Control::Sec3, Looker::Live, 6);
    let both = verdict(Control::Sec3, &[manifests.clone(), live.clone()]);
    assert_eq!((both.judgement, both.looked, both.lookers.len()), (Judgement::Pass, 10, 2));
    // Not the other way round, and not by a live look that was blind itself.
    let dim = Evidence { blind, ..live };
    assert_eq!(judged(Control::Sec3, &[dim.clone(), manifests]), Judgement::Unknown);
    assert_eq!(judged(Control::Sec3, &[dim, seen(Control::Sec3, Looker::Manifests, 4)]), Judgement::Unknown);
}

#[test]
fn what_manifests_do_not_show_others_do() {
    for (control, looker) in [
        (Control::Sec6, Looker::Live),
        (Control::Etcd2, Looker::Live),
        (Control::Log2, Looker::Logs),
        (Control::Ir1, Looker::Review),
        (Control::Sec1, Looker::Scanner),
    ] {
        let manifests = seen(control, Looker::Manifests, 3);
        assert_ne!(judged(control, std::slice::from_ref(&manifests)), Judgement::Pass, "{}", control.id());
        assert_eq!(judged(control, &[manifests, seen(control, looker, 1)]), Judgement::Pass, "{}", control.id());
    }
}

#[test]
fn without_evidence_it_is_said_why() {
    for control in Control::ALL {
        let verdict = verdict(*control, &[]);
        let expected = match control.reach(Looker::Manifests) {
            Reach::Manual(_) => Judgement::Manual,
            _ => Judgement::Unknown,
        };
        assert_eq!(verdict.judgement, expected, "{}", control.id());
        for lang in Lang::ALL {
            assert!(!verdict.reason.get(lang).is_empty(), "{}", control.id());
        }
    }
}
