//! The rules' examples, run: for our tests, and for people (`sekisho rules check`).

use crate::rules::RULES;
use crate::scan;
use crate::vendor::VENDORS;

/// An example that its rule does not judge as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The rule.
    pub rule: &'static str,
    /// Whether the example should be found.
    pub positive: bool,
    /// Which one, from 1.
    pub number: usize,
}

/// Runs every example. A positive one has its rule's leak; a negative one has no leak of any rule.
#[must_use]
pub fn check() -> (usize, Vec<Broken>) {
    let (mut run, mut broken) = (0, Vec::new());
    for rule in RULES.iter().copied().chain(VENDORS) {
        let positive = rule.examples.iter().enumerate().map(|it| (true, it));
        let negative = rule.negative_examples.iter().enumerate().map(|it| (false, it));
        for (positive, (at, (path, text))) in positive.chain(negative) {
            run += 1;
            let leaks = scan(path, &text.replace('·', ""));
            let holds = if positive { leaks.iter().any(|it| std::ptr::eq(it.rule, rule)) } else { leaks.is_empty() };
            if !holds {
                broken.push(Broken { rule: rule.id, positive, number: at + 1 });
            }
        }
    }
    (run, broken)
}
