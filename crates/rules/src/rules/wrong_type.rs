//! `wrong-type`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Wrong type of a field
    ///
    /// ## What it finds
    /// A number or a truth value where a string is needed (`value: 5432` of a variable), a quoted `"true"` where a truth value is
    /// needed, or another type that the API server does not take.
    ///
    /// ## Why it matters
    /// The API server refuses the whole object, so what runs is an older one, or nothing. In Secrets it has cut digits off a
    /// password: YAML reads an unquoted `0123` as a number.
    ///
    /// ## Fix
    /// Put strings into quotes, and take truth values and numbers out of them:
    ///
    /// ```yaml
    /// env:
    ///   - name: DB_PORT
    ///     value: "5432"
    /// ```
    ///
    /// ---
    ///
    /// Kubernetes が受け付けない型の値
    ///
    /// ## 見つけるもの
    /// 文字列が必要な場所に書かれた数値や真偽値(環境変数の `value: 5432` など)、真偽値が必要な場所の引用符付きの `"true"` など、
    /// API サーバーが受け付けない型の値。
    ///
    /// ## なぜ問題か
    /// API サーバーはオブジェクト全体を拒否するため、古いものが動き続けるか、何も動きません。Secret では、引用符のない `0123` が数値と
    /// 解釈されてパスワードの桁が欠けることもあります。
    ///
    /// ## 直し方
    /// 文字列は引用符で囲み、真偽値と数値は引用符を外してください。
    ///
    /// ```yaml
    /// env:
    ///   - name: DB_PORT
    ///     value: "5432"
    /// ```
    WRONG_TYPE = "wrong-type", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::WrongType);
}
