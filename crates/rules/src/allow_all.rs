//! The step that the two rules about policies without a limit share.

use lang::{Text, text};
use model::PolicyType;

use crate::coverage::is_everything;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

/// Reports every rule of a policy that allows everything in a direction. What is said is made of the policy's name.
pub(crate) fn report(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    direction: PolicyType,
    say: impl Fn(&str) -> Text,
) {
    for (policy, workloads) in facts.coverage().governing(direction) {
        findings.look(1);
        for rule in policy.rules(direction).iter().filter(|it| is_everything(it)) {
            let component = workloads.iter().find_map(|it| it.component);
            let n = workloads.len();
            findings
                .report(Subject::perhaps(&policy.meta, component), rule.place, say(&policy.meta.name.value))
                .detail(text!("it selects {n} workload(s) of the input", "入力のうち {n} 個のワークロードが対象です"));
        }
    }
}
