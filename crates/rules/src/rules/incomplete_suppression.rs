//! `incomplete-suppression`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Suppression without a rule, a reason or an end
    ///
    /// ## What it finds
    /// A comment `# sekisho: ignore ...` or an entry under `suppressions` in `sekisho.yaml` that lacks the rule, the reason or the last day,
    /// or that cannot be read.
    ///
    /// ## Why it matters
    /// It suppresses nothing. What nobody can explain later, and what never ends, is how exceptions become the rule.
    ///
    /// ## Fix
    /// Write all three:
    ///
    /// ```yaml
    /// # sekisho: ignore runs-as-root until=2027-03-31 reason="the vendor mends it in 2.4"
    /// ```
    ///
    /// ---
    ///
    /// ルール・理由・期限のいずれかが欠けた抑制
    ///
    /// ## 見つけるもの
    /// ルール、理由、期限のいずれかが書かれていない、または読み取れない `# sekisho: ignore …` のコメントや `sekisho.yaml` の `suppressions` の項目。
    ///
    /// ## なぜ問題か
    /// この抑制は無効で、指摘は報告されます。理由のわからない例外や終わりのない例外は、やがて当たり前になってしまいます。
    ///
    /// ## 直し方
    /// 次のように三つとも書いてください。
    ///
    /// ```yaml
    /// # sekisho: ignore runs-as-root until=2027-03-31 reason="ベンダーが 2.4 で修正予定"
    /// ```
    INCOMPLETE_SUPPRESSION = "incomplete-suppression", Medium, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for suppression in facts.inventory.all_suppressions().filter(|it| !it.is_complete()) {
        let reason = match &suppression.flaw {
            Some(flaw) => flaw.clone(),
            None if suppression.rule.is_empty() => {
                Text::new("the suppression names no rule", "抑制するルールが書かれていません")
            }
            None if suppression.reason.is_none() => {
                Text::new("the suppression gives no reason", "抑制の理由が書かれていません")
            }
            None => Text::new("the suppression has no last day", "抑制の期限が書かれていません"),
        };
        findings.report_suppression(suppression, reason);
    }
}
