//! `credential-in-values-file`.

use dify::Form;
use model::SettingsFormat;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::written::Nature;

crate::rule! {
    /// Plaintext credential in a settings file
    ///
    /// ## What it finds
    /// A real credential in a Helm values file, a `.env` file, a Compose file, or in the values and literals that Flux, Argo CD and
    /// kustomize carry. Published defaults and placeholders have rules of their own; files encrypted by SOPS and references are
    /// fine.
    ///
    /// ## Why it matters
    /// These files live in git, in CI and on laptops. What was committed once stays in the history and in every clone, and Helm
    /// keeps the values a second time in its release Secret.
    ///
    /// ## Fix
    /// Keep the value out of the file: refer to a Secret that an operator, External Secrets or `sekisho secrets` brings, or
    /// encrypt the file with SOPS. Replace a value that was committed.
    ///
    /// ```yaml
    /// sandbox:
    ///   apiKeySecret: dify-secret
    /// ```
    ///
    /// ---
    ///
    /// 設定ファイルに書かれた認証情報
    ///
    /// ## 見つけるもの
    /// Helm の values ファイル、`.env`、Compose ファイルや、Flux、Argo CD、kustomize が持つ values やリテラルに書かれた本物の認証情報。
    /// 公開された初期値と仮の値は別のルールで扱います。SOPS で暗号化した値や参照は対象にしません。
    ///
    /// ## なぜ問題か
    /// これらのファイルは git、CI、手元の PC に置かれます。一度コミットした値は履歴とすべてのクローンに残ります。Helm はさらに、
    /// リリース情報の Secret にも同じ値を保存します。
    ///
    /// ## 直し方
    /// 値をファイルに書かず、オペレーターや External Secrets、`sekisho secrets` が用意する Secret を参照するか、SOPS でファイルを暗号化して
    /// ください。コミットしたことのある値は新しい値に替えてください。
    ///
    /// ```yaml
    /// sandbox:
    ///   apiKeySecret: dify-secret
    /// ```
    CREDENTIAL_IN_VALUES_FILE = "credential-in-values-file", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for it in &facts.written {
        let Some(format) = it.settings_format().filter(|_| it.nature != Nature::Empty) else { continue };
        findings.look(1);
        let example = it.is_example(&facts.inventory.documents);
        if it.nature != Nature::Real || it.form == Some(Form::AccessId) || example {
            continue;
        }
        let (en, ja) = it.label();
        let file = match format {
            SettingsFormat::HelmValues => {
                lang::text!("{en} is written into the values", "{ja} が values に平文で書かれています")
            }
            SettingsFormat::DotEnv => {
                lang::text!("{en} is written into a .env file", "{ja} が .env ファイルに平文で書かれています")
            }
            SettingsFormat::Compose => {
                lang::text!("{en} is written into a Compose file", "{ja} が Compose ファイルに平文で書かれています")
            }
        };
        findings.report(it.holder.subject(), it.place, file);
    }
}
