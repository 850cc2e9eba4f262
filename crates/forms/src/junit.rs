//! Results as JUnit XML, for the dashboards of CI systems.
//!
//! One suite for each file, whose failing cases are the findings in it, but for those of low severity, named so that a list of cases alone says what
//! is wrong; and one suite `controls` with a case for each control: PASS passes, UNKNOWN and MANUAL are skipped with the reason.
//! Findings of low severity and documented exceptions pass, with what they say as output; suppressed findings are skipped. A control that FAILs
//! fails its case only where one of the failing cases is its own, so that a baseline or a finding of low severity turns nothing red.

use std::collections::BTreeMap;

use findings::{Audit, Finding, Judgement, Severity, Verdict};
use lang::{Lang, Text};
use model::Location;

use crate::words;
use crate::xml::escape;

/// An audit.
#[must_use]
pub fn audit(audit: &Audit, lang: Lang) -> String {
    named("sekisho audit", audit, lang)
}

/// What the command of this name found; without verdicts there is no suite of controls.
#[must_use]
pub fn named(command: &str, audit: &Audit, lang: Lang) -> String {
    let mut suites: BTreeMap<&str, Suite> = BTreeMap::new();
    for finding in &audit.findings {
        suites.entry(place(&finding.location).0).or_default().take(audit, finding, None, lang);
    }
    for it in &audit.suppressed {
        let (until, reason) = (it.until, &it.reason);
        let why = lang::text!("suppressed until {until}: {reason}", "{until} まで抑制中: {reason}");
        suites.entry(place(&it.finding.location).0).or_default().take(audit, &it.finding, Some(why.get(lang)), lang);
    }
    let mut controls = Suite::default();
    for verdict in &audit.verdicts {
        controls.judge(verdict, audit, lang);
    }
    let controls = (!audit.verdicts.is_empty()).then_some(("controls", controls));
    let all: Vec<(&str, Suite)> = controls.into_iter().chain(suites).collect();
    let sum = |of: fn(&Suite) -> usize| all.iter().map(|(_, suite)| of(suite)).sum::<usize>();
    let (tests, failures, skipped) = (sum(|it| it.tests), sum(|it| it.failures), sum(|it| it.skipped));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{command}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\">\n"
    );
    for (name, suite) in &all {
        suite.write(&mut out, name);
    }
    out.push_str("</testsuites>\n");
    out
}

#[derive(Default)]
struct Suite {
    tests: usize,
    failures: usize,
    skipped: usize,
    cases: String,
}

/// What a case comes to.
enum Outcome<'a> {
    Passes(Option<&'a str>),
    Fails { kind: &'a str, message: &'a str, text: &'a str },
    Skipped(&'a str),
}

impl Suite {
    fn take(&mut self, audit: &Audit, finding: &Finding, suppressed: Option<&str>, lang: Lang) {
        let (file, line) = place(&finding.location);
        let reason = finding.reason.get(lang);
        let about = finding.resource.as_ref().map_or_else(|| words::address(&finding.location), ToString::to_string);
        let name = format!("{}: {about} ({})", finding.rule, line.map_or_else(|| file.to_owned(), |it| it.to_string()));
        let text = told(audit, finding, lang);
        let outcome = match suppressed {
            Some(why) => Outcome::Skipped(why),
            None if !fails(finding) => Outcome::Passes(Some(&text)),
            None => Outcome::Fails { kind: finding.severity.name(), message: reason, text: &text },
        };
        let class = format!("sekisho.{}", finding.rule);
        self.case(&class, &name, Some((file, line)), &outcome);
    }

    fn judge(&mut self, verdict: &Verdict, audit: &Audit, lang: Lang) {
        let control = verdict.control;
        let name = format!("{}: {}", control.id(), control.text().get(lang));
        let reason = verdict.reason.get(lang);
        let word = words::verdict(verdict.judgement);
        let told = format!("{word}: {reason}");
        let only = Text::new("only of low severity, or known before", "重大度が低い、または既知の指摘のみ");
        let quiet = format!("{told} ({})", only.get(lang));
        let own = |it: &&Finding| fails(it) && it.controls.contains(&control);
        let outcome = match verdict.judgement {
            Judgement::Pass => Outcome::Passes(Some(&told)),
            Judgement::Fail if audit.findings.iter().any(|it| own(&it)) => {
                Outcome::Fails { kind: word, message: reason, text: &told }
            }
            Judgement::Fail => Outcome::Skipped(&quiet),
            Judgement::Unknown | Judgement::Manual => Outcome::Skipped(&told),
        };
        self.case("sekisho.controls", &name, None, &outcome);
    }

    fn case(&mut self, class: &str, name: &str, place: Option<(&str, Option<u32>)>, outcome: &Outcome<'_>) {
        self.tests += 1;
        let file = place.map_or_else(String::new, |(file, line)| {
            let line = line.map_or_else(String::new, |line| format!(" line=\"{line}\""));
            format!(" file=\"{}\"{line}", escape(file))
        });
        let head = format!("    <testcase classname=\"{}\" name=\"{}\"{file} time=\"0\"", escape(class), escape(name));
        self.cases.push_str(&head);
        self.cases.push_str(&match outcome {
            Outcome::Passes(None) => "/>\n".to_owned(),
            Outcome::Passes(Some(text)) => {
                format!(">\n      <system-out>{}</system-out>\n    </testcase>\n", escape(text))
            }
            Outcome::Fails { kind, message, text } => {
                self.failures += 1;
                let (kind, message, text) = (escape(kind), escape(message), escape(text));
                format!(">\n      <failure type=\"{kind}\" message=\"{message}\">{text}</failure>\n    </testcase>\n")
            }
            Outcome::Skipped(why) => {
                self.skipped += 1;
                format!(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", escape(why))
            }
        });
    }

    fn write(&self, out: &mut String, name: &str) {
        let Suite { tests, failures, skipped, cases } = self;
        let name = escape(name);
        out.push_str(&format!(
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\">\n{cases}  </testsuite>\n"
        ));
    }
}

/// Whether a finding turns a build red: low severity and documented exceptions do not.
fn fails(finding: &Finding) -> bool {
    finding.severity > Severity::Low && !finding.exception
}

/// Everything of a finding that somebody who sees only the dashboard needs.
fn told(audit: &Audit, finding: &Finding, lang: Lang) -> String {
    let mut lines = vec![format!("{}: {}", words::severity(finding.severity).get(lang), finding.reason.get(lang))];
    let mut line = |name: &Text, value: &str| lines.push(format!("{}: {value}", name.get(lang)));
    line(&Text::new("place", "位置"), &words::address(&finding.location));
    if let Some(detail) = &finding.detail {
        line(&Text::new("detail", "詳細"), detail.get(lang));
    }
    for it in &finding.related {
        line(&it.message, &words::address(&it.location));
    }
    if let Some(component) = finding.component {
        line(&Text::new("component", "コンポーネント"), component.id());
    }
    if !finding.controls.is_empty() {
        let ids = lang::list(finding.controls.iter().map(|it| it.id()));
        line(&Text::new("controls", "管理策"), ids.get(lang));
    }
    line(&Text::new("fingerprint", "フィンガープリント"), &finding.fingerprint);
    if let Some(fix) = audit.about(&finding.rule).and_then(|it| it.manual.sections(lang).into_iter().nth(2)) {
        lines.push(String::new());
        lines.push(format!("{}:", fix.heading));
        lines.push(fix.body);
    }
    let id = &finding.rule;
    lines.push(lang::text!("More: sekisho explain {id}", "詳しくは: sekisho explain {id}").get(lang).to_owned());
    lines.join("\n")
}

fn place(location: &Location) -> (&str, Option<u32>) {
    match location {
        Location::File { file, start, .. } => (file, Some(start.line)),
        Location::Field { object, .. } => (object, None),
    }
}
