//! `placeholder-credential`.

use findings::Severity;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::known::opens_the_console;
use crate::written::Nature;

crate::rule! {
    /// Placeholder credential
    ///
    /// ## What it finds
    /// `changeme`, `your-api-key`, `<password>`, `xxx`, `password`, `admin` and their like as the value of a credential. Published
    /// defaults of Dify have a rule of their own. Files that call themselves examples are left alone.
    ///
    /// ## Why it matters
    /// Either Dify runs with it, and it is the first thing that anybody tries, or the part of Dify that needs it does not work.
    ///
    /// ## Fix
    /// Put a generated value into a Secret and refer to it. Where the part is not used, take the setting out.
    ///
    /// ---
    ///
    /// 認証情報の位置に残された仮の値
    ///
    /// ## 見つけるもの
    /// 認証情報の値として書かれた `changeme`、`your-api-key`、`<password>`、`xxx`、`password`、`admin` など。Dify の公開された初期値は
    /// 別のルールで扱います。見本であることが名前からわかるファイルは対象にしません。
    ///
    /// ## なぜ問題か
    /// そのまま動いていれば、最初に試される値です。動いていなければ、それを必要とする機能が使えません。
    ///
    /// ## 直し方
    /// 生成した値を Secret に入れ、それを参照してください。使わない機能なら設定ごと取り除いてください。
    PLACEHOLDER_CREDENTIAL = "placeholder-credential", Critical, High, Operator,
    controls: [Sec3, Sec4],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

/// The rule on published defaults looks at the same places and counts them.
fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for it in &facts.written {
        if it.nature == Nature::Placeholder && !it.is_example(&facts.inventory.documents) {
            let (en, ja) = it.label();
            let reason = lang::text!("{en} is still a placeholder", "{ja} が仮の値のままです");
            let finding = findings.report(it.holder.subject(), it.place, reason);
            if !opens_the_console(it.purpose) {
                finding.at_most(Severity::High);
            }
        }
    }
}
