//! `mismatched-companion-versions`.

use std::collections::HashMap;

use dify::entry::Line;
use dify::{Component, Version};
use model::{Place, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::main_image;

crate::rule! {
    /// Version mismatch between components
    ///
    /// ## What it finds
    /// A web image, a worker, a plugin daemon or a sandbox in the api's namespace whose version is not the one that Dify's
    /// Compose file combines with the api's version.
    ///
    /// ## Why it matters
    /// Dify is tested in one combination for each version. An old plugin daemon beside a new api misses what the api calls,
    /// and an old sandbox keeps holes that the update was meant to close: charts often raise the api alone. A newer one is
    /// usually fine, but nobody tried it.
    ///
    /// ## Fix
    /// Set the versions that the finding names.
    ///
    /// ---
    ///
    /// 組み合わせの合わないバージョン
    ///
    /// ## 見つけるもの
    /// api と同じ名前空間にある web、worker、プラグインデーモン、サンドボックスのうち、Dify の Compose ファイルが api のバージョンに組み合わせているものと異なるバージョン。
    ///
    /// ## なぜ問題か
    /// Dify はバージョンごとに一つの組み合わせで検証されています。新しい api に古いプラグインデーモンを組み合わせると呼び出しに失敗することがあり、古いサンドボックスには更新で塞がれるはずの脆弱性が残ります。チャートでは api だけが更新されがちです。
    /// 新しすぎる場合は動くことが多いものの、検証されていません。
    ///
    /// ## 直し方
    /// 指摘に示したバージョンに合わせてください。
    MISMATCHED_COMPANION_VERSIONS = "mismatched-companion-versions", Low, Medium, Operator,
    controls: [],
    topics: [OUTDATED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut apis: HashMap<&str, (Version, Place)> = HashMap::new();
    for (component, workload) in facts.tops.iter().filter_map(|it| Some((it.component?, it))) {
        if component == Component::Api
            && let Some(version) = parsed(workload)
        {
            apis.entry(&*workload.meta.namespace).or_insert_with(|| (version, main_image(workload)));
        }
    }
    // The sandbox may well live in a namespace of its own: then the only api there is counts.
    let only = if apis.len() == 1 { apis.values().next().copied() } else { None };
    for &workload in &facts.tops {
        let api = apis.get(&*workload.meta.namespace).copied().or(only);
        let (Some(component), Some(version), Some((api, place))) = (workload.component, parsed(workload), api) else {
            continue;
        };
        let Some((oldest, newest)) = wanted(component, &api) else { continue };
        findings.look(1);
        if version < oldest || version > newest {
            let expected = if oldest == newest { newest.to_string() } else { format!("{oldest} - {newest}") };
            let reason = lang::text!(
                "{component} {version} does not belong to Dify {api}, which goes with {expected}",
                "{component} {version} は Dify {api} に対応していません。対応するのは {expected} です"
            );
            let there = lang::text!("Dify {api}", "Dify {api}");
            findings.report(workload, main_image(workload), reason).related(facts.location(place), there);
        }
    }
}

fn parsed(workload: &Workload) -> Option<Version> {
    workload.version.as_ref().ok()?.parsed
}

/// The oldest and the newest version that go with an api.
fn wanted(component: Component, api: &Version) -> Option<(Version, Version)> {
    match component.entry().line {
        Line::Dify => Some((*api, *api)),
        Line::Companion => dify::release(api)?.companion(component),
        Line::Other => None,
    }
}
