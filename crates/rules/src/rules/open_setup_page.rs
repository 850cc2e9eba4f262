//! `open-setup-page`.

use dify::Component;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::known;

crate::rule! {
    /// A first setup without a password
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
    OPEN_SETUP_PAGE = "open-setup-page", Notice, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for workload in facts.of(Component::Api) {
        let Some(container) = known::main_container(workload) else { continue };
        let variables = facts.environment(workload, container);
        let place = match known::variable(&variables, "INIT_PASSWORD") {
            Some(variable) => match variable.value {
                Some(value) if value.expose().trim().is_empty() => Some(variable.place),
                _ => None,
            },
            None => match known::is_whole(facts, workload, container) {
                Ok(()) => Some(container.name.place),
                Err(reason) => {
                    findings.blind(&reason);
                    continue;
                }
            },
        };
        findings.look(1);
        if let Some(place) = place {
            let reason = lang::text!(
                "`INIT_PASSWORD` is not set: the first visitor becomes the owner",
                "`INIT_PASSWORD` が設定されておらず、最初に開いた人が所有者になります"
            );
            findings.report(workload, place, reason);
        }
    }
}
