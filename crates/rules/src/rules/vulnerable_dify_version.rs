//! `vulnerable-dify-version`.

use std::collections::HashSet;

use dify::settings::{ENABLE_PRELOAD, VECTOR_STORE, is_on};
use dify::vulnerability::{Certainty, End, Severity as Danger};
use dify::{Component, Version, Vulnerability};
use lang::{Lang, Text};
use model::Workload;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::main_image;
use crate::reading::{Got, reading};
use findings::Severity;

crate::rule! {
    /// Dify version with known vulnerabilities
    ///
    /// ## What it finds
    /// Versions of Dify, of its plugin daemon and of its sandbox that the catalogue knows holes of. One finding for each
    /// version in a namespace, the worst hole first. Holes that need a special configuration count where that configuration
    /// is seen; those that are only a published default key are reported by `default-secret-key` and its kin; disputed ones
    /// and such without a published range are named beside others and never alone.
    ///
    /// ## Why it matters
    /// Some of them need no account: up to 1.14.2 anybody can reach the plugin daemon's API through the route of the plugin
    /// icons (CVE-2026-41948), and before 1.10.1-fix.1 anybody can run code in the web server (CVE-2025-55182). The
    /// finding is as severe as the worst hole that is published with its range and has a fixed version; others count as medium at most.
    ///
    /// ## Fix
    /// Update to the version that the detail names, plugin daemon and sandbox with it (`mismatched-companion-versions` knows
    /// which belong together). Take a backup of the database and the storage first: the api migrates the schema at its start
    /// and does not go back.
    ///
    /// ---
    ///
    /// 既知の脆弱性がある Dify のバージョン
    ///
    /// ## 見つけるもの
    /// カタログに脆弱性の記載がある、Dify 本体、プラグインデーモン、サンドボックスのバージョン。名前空間とバージョンごとに一件、深刻なものから順に示します。
    /// 特別な設定を要するものは、その設定が確認できた場合に数えます。公開された初期鍵だけが原因のものは `default-secret-key` などのルールが報告します。見解が分かれているものや影響範囲が未公開のものは、ほかの脆弱性に添えて示すだけです。
    ///
    /// ## なぜ問題か
    /// アカウントなしで悪用できるものもあります。1.14.2 までは、プラグインのアイコンの経路から誰でもプラグインデーモンの API に到達できます(CVE-2026-41948)。1.10.1-fix.1 より前では、誰でも web サーバーでコードを実行できます(CVE-2025-55182)。
    /// 重大度は、影響範囲と修正版が公開されている脆弱性のうち最も深刻なものに合わせます。範囲が推定のものや修正版のないものは「中」までとします。
    ///
    /// ## 直し方
    /// 詳細に示したバージョンへ、プラグインデーモンとサンドボックスも合わせて更新してください(組み合わせは `mismatched-companion-versions` が示します)。
    /// api は起動時にスキーマを移行し、元には戻せません。先にデータベースとストレージのバックアップを取ってください。
    VULNERABLE_DIFY_VERSION = "vulnerable-dify-version", Critical, High, Operator,
    controls: [Img5],
    topics: [OUTDATED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for &workload in &facts.tops {
        let Some(component) = workload.component.filter(|component| component.is_dify_own()) else { continue };
        let line = line_of(component);
        let name = &*workload.meta.name.value;
        match &workload.version {
            Ok(running) => match running.parsed {
                Some(version) if seen.insert((&*workload.meta.namespace, line, version)) => {
                    findings.look(1);
                    judge(facts, findings, workload, line, &version);
                }
                Some(_) => {}
                None => findings.blind(&lang::text!(
                    "the version of `{name}` is not precise enough",
                    "`{name}` のバージョンが十分に特定できません"
                )),
            },
            Err(why) => {
                let (en, ja) = why.both();
                findings.blind(&lang::text!(
                    "the version of `{name}` cannot be read: {en}",
                    "`{name}` のバージョンが分かりません: {ja}"
                ));
            }
        }
    }
}

/// The component whose versions are counted: everything that runs the api image has the api's.
fn line_of(component: Component) -> Component {
    if component.runs_api_image() { Component::Api } else { component }
}

fn judge<'a>(
    facts: &Facts<'a>,
    findings: &mut Findings<'_>,
    workload: &'a Workload,
    line: Component,
    version: &Version,
) {
    let all = dify::vulnerabilities(line, version);
    let (unclear, clear): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.certainty == Certainty::Unclear);
    let holes: Vec<&Vulnerability> = clear.into_iter().filter(|it| holds(facts, workload, it)).collect();
    let Some(worst) = holes.first() else { return };
    let ids = holes.len();
    let (first, problem_en, problem_ja) = (worst.ids[0], worst.problem.get(Lang::En), worst.problem.get(Lang::Ja));
    let plural = if ids == 1 { "hole" } else { "holes" };
    let reason = lang::text!(
        "{line} {version} has {ids} known {plural}, the worst {first}: {problem_en}",
        "{line} {version} には既知の脆弱性が {ids} 件あります。最も深刻なものは {first}: {problem_ja}"
    );
    findings.report(workload, main_image(workload), reason).at_most(severity(&holes)).detail(detail(&holes, &unclear));
}

/// The worst hole's own severity where it is published with its range and a fixed version is there to go to; at most medium for the
/// rest. A hole without a fixed version leaves the operator nothing to do today but to know of it.
fn severity(holes: &[&Vulnerability]) -> Severity {
    let of = |hole: &&Vulnerability| {
        let sure = hole.certainty == Certainty::Stated && hole.fixed().is_some();
        match hole.severity {
            Danger::Critical if sure => Severity::Critical,
            Danger::High if sure => Severity::High,
            Danger::Critical | Danger::High | Danger::Medium => Severity::Medium,
            Danger::Low => Severity::Low,
        }
    };
    holes.iter().map(of).max().unwrap_or(Severity::Low)
}

/// Whether what the hole needs beside the version is there. Published default keys are found where they stand, by rules of
/// their own, and not counted a second time.
fn holds<'a>(facts: &Facts<'a>, workload: &'a Workload, hole: &Vulnerability) -> bool {
    if hole.condition.is_none() {
        return true;
    }
    match hole.ids[0] {
        "CVE-2026-61461" => {
            gets(facts, workload, VECTOR_STORE).is_some_and(|store| store.trim().eq_ignore_ascii_case("myscale"))
        }
        "langgenius/dify-sandbox#96" => gets(facts, workload, ENABLE_PRELOAD).is_some_and(|value| is_on(value.trim())),
        // Which stores were affected is not in the catalogue: only the default one is known not to speak SQL.
        "langgenius/dify#33421" => {
            gets(facts, workload, VECTOR_STORE).is_some_and(|store| !["weaviate", "qdrant"].contains(&store.trim()))
        }
        _ => false,
    }
}

fn gets<'a>(facts: &Facts<'a>, workload: &'a Workload, name: &str) -> Option<&'a str> {
    match reading(facts, workload, workload.main()?, name).got {
        Got::Value(value) => Some(value),
        Got::Unset | Got::Unknown => None,
    }
}

fn detail(holes: &[&Vulnerability], unclear: &[&Vulnerability]) -> Text {
    let list =
        |lang: Lang, separator: &str| holes.iter().map(|hole| one(hole, lang)).collect::<Vec<_>>().join(separator);
    let also = lang::list(unclear.iter().map(|hole| hole.ids[0]));
    let (mut en, mut ja) = (list(Lang::En, "; "), list(Lang::Ja, "、"));
    if !unclear.is_empty() {
        en = format!("{en}; not settled: {}", also.get(Lang::En));
        ja = format!("{ja}。確定していないもの: {}", also.get(Lang::Ja));
    }
    Text::owned(en, ja)
}

fn one(hole: &Vulnerability, lang: Lang) -> String {
    let id = hole.ids[0];
    let danger = danger(hole.severity);
    let danger = danger.get(lang);
    let end = match hole.affected.to {
        End::Before(fixed) => lang::text!(", fixed in {fixed}", "、{fixed} で修正"),
        End::With(last) => lang::text!(", known up to {last}", "、{last} まで確認済み"),
        End::Open => Text::new(", no fix known", "、修正版は知られていない"),
    };
    let end = end.get(lang);
    match lang {
        Lang::En => format!("{id} ({danger}{end})"),
        Lang::Ja => format!("{id}({danger}{end})"),
    }
}

fn danger(danger: Danger) -> Text {
    match danger {
        Danger::Low => Text::new("low", "低"),
        Danger::Medium => Text::new("medium", "中"),
        Danger::High => Text::new("high", "高"),
        Danger::Critical => Text::new("critical", "致命的"),
    }
}
