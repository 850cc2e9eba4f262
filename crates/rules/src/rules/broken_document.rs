//! `broken-document`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// YAML document that cannot be read
    ///
    /// ## What it finds
    /// A YAML or JSON document with a syntax error, or one that is nested or expanded beyond the bounds.
    ///
    /// ## Why it matters
    /// Nothing in it was judged. `kubectl` and the API server refuse it too, so what runs may not be what the file says. The
    /// other documents of the file are judged all the same.
    ///
    /// ## Fix
    /// Mend the text at the place shown. `kubectl apply --dry-run=client -f FILE` shows whether it can be read.
    ///
    /// ---
    ///
    /// 読めないドキュメント
    ///
    /// ## 見つけるもの
    /// 構文エラーのある、または入れ子やエイリアスの展開が上限を超える YAML・JSON ドキュメント。
    ///
    /// ## なぜ問題か
    /// そのドキュメントの中身は検査できていません。`kubectl` や API サーバーも受け付けないため、実際に動いているものがファイルと違うおそれがあります。
    /// 同じファイルのほかのドキュメントは検査しています。
    ///
    /// ## 直し方
    /// 示された位置を修正してください。`kubectl apply --dry-run=client -f ファイル` で読めるかどうかを確かめられます。
    BROKEN_DOCUMENT = "broken-document", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::BrokenDocument);
}
