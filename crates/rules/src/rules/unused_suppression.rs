//! `unused-suppression`.

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Unused suppression
    ///
    /// ## What it finds
    /// A comment `# sekisho: ignore ...` or an entry under `suppressions` in `sekisho.yaml` that no finding matches, or that names a
    /// rule which does not exist.
    ///
    /// ## Why it matters
    /// It would hide the finding when it comes back, unseen. A misspelt rule suppresses nothing while its author believes that it
    /// does.
    ///
    /// ## Fix
    /// Remove it, or correct the name of the rule. A comment must stand on the line that the finding points to, or on the line above.
    ///
    /// ---
    ///
    /// 何も抑制していない抑制
    ///
    /// ## 見つけるもの
    /// どの指摘にも当てはまらない、または存在しないルールを指定した `# sekisho: ignore …` のコメントや `sekisho.yaml` の `suppressions` の項目。
    ///
    /// ## なぜ問題か
    /// 同じ問題が再び起きたとき、気づかれないまま隠れてしまいます。ルール名が間違っている場合は、書いた人の意図に反して何も抑制していません。
    ///
    /// ## 直し方
    /// 抑制を消すか、ルール名を正してください。コメントは、指摘が示す行かその上の行に書きます。
    UNUSED_SUPPRESSION = "unused-suppression", Low, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

/// Said by `suppress`, which knows what was left out; alone, the rule knows of nothing.
fn check(_: &Facts<'_>, _: &mut Findings<'_>) {}
