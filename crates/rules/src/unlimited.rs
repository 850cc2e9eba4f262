//! The step that the two rules about policies without a limit share.

use std::collections::HashMap;

use lang::{Text, text};
use model::{Place, PolicyType};

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::subject::Subject;
use crate::wires::{Line, Teller};

/// Reports every rule of a policy that allows everything in a direction, whomever it selects. What is said is made of the policy's
/// kind and name. It breaks the sentences that the engine found to be broken by it.
pub(crate) fn report(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    direction: PolicyType,
    say: impl Fn(&str, &str) -> Text,
) {
    let wires = facts.wires();
    let teller = if direction == PolicyType::Ingress { Teller::AllowAllIngress } else { Teller::AllowAllEgress };
    // By the rule, however many of its peers let something through.
    let mut broken: HashMap<Place, Vec<Line<'_, '_>>> = HashMap::new();
    for line in wires.lines(teller) {
        broken.entry(line.rule.map_or(line.place, |it| it.place)).or_default().push(line);
    }
    for view in wires.network().written() {
        let Some(meta) = wires.meta(view.policy.place) else { continue };
        for rule in view.rules(direction) {
            let lines = broken.remove(&rule.place).unwrap_or_default();
            if !rule.is_unlimited && lines.is_empty() {
                continue;
            }
            let component = view.workloads.iter().find_map(|it| it.component);
            let n = view.workloads.len();
            findings
                .report(Subject::perhaps(meta, component), rule.place, say(&meta.kind, &meta.name.value))
                .breaking(lines.into_iter().flat_map(|it| it.controls))
                .detail(text!("it selects {n} workload(s) of the input", "入力のうち {n} 個のワークロードが対象です"));
        }
    }
}
