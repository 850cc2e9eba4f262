//! `certificates-not-checked`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// TLS certificates not verified
    ///
    /// ## What it finds
    /// `HTTP_REQUEST_NODE_SSL_VERIFY` or `CODE_EXECUTION_SSL_VERIFY` switched off.
    ///
    /// ## Why it matters
    /// Whoever stands on the way then reads and changes what workflows send to other services, their keys among it, or what
    /// the api sends to the sandbox.
    ///
    /// ## Fix
    /// Remove the setting, and give the api the certificate authority instead: mount it and set `REQUESTS_CA_BUNDLE` or
    /// `SSL_CERT_FILE`.
    ///
    /// ---
    ///
    /// 証明書を検証しない設定
    ///
    /// ## 見つけるもの
    /// `HTTP_REQUEST_NODE_SSL_VERIFY` または `CODE_EXECUTION_SSL_VERIFY` が無効なもの。
    ///
    /// ## なぜ問題か
    /// 通信経路上にいる者が、ワークフローが外部サービスに送る内容(鍵を含む)や、api がサンドボックスに送る内容を読み書きできます。
    ///
    /// ## 直し方
    /// 設定を削除し、代わりに認証局の証明書を api にマウントして `REQUESTS_CA_BUNDLE` や `SSL_CERT_FILE` で指定してください。
    CERTIFICATES_NOT_CHECKED = "certificates-not-checked", Medium, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::HTTP_REQUEST_NODE_SSL_VERIFY, settings::CODE_EXECUTION_SSL_VERIFY]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!("`{name}` is off: certificates are not checked", "`{name}` が無効で、証明書が検証されません")
    });
}
