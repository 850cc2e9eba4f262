//! `silent-login-failures`.

use std::collections::HashSet;

use dify::{Component, Version};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::main_image;

crate::rule! {
    /// Failed logins not logged by this Dify version
    ///
    /// ## What it finds
    /// Api images before 1.14.0.
    ///
    /// ## Why it matters
    /// Since 1.14.0 the api writes `Console login failed: email=... reason=... ip_address=...`; before, it writes nothing at
    /// all about a wrong password, so no watch can count them in its log. What is left is nginx: status 401 and 429 on `POST
    /// /console/api/login`, if its log is on and knows the client's address.
    ///
    /// ## Fix
    /// Update to 1.14.0 or later (1.15.0, for its security fixes). Until then watch nginx's log for 401 and 429 on
    /// `/console/api/login`, `/console/api/email-code-login` and `/console/api/forgot-password`.
    ///
    /// ---
    ///
    /// ログイン失敗を記録しないバージョン
    ///
    /// ## 見つけるもの
    /// 1.14.0 より前の api イメージ。
    ///
    /// ## なぜ問題か
    /// 1.14.0 以降の api は `Console login failed: email=... reason=... ip_address=...` を出力します。それより前は、パスワードの誤りについて何も出力しないため、ログから失敗を数えられません。
    /// 残る手がかりは nginx のログだけです。ログが有効で接続元も記録されていれば、`POST /console/api/login` に対する 401 と 429 で分かります。
    ///
    /// ## 直し方
    /// 1.14.0 以降(脆弱性の修正を含む 1.15.0 を推奨)に更新してください。それまでは、`/console/api/login`、`/console/api/email-code-login`、`/console/api/forgot-password` に対する 401 と 429 を nginx のログで監視します。
    SILENT_LOGIN_FAILURES = "silent-login-failures", Medium, Medium, Operator,
    controls: [Log2],
    topics: [LOGGING],
    check: check,
}

/// D:api/controllers/console/auth/login.py.
const LOGS_FAILURES: Version = Version::new(1, 14, 0);

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for &workload in facts.tops.iter().filter(|workload| workload.component == Some(Component::Api)) {
        let version = workload.version.as_ref().ok().and_then(|running| running.parsed);
        let Some(version) = version else {
            let name = &*workload.meta.name.value;
            findings
                .blind(&lang::text!("the version of `{name}` cannot be read", "`{name}` のバージョンが分かりません"));
            continue;
        };
        findings.look(1);
        if version < LOGS_FAILURES && seen.insert((&*workload.meta.namespace, version)) {
            let reason =
                lang::text!("Dify {version} logs no failed login", "Dify {version} はログインの失敗を記録しません");
            findings.report(workload, main_image(workload), reason);
        }
    }
}
