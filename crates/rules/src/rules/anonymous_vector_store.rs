//! `anonymous-vector-store`.

use std::collections::HashSet;

use dify::Component;
use dify::settings::{AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED, is_on};
use lang::Text;
use model::{Config, Entry, Place};

use crate::directive::mounted;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};
use crate::subject::Subject;

crate::rule! {
    /// Anonymous access to the vector store
    ///
    /// ## What it finds
    /// Weaviate with `AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED` on, in its environment or as `authentication.anonymous_access`
    /// in its `conf.yaml`.
    ///
    /// ## Why it matters
    /// The vector store holds the text of every document that was ever put into a knowledge base. Whoever reaches it, a code
    /// node for one, reads and deletes the documents of all tenants without a key.
    ///
    /// ## Fix
    /// ```yaml
    /// AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "false"
    /// AUTHENTICATION_APIKEY_ENABLED: "true"
    /// AUTHENTICATION_APIKEY_ALLOWED_KEYS: ...   # from a Secret; the api has the same as WEAVIATE_API_KEY
    /// ```
    ///
    /// ---
    ///
    /// 認証のないベクトルストア
    ///
    /// ## 見つけるもの
    /// 環境変数 `AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED`、または `conf.yaml` の `authentication.anonymous_access` が有効な Weaviate。
    ///
    /// ## なぜ問題か
    /// ベクトルストアには、ナレッジに登録されたすべてのドキュメントの本文が入っています。
    /// コードノードなどから到達できれば、鍵なしで全テナントのドキュメントを読み、削除できます。
    ///
    /// ## 直し方
    /// 次のように設定してください。鍵は Secret から渡し、api の `WEAVIATE_API_KEY` と同じ値にします。
    /// ```yaml
    /// AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "false"
    /// AUTHENTICATION_APIKEY_ENABLED: "true"
    /// AUTHENTICATION_APIKEY_ALLOWED_KEYS: ...
    /// ```
    ANONYMOUS_VECTOR_STORE = "anonymous-vector-store", High, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let reason = Text::new(
        "Weaviate lets everybody who reaches it read and change everything",
        "到達できる者なら誰でも、Weaviate のすべてを読み書きできます",
    );
    let found = risks(facts, findings, &[AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED]);
    report(findings, &found, |_| reason.clone());
    let mut seen = HashSet::new();
    for &workload in facts.tops.iter().filter(|workload| workload.component == Some(Component::Weaviate)) {
        for (config, entry) in mounted(facts, workload) {
            if let Some(place) = anonymous(facts, config, entry)
                && seen.insert(place)
            {
                findings.report(Subject::Of(&config.meta, Component::Weaviate), place, reason.clone());
            }
        }
    }
}

/// Where Weaviate's configuration file lets everybody in: `enabled` below `anonymous_access`, by indentation.
fn anonymous(facts: &Facts<'_>, config: &Config, entry: &Entry) -> Option<Place> {
    if !config.meta.name.contains("weaviate") && !entry.key.ends_with(".yaml") && !entry.key.ends_with(".yml") {
        return None;
    }
    let text = entry.value.expose();
    let mut inside: Option<usize> = None;
    for line in text.lines() {
        let body = line.trim_start();
        let depth = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        match inside {
            Some(outer) if depth > outer => {
                if let Some(value) = body.strip_prefix("enabled:")
                    && is_on(value.split('#').next().unwrap_or("").trim().trim_matches(['"', '\'']))
                {
                    let start = body.as_ptr() as usize - text.as_ptr() as usize;
                    return Some(facts.part_of_entry(entry, start..start + body.trim_end().len()));
                }
            }
            _ => inside = body.starts_with("anonymous_access:").then_some(depth),
        }
    }
    None
}
