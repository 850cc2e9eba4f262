//! `unreadable-file`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Unreadable file
    ///
    /// ## What it finds
    /// A file that was named or met on the way and could not be opened, or is not text in UTF-8.
    ///
    /// ## Why it matters
    /// Nothing in it was judged: a Secret or a network policy of Dify may stand there and change what the other findings mean.
    ///
    /// ## Fix
    /// Give the reading user permission, save the file as UTF-8, or leave it out by naming the other files.
    ///
    /// ---
    ///
    /// 開けないファイル
    ///
    /// ## 見つけるもの
    /// 指定された、または途中で見つかったファイルのうち、開けないものや UTF-8 のテキストでないもの。
    ///
    /// ## なぜ問題か
    /// 中身は検査できていません。そこに Dify の Secret や NetworkPolicy があれば、ほかの指摘の意味も変わります。
    ///
    /// ## 直し方
    /// 実行するユーザーに読み取り権限を与えるか、UTF-8 で保存し直してください。不要なファイルなら、ほかのファイルだけを指定してください。
    UNREADABLE_FILE = "unreadable-file", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::Unreadable);
}
