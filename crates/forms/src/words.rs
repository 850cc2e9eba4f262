//! The words for severities, verdicts and frameworks, in both languages.

use lang::Text;
use rules::topic::Reference;
use rules::{About, Audience, Confidence, FixClass, Judgement, Severity};

/// `error`, `エラー`.
#[must_use]
pub const fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Critical => Text::new("critical", "緊急"),
        Severity::High => Text::new("high", "高"),
        Severity::Medium => Text::new("medium", "中"),
        Severity::Low => Text::new("low", "低"),
    }
}

/// `high`, `高`.
#[must_use]
pub const fn confidence(confidence: Confidence) -> Text {
    match confidence {
        Confidence::High => Text::new("high", "高"),
        Confidence::Medium => Text::new("medium", "中"),
        Confidence::Low => Text::new("low", "低"),
    }
}

/// Who wants to hear it.
#[must_use]
pub const fn audience(audience: Audience) -> Text {
    match audience {
        Audience::Operator => Text::new("who runs Dify", "Dify の運用者"),
        Audience::Platform => Text::new("who runs the cluster", "クラスターの管理者"),
        Audience::Developer => Text::new("who writes the manifests", "マニフェストの作成者"),
    }
}

/// Whether a fix may be applied unseen.
#[must_use]
pub const fn fix(fix: FixClass) -> Text {
    match fix {
        FixClass::Safe => Text::new("safe", "そのまま適用できます"),
        FixClass::Review => Text::new("to be looked at first", "内容の確認が必要です"),
    }
}

/// The verdict's word: the same in every language, as the documentation names it.
#[must_use]
pub const fn verdict(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Pass => "PASS",
        Judgement::Fail => "FAIL",
        Judgement::Unknown => "UNKNOWN",
        Judgement::Manual => "MANUAL",
    }
}

/// `2 high`, `高 2 件`.
#[must_use]
pub fn counted(n: usize, of: Severity) -> Text {
    let word = severity(of);
    let (en, ja) = word.both();
    lang::text!("{n} {en}", "{ja} {n} 件")
}

/// Why what a rule finds matters, in a sentence: the first one of its manual's own section.
#[must_use]
pub fn why(rule: &About) -> Text {
    let [en, ja] = lang::Lang::ALL.map(|lang| {
        let heading = rules::Manual::headings(lang)[1];
        let section = rule.manual.sections(lang).into_iter().find(|it| it.heading == heading);
        let body = section.map(|it| it.body.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
        let end = match lang {
            lang::Lang::En => body.find(". ").map(|at| at + 1),
            lang::Lang::Ja => body.find('。').map(|at| at + '。'.len_utf8()),
        };
        body[..end.unwrap_or(body.len())].to_owned()
    });
    Text::owned(en, ja)
}

/// Every reference of a rule once, in the order of the frameworks.
#[must_use]
pub fn references(rule: &About) -> Vec<Reference> {
    let mut references: Vec<Reference> = rule.topics.iter().flat_map(|topic| topic.references()).collect();
    references.sort_unstable();
    references.dedup();
    references
}

/// `CIS Kubernetes 1.10 5.2.9`.
#[must_use]
pub fn reference(reference: Reference) -> String {
    format!("{} {}", reference.framework.name(), reference.id)
}

/// Where something is, as editors and terminals understand it.
#[must_use]
pub fn address(location: &model::Location) -> String {
    match location {
        model::Location::File { file, start, .. } => format!("{file}:{}:{}", start.line, start.column),
        model::Location::Field { object, field } => format!("{object}: {field}"),
    }
}

/// `Deployment dify/api`.
#[must_use]
pub fn object(kind: &str, namespace: &str, name: &str) -> String {
    if namespace.is_empty() { format!("{kind} {name}") } else { format!("{kind} {namespace}/{name}") }
}
