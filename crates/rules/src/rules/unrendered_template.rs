//! `unrendered-template`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Unrendered template
    ///
    /// ## What it finds
    /// A file with `{{ }}` of Helm or another template language where a manifest was expected.
    ///
    /// ## Why it matters
    /// A template says nothing of what will run: the values of `values.yaml` decide about images, credentials and network
    /// policies of Dify. Nothing in the file was judged.
    ///
    /// ## Fix
    /// Render the chart and judge the result, with the same values as in production:
    ///
    /// ```sh
    /// helm template dify CHART -n dify -f values.yaml | sekisho audit -
    /// ```
    ///
    /// ---
    ///
    /// 展開されていないテンプレート
    ///
    /// ## 見つけるもの
    /// マニフェストがあるはずの場所に置かれた、Helm などのテンプレート(`{{ }}` を含むファイル)。
    ///
    /// ## なぜ問題か
    /// テンプレートだけでは何が動くのかがわかりません。Dify のイメージ、認証情報、NetworkPolicy は `values.yaml` の値しだいで変わります。
    /// このファイルの中身は検査できていません。
    ///
    /// ## 直し方
    /// 本番と同じ値でチャートを展開し、その結果を検査してください。
    ///
    /// ```sh
    /// helm template dify チャート -n dify -f values.yaml | sekisho audit -
    /// ```
    UNRENDERED_TEMPLATE = "unrendered-template", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::UnrenderedTemplate);
}
