//! `cors-any-origin`.

use dify::Component;
use dify::settings::{CONSOLE_CORS_ALLOW_ORIGINS, WEB_API_CORS_ALLOW_ORIGINS};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{Got, readings, report_one, risks};
use findings::Severity;

crate::rule! {
    /// CORS allows any origin
    ///
    /// ## What it finds
    /// `CONSOLE_CORS_ALLOW_ORIGINS` with `*` (medium), and `WEB_API_CORS_ALLOW_ORIGINS` with `*` or not set (low):
    /// its default is `*`. The console's default is the console's own address and fine.
    ///
    /// ## Why it matters
    /// With `*` any page that a member opens can call the console's API with the member's session, as far as cookies and CSRF
    /// tokens let it: one of two fences is gone. The common charts set `*` for the console too, which Dify itself does not
    /// do. The web apps' API answers published apps; there `*` lets every site show and use them.
    ///
    /// ## Fix
    /// ```yaml
    /// CONSOLE_CORS_ALLOW_ORIGINS: https://dify.example.com
    /// WEB_API_CORS_ALLOW_ORIGINS: https://dify.example.com,https://www.example.com
    /// ```
    /// List the sites into which web apps are embedded.
    ///
    /// ---
    ///
    /// すべてのサイトからの API 呼び出しの許可
    ///
    /// ## 見つけるもの
    /// `CONSOLE_CORS_ALLOW_ORIGINS` に `*` があるもの(重大度「中」)と、`WEB_API_CORS_ALLOW_ORIGINS` に `*` があるか未設定のもの(重大度「低」)。後者の既定値は `*` です。コンソールの既定値はコンソール自身のアドレスで、問題ありません。
    ///
    /// ## なぜ問題か
    /// `*` を許可すると、メンバーが開いた任意のページから、Cookie と CSRF トークンの制限の範囲でコンソールの API を呼べます。二重の防御の片方がなくなった状態です。
    /// よく使われるチャートはコンソールにも `*` を設定しますが、Dify 自体の既定ではありません。
    /// Web アプリの API では、どのサイトからも公開アプリを表示して利用できるようになります。
    ///
    /// ## 直し方
    /// Web アプリを埋め込むサイトを列挙してください。
    /// ```yaml
    /// CONSOLE_CORS_ALLOW_ORIGINS: https://dify.example.com
    /// WEB_API_CORS_ALLOW_ORIGINS: https://dify.example.com,https://www.example.com
    /// ```
    CORS_ANY_ORIGIN = "cors-any-origin", Medium, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for risk in risks(facts, findings, &[CONSOLE_CORS_ALLOW_ORIGINS, WEB_API_CORS_ALLOW_ORIGINS]) {
        let name = risk.name;
        let reason = lang::text!("`{name}` lets every site in", "`{name}` がすべてのサイトを許可しています");
        let finding = report_one(findings, &risk, reason);
        if name == WEB_API_CORS_ALLOW_ORIGINS {
            finding.at_most(Severity::Low);
        }
    }
    // The catalogue's default for it is harmless, Dify's own is not; told once, at the api.
    for reading in readings(facts, WEB_API_CORS_ALLOW_ORIGINS) {
        if matches!(reading.got, Got::Unset) && reading.workload.component == Some(Component::Api) {
            let reason = lang::text!(
                "`{WEB_API_CORS_ALLOW_ORIGINS}` is not set, and its default lets every site in",
                "`{WEB_API_CORS_ALLOW_ORIGINS}` が未設定で、既定ではすべてのサイトを許可します"
            );
            findings.report(reading.workload, reading.place(), reason).at_most(Severity::Low);
        }
    }
}
