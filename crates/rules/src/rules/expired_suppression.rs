//! `expired-suppression`.

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Expired suppression
    ///
    /// ## What it finds
    /// A comment `# sekisho: ignore ...` or an entry under `suppressions` in `sekisho.yaml` whose last day has passed.
    ///
    /// ## Why it matters
    /// The findings are reported again. Somebody meant to mend them by then.
    ///
    /// ## Fix
    /// Mend what was left out and remove the suppression. If it cannot be mended yet, write a new day and a reason that says what has
    /// changed.
    ///
    /// ---
    ///
    /// 期限の切れた抑制
    ///
    /// ## 見つけるもの
    /// 期限を過ぎた `# sekisho: ignore …` のコメント、または `sekisho.yaml` の `suppressions` の項目。
    ///
    /// ## なぜ問題か
    /// 対象の指摘は再び報告されています。期限までに直すはずだったものです。
    ///
    /// ## 直し方
    /// 指摘された内容を直し、抑制を消してください。まだ直せないときは、状況の変化がわかる理由とともに新しい期限を書いてください。
    EXPIRED_SUPPRESSION = "expired-suppression", Medium, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

/// Said by `suppress`, which knows the day; alone, the rule knows of none.
fn check(_: &Facts<'_>, _: &mut Findings<'_>) {}
