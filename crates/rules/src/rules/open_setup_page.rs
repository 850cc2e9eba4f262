//! `open-setup-page`.

use std::collections::HashSet;

use dify::Component;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::part::Held;

crate::rule! {
    /// Setup page without a password (INIT_PASSWORD)
    ///
    /// ## What it finds
    /// An api whose `INIT_PASSWORD` is empty or not set.
    ///
    /// ## Why it matters
    /// Until the first account exists, whoever opens `/install` first becomes the owner of the deployment. After the setup the
    /// setting does nothing; it counts again when the database starts empty, as after a failed restore.
    ///
    /// ## Fix
    /// Set a password of at most 30 characters before the first start, from a Secret:
    ///
    /// ```yaml
    /// - name: INIT_PASSWORD
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: INIT_PASSWORD }
    /// ```
    ///
    /// ---
    ///
    /// パスワードなしの初期設定
    ///
    /// ## 見つけるもの
    /// `INIT_PASSWORD` が空または未設定の API。
    ///
    /// ## なぜ問題か
    /// 最初のアカウントができるまでは、`/install` を最初に開いた人が所有者になります。初期設定を終えた後は使われませんが、復元の失敗などで
    /// データベースが空の状態で起動すると、再び意味を持ちます。
    ///
    /// ## 直し方
    /// 最初に起動する前に、30 文字以内のパスワードを Secret から設定してください。
    ///
    /// ```yaml
    /// - name: INIT_PASSWORD
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: INIT_PASSWORD }
    /// ```
    OPEN_SETUP_PAGE = "open-setup-page", Medium, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said = HashSet::new();
    for part in facts.parts().filter(|part| part.component == Component::Api) {
        // A reference is a password, whatever it is.
        let asked = part.variable("INIT_PASSWORD").is_some_and(|variable| variable.value.is_none());
        match part.held(&facts.index, "INIT_PASSWORD") {
            Held::Unknown(reason) if !asked => findings.blind(&reason),
            Held::Something | Held::Unknown(_) => findings.look(1),
            Held::Nothing(place) => {
                findings.look(1);
                if said.insert(place) {
                    let reason = lang::text!(
                        "`INIT_PASSWORD` is not set: the first visitor becomes the owner",
                        "`INIT_PASSWORD` が設定されておらず、最初に開いた人が所有者になります"
                    );
                    findings.report(part.workload, place, reason);
                }
            }
        }
    }
}
