//! `cookies-without-tls`.

use std::collections::HashSet;

use dify::Component;
use dify::settings::{CONSOLE_API_URL, CONSOLE_WEB_URL, Risky};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{Got, Reading, reading};

crate::rule! {
    /// Session cookies without TLS (Secure)
    ///
    /// ## What it finds
    /// The api's `CONSOLE_WEB_URL` or `CONSOLE_API_URL` empty, not set, or without `https://`.
    ///
    /// ## Why it matters
    /// Dify gives its session cookies the mark `Secure` only where both addresses begin with `https://`. Otherwise a browser
    /// sends them over plain HTTP too, and one such request is enough to lose a console session. The charts leave both empty,
    /// so this holds even where an Ingress speaks TLS.
    ///
    /// ## Fix
    /// ```yaml
    /// CONSOLE_WEB_URL: https://dify.example.com
    /// CONSOLE_API_URL: https://dify.example.com
    /// ```
    /// and let the Ingress answer plain HTTP with a redirect alone.
    ///
    /// ---
    ///
    /// 保護されずに送られるセッションの Cookie
    ///
    /// ## 見つけるもの
    /// api の `CONSOLE_WEB_URL` または `CONSOLE_API_URL` が、空、未設定、`https://` 以外のいずれかであるもの。
    ///
    /// ## なぜ問題か
    /// Dify がセッションの Cookie に `Secure` を付けるのは、両方のアドレスが `https://` で始まる場合だけです。
    /// そうでなければブラウザーは暗号化されていない HTTP でも Cookie を送り、その一度の通信でコンソールのセッションを奪われるおそれがあります。
    /// チャートはどちらも空にしているため、Ingress で TLS を使っていてもこの状態になります。
    ///
    /// ## 直し方
    /// 次のように設定し、Ingress の HTTP はリダイレクトだけにしてください。
    /// ```yaml
    /// CONSOLE_WEB_URL: https://dify.example.com
    /// CONSOLE_API_URL: https://dify.example.com
    /// ```
    COOKIES_WITHOUT_TLS = "cookies-without-tls", Medium, Medium, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for &workload in facts.tops.iter().filter(|workload| workload.component == Some(Component::Api)) {
        let Some(container) = workload.main() else { continue };
        let addresses =
            [CONSOLE_WEB_URL, CONSOLE_API_URL].map(|name| (name, reading(facts, workload, container, name)));
        let (open, rest): (Vec<_>, Vec<_>) = addresses.iter().partition(|(_, it)| is_open(it));
        // One open address is enough: what the other is does not matter then.
        if open.is_empty()
            && let Some((name, unknown)) = rest.iter().find(|(_, it)| matches!(it.got, Got::Unknown))
        {
            findings.blind(&unknown.why_unknown(name));
            continue;
        }
        findings.look(1);
        let Some((_, first)) = open.first() else { continue };
        if seen.insert(first.place()) {
            let names = lang::list(open.iter().map(|(name, _)| format!("`{name}`")));
            let (en, ja) = names.both();
            let reason = lang::text!(
                "session cookies may go over plain HTTP; without `https://`: {en}",
                "セッションの Cookie が平文の HTTP で送られます。`https://` でない設定: {ja}"
            );
            findings.report(first.subject(), first.place(), reason);
        }
    }
}

fn is_open(reading: &Reading<'_>) -> bool {
    match reading.got {
        Got::Value(value) => Risky::NotHttps.matches(Some(value)),
        Got::Unset => true,
        Got::Unknown => false,
    }
}
