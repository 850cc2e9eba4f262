//! `weak-credential`.

use std::collections::HashSet;

use dify::Purpose;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::scope::{self, Scope};
use crate::written::{self, Nature};

crate::rule! {
    /// Weak credential
    ///
    /// ## What it finds
    /// A credential that somebody here chose and that is short (under 12 characters, under 32 for `SECRET_KEY`), made of digits
    /// alone or of one word, or of few different characters. Keys that a vendor issued, published defaults and placeholders are not
    /// judged. The same value is reported once.
    ///
    /// ## Why it matters
    /// Redis answers thousands of guesses a second and never locks anybody out; the sandbox and the plugin daemon compare
    /// their keys without a limit too. A token signed with a short `SECRET_KEY` lets the key be searched offline.
    ///
    /// ## Fix
    /// Generate it; 32 letters and digits are more than 190 bits and safe in every URL and connection string:
    ///
    /// ```sh
    /// sekisho secrets generate --length 32
    /// ```
    ///
    /// ---
    ///
    /// 推測できる認証情報
    ///
    /// ## 見つけるもの
    /// 人が決めた認証情報のうち、短いもの(12 文字未満、`SECRET_KEY` は 32 文字未満)、数字だけや一つの単語だけのもの、使われている文字の
    /// 種類が少ないもの。外部のサービスが発行した鍵、公開された初期値、仮の値は対象にしません。同じ値は一度だけ指摘します。
    ///
    /// ## なぜ問題か
    /// Redis は毎秒数千回の試行に応答し、何度間違えても止めません。サンドボックスとプラグインデーモンの鍵の照合にも回数制限がありません。
    /// 短い `SECRET_KEY` で署名されたトークンがあれば、手元で総当たりできます。
    ///
    /// ## 直し方
    /// 機械で生成してください。英数字 32 文字なら 190 ビットを超え、どの URL や接続文字列でもそのまま使えます。
    ///
    /// ```sh
    /// sekisho secrets generate --length 32
    /// ```
    WEAK_CREDENTIAL = "weak-credential", Medium, High, Operator,
    controls: [Sec4],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let documents = &facts.inventory.documents;
    let mut said: HashSet<(Scope<'_>, Option<Purpose>, &str)> = HashSet::new();
    for it in &facts.written {
        if it.nature != Nature::Real || !it.is_chosen() || it.is_example(documents) {
            continue;
        }
        findings.look(1);
        let Some(flaw) = dify::weakness(it.purpose, it.secret) else { continue };
        if said.insert((scope::of(it), scope::family(it.purpose), it.secret)) {
            let (en, ja) = it.label();
            let (why_en, why_ja) = flaw.both();
            let reason = lang::text!("{en} is weak: {why_en}", "{ja} は弱い値です({why_ja})");
            findings.report(it.holder.subject(), it.place, reason);
        }
    }
    if let Some(reason) = written::unseen(&facts.uses) {
        findings.blind(&reason);
    }
}
