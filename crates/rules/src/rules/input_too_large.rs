//! `input-too-large`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Input too large
    ///
    /// ## What it finds
    /// A file, or a number of files, beyond what Sekisho reads.
    ///
    /// ## Why it matters
    /// What lies beyond the bound was not judged. The bounds keep a hostile or accidental file (a dump, a log with a `.yaml` name)
    /// from stopping the whole audit.
    ///
    /// ## Fix
    /// Name the folder that holds the manifests instead of the whole tree, or split the file. A single object that is larger
    /// than 1.5 MiB is refused by etcd anyway.
    ///
    /// ---
    ///
    /// 上限を超える入力
    ///
    /// ## 見つけるもの
    /// Sekisho が読む上限を超えた大きさのファイル、または上限を超えた数のファイル。
    ///
    /// ## なぜ問題か
    /// 上限を超えた部分は検査できていません。上限は、ダンプや `.yaml` という名前のログなどが一つあるだけで検査全体が止まることを防ぐためのものです。
    ///
    /// ## 直し方
    /// ツリー全体ではなくマニフェストのあるフォルダーを指定するか、ファイルを分割してください。1.5 MiB を超えるオブジェクトは、
    /// いずれにしても etcd が拒否します。
    INPUT_TOO_LARGE = "input-too-large", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::TooLarge);
}
