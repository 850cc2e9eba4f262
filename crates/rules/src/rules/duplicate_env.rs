//! `duplicate-env`.

use std::collections::HashMap;

use lang::Text;
use model::{Container, EnvSource, EnvVar, Location};

use crate::Severity;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Duplicate environment variable
    ///
    /// ## What it finds
    /// A variable that stands twice in the `env` list of one container. The finding points to the earlier entry, which is void.
    ///
    /// ## Why it matters
    /// The API server only warns, and the later entry wins. A chart's `extraEnv` that repeats `SECRET_KEY` behind a published
    /// default works, but whoever reads or rotates the first entry changes nothing; with the order turned round, the default wins.
    ///
    /// ## Fix
    /// Keep one entry. Where a chart writes the first one, set the chart's own value instead of adding a second variable.
    ///
    /// ---
    ///
    /// 二度設定された環境変数
    ///
    /// ## 見つけるもの
    /// 一つのコンテナの `env` に二度書かれている環境変数。効いていない先のほうを示します。
    ///
    /// ## なぜ問題か
    /// API サーバーは警告するだけで、後に書かれたものが有効になります。公開された初期値の後ろに、チャートの `extraEnv` で `SECRET_KEY` を重ねると
    /// 動きはしますが、先のほうを見て入れ替えても何も変わりません。順序が逆になれば、初期値のほうが有効になります。
    ///
    /// ## 直し方
    /// 一つだけ残してください。先のほうをチャートが書いている場合は、変数を重ねずにチャート側の値を設定してください。
    DUPLICATE_ENV = "duplicate-env", Medium, High, Developer,
    controls: [],
    topics: [],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for workload in &facts.inventory.workloads {
        for container in &workload.pod.spec.containers {
            for (earlier, later) in duplicates(container) {
                let name = &*earlier.name.value;
                let reason = lang::text!(
                    "`{name}` is set again later, and the later value wins",
                    "`{name}` は後でもう一度設定されており、後の値が有効になります"
                );
                let finding = findings.report(workload, earlier.name.place, reason);
                finding.related(facts.location(later.name.place), Text::new("the later one", "後の方"));
                if let Location::File { file, start, .. } = facts.inventory.documents.location(later.name.place) {
                    let line = start.line;
                    finding.detail(lang::text!("again in {file}:{line}", "二度目: {file}:{line}"));
                }
                if is_same(earlier, later) {
                    finding.at_most(Severity::Low);
                }
            }
        }
    }
}

/// Each entry that a later one makes void, with the last one of its name.
fn duplicates(container: &Container) -> Vec<(&EnvVar, &EnvVar)> {
    let last: HashMap<&str, usize> =
        container.env.iter().enumerate().map(|(at, variable)| (&*variable.name.value, at)).collect();
    let void = container.env.iter().enumerate().filter_map(|(at, variable)| {
        let later = *last.get(&*variable.name.value)?;
        (later != at).then(|| (variable, &container.env[later]))
    });
    void.collect()
}

fn is_same(one: &EnvVar, other: &EnvVar) -> bool {
    match (&one.source, &other.source) {
        (EnvSource::Literal(a), EnvSource::Literal(b)) => a.value == b.value,
        (EnvSource::SecretKey { name: a, key: b, .. }, EnvSource::SecretKey { name: c, key: d, .. }) => {
            a.value == c.value && b.value == d.value
        }
        _ => false,
    }
}
