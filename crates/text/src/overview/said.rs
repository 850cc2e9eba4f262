//! What is said of causes and ways, on a terminal and on a page.

use lang::{Text, text};
use overview::{After, Cause, Left, Remedy, Tag, Way};

/// Above the command that shows the places of what no command mends.
pub const BY_HAND: Text =
    Text::new("By hand; this shows each place and its reason:", "手作業で修正します。各箇所と理由の表示:");

/// Where a name in the command would not be read by a shell as it looks.
pub const NO_COMMAND: Text = Text::new(
    "No command can be written for what was named: judge one file or folder whose name holds no control characters.",
    "この指定ではコマンドを示せません。制御文字を含まない名前のファイルまたはフォルダーを 1 つ指定してください。",
);

/// What is left after a way: of everything, and of one cause.
#[must_use]
pub fn after(way: &Way, cause: Option<&Cause>) -> Text {
    match &way.after {
        After::Judged(left) => left_over(left, cause),
        After::TooLarge => Text::new(
            "What is left is not computed: the input is large, and trying takes some ten times as long as judging.",
            "修正後の状態は計算していません(入力が大きく、試行には検査の 10 倍ほどの時間がかかるため)。",
        ),
    }
}

fn left_over(left: &Left, cause: Option<&Cause>) -> Text {
    let counts = crate::summary::tally(&left.tally);
    let (en, ja) = counts.both();
    let (fail, pass) = (left.score.fail, left.score.pass);
    let gone = cause.map_or_else(
        || Text::new("", ""),
        |cause| {
            let (gone, all) = (cause.findings.iter().filter(|at| left.gone.contains(at)).count(), cause.findings.len());
            text!("Mends {gone}/{all}; ", "{all} 件中 {gone} 件を修正。")
        },
    );
    let replaced = match left.replaced {
        0 => Text::new("", ""),
        n => text!(" ({n} only say: replaced)", "(うち {n} 件は置き換えの通知)"),
    };
    let ((gone, gone_ja), (more, more_ja)) = (gone.both(), replaced.both());
    text!("{gone}left {en}{more}; {fail} FAIL, {pass} PASS", "{gone_ja}残り {ja}{more_ja}。FAIL {fail}、PASS {pass}")
}

/// What has to be known before a way is gone.
#[must_use]
pub fn before(remedy: &Remedy) -> Option<Text> {
    Some(match remedy {
        Remedy::Credentials | Remedy::Whole(_) => Text::new(
            "First: what already runs (database, Redis) keeps its old password; change it there.",
            "先に: 稼働中のデータベースや Redis のパスワードは変わりません。先に変更してください。",
        ),
        Remedy::Policies => Text::new(
            "First: read what it cuts off; that is listed when it runs.",
            "先に: 実行時に表示される、遮断される通信を確認してください。",
        ),
        Remedy::Harden(_) => Text::new(
            "First: try it in staging; every pod that is changed restarts.",
            "先に: 検証環境で試してください。変更した Pod は再起動します。",
        ),
        Remedy::Fix(_) => Text::new(
            "First: see what changes in the files with --diff in place of --fix.",
            "先に: --fix を --diff に替えて、ファイルの変更内容を確認してください。",
        ),
        Remedy::Upgrade(_) => Text::new(
            "First: back up database and storage; the schema does not go back.",
            "先に: データベースとストレージのバックアップが必要です。スキーマは元に戻せません。",
        ),
    })
}

/// Tags that are named one by one.
const TAGS: usize = 3;

/// The images that get another tag, the first of them.
#[must_use]
pub fn tags(tags: &[Tag]) -> Text {
    let pairs = tags.iter().map(|it| {
        let (name, from) = it.from.rsplit_once(':').unwrap_or((&it.from, ""));
        let name = name.rsplit('/').next().unwrap_or(name);
        let to = it.to.rsplit(':').next().unwrap_or_default();
        format!("{name} {from} -> {to}")
    });
    let pairs: Vec<String> = pairs.collect();
    let more = pairs.len().saturating_sub(TAGS);
    let pairs = lang::list(pairs.into_iter().take(TAGS));
    let (en, ja) = pairs.both();
    let (rest, rest_ja) =
        if more > 0 { (format!(", +{more}"), format!("、ほか {more}")) } else { Default::default() };
    text!("By hand, other tags: {en}{rest}", "手作業でタグを変更: {ja}{rest_ja}")
}
