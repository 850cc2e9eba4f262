//! `overlong-setup-password`.

use std::collections::HashSet;

use dify::Component;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// INIT_PASSWORD longer than 30 characters
    ///
    /// ## What it finds
    /// An `INIT_PASSWORD` of more than 30 characters.
    ///
    /// ## Why it matters
    /// The setup page refuses more than 30 characters, so nobody can set the deployment up, and people then take the password away.
    ///
    /// ## Fix
    /// Generate 30 characters or fewer: `sekisho secrets generate --length 30`.
    ///
    /// ---
    ///
    /// 入力できない初期設定パスワード
    ///
    /// ## 見つけるもの
    /// 30 文字を超える `INIT_PASSWORD`。
    ///
    /// ## なぜ問題か
    /// 初期設定の画面は 30 文字を超える入力を受け付けません。誰も初期設定ができず、パスワードを外してしまうことになりがちです。
    ///
    /// ## 直し方
    /// 30 文字以内で生成してください(`sekisho secrets generate --length 30`)。
    OVERLONG_SETUP_PASSWORD = "overlong-setup-password", Low, High, Operator,
    controls: [],
    topics: [MISCONFIGURED],
    check: check,
}

/// D:api/controllers/console/init_validate.py.
const LONGEST: usize = 30;

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said = HashSet::new();
    for part in facts.parts().filter(|part| part.component == Component::Api) {
        let Some(variable) = part.variable("INIT_PASSWORD") else { continue };
        let long = variable.value.is_some_and(|value| value.expose().chars().count() > LONGEST);
        if long && said.insert(variable.place) {
            let reason = lang::text!(
                "`INIT_PASSWORD` is longer than {LONGEST} characters",
                "`INIT_PASSWORD` が {LONGEST} 文字を超えています"
            );
            findings.report(part.workload, variable.place, reason);
        }
    }
}
