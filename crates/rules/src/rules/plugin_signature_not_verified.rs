//! `plugin-signature-not-verified`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Plugin signatures not verified
    ///
    /// ## What it finds
    /// `FORCE_VERIFYING_SIGNATURE` or `ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES` switched off for the plugin daemon. Both are on
    /// unless they are switched off.
    ///
    /// ## Why it matters
    /// A plugin is a program: it runs in the daemon's container and sees its whole environment, the database's password and
    /// the inner keys among it. The signature is the only thing between a package from a chat message and that.
    ///
    /// ## Fix
    /// Remove the settings. For plugins of your own, sign them and let the daemon know your key:
    /// ```yaml
    /// THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED: "true"
    /// THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS: /keys/own.public.pem
    /// ```
    ///
    /// ---
    ///
    /// 署名のないプラグインの許可
    ///
    /// ## 見つけるもの
    /// プラグインデーモンで `FORCE_VERIFYING_SIGNATURE` または `ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES` が無効なもの。どちらも既定は有効です。
    ///
    /// ## なぜ問題か
    /// プラグインはプログラムです。デーモンのコンテナで動き、データベースのパスワードや内部の鍵を含む環境変数をすべて読めます。
    /// 誰かから渡されたパッケージとこれらの間にあるのは、署名の検証だけです。
    ///
    /// ## 直し方
    /// 設定を削除してください。自作のプラグインには署名し、自分の公開鍵をデーモンに登録します。
    /// ```yaml
    /// THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED: "true"
    /// THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS: /keys/own.public.pem
    /// ```
    PLUGIN_SIGNATURE_NOT_VERIFIED = "plugin-signature-not-verified", Medium, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found =
        risks(facts, findings, &[settings::FORCE_VERIFYING_SIGNATURE, settings::ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!(
            "`{name}` is off: unsigned plugins can be installed",
            "`{name}` が無効で、署名のないプラグインを導入できます"
        )
    });
}
