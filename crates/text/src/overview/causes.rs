//! What to do first: each cause with what an attacker gains, what mends it, and what is left then.

use forms::words;
use lang::{Text, text};
use overview::{After, Cause, Left, Overview, Remedy, Tag, Way};

use super::Room;
use crate::audit::Page;
use crate::layout::{CODE, HEADING, of_severity};

pub(super) fn write(page: &mut Page, overview: &Overview, room: Room) {
    if overview.causes.is_empty() {
        return;
    }
    page.heading(&Text::new("Do these first", "まず行うこと"));
    let mut said = None;
    for (at, cause) in overview.causes.iter().take(room.causes).enumerate() {
        write_title(page, at + 1, cause);
        if room.gains || at == 0 {
            page.prose(INDENT, &cause.kind.gain());
        }
        match overview.way(cause) {
            Some(way) => write_way(page, way, Some(cause), &mut said),
            None => write_by_hand(page, cause),
        }
    }
    if let Some(next) = overview.causes.get(room.causes) {
        let more = overview.causes.len() - room.causes;
        let s = lang::plural(more);
        let (worst, rows) = (words::severity(next.severity), next.kind.title());
        let ((worst, worst_ja), (title, title_ja)) = (worst.both(), rows.both());
        page.prose(
            "",
            &text!(
                "and {more} more cause{s}, the next: {title} ({worst})",
                "ほかに {more} 件。次は {title_ja}({worst_ja})"
            ),
        );
    }
    if let Some(way) = overview.whole.and_then(|at| overview.ways.get(at)) {
        page.heading(&Text::new("Most of it at once", "まとめて修正する"));
        write_way(page, way, None, &mut said);
    }
}

const INDENT: &str = "   ";

fn write_title(page: &mut Page, number: usize, cause: &Cause) {
    let lang = page.lang();
    let word = words::severity(cause.severity);
    let severity = page.paint.paint(of_severity(cause.severity), word.get(lang)).into_owned();
    let title = page.paint.paint(HEADING, cause.kind.title().get(lang)).into_owned();
    let n = cause.findings.len();
    let s = lang::plural(n);
    let places = text!("{n} place{s}", "{n} 件");
    page.line(&format!("{number}. {severity}  {title}: {}", places.get(lang)));
}

/// `said` is what was last told to be known before: it is not told twice in a row.
fn write_way(page: &mut Page, way: &Way, cause: Option<&Cause>, said: &mut Option<Text>) {
    if let Remedy::Upgrade(tags) = &way.remedy {
        page.prose(INDENT, &upgrade(tags));
    }
    match (&way.line, &way.remedy) {
        (Some(line), _) => line.run.iter().for_each(|it| write_command(page, it)),
        (None, Remedy::Upgrade(_)) => {}
        (None, _) => page.prose(INDENT, &NO_COMMAND),
    }
    let after = match &way.after {
        After::Judged(left) => left_over(left, cause),
        After::TooLarge => Text::new(
            "What is left is not computed: the input is large, and trying takes some ten times as long as judging.",
            "修正後の状態は計算していません(入力が大きく、試行には検査の 10 倍ほどの時間がかかるため)。",
        ),
    };
    page.prose(INDENT, &after);
    let known = before(&way.remedy);
    if *said != known {
        page.prose(INDENT, &known.clone().unwrap_or_else(|| Text::new("", "")));
    }
    *said = known;
}

/// `Mends 31 of 36 here; leaves 0 critical, 15 high, ...`.
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

/// What has to be known before.
fn before(remedy: &Remedy) -> Option<Text> {
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
            "先に: 検証環境で試してください。変更したPodは再起動します。",
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

fn upgrade(tags: &[Tag]) -> Text {
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

/// What no command mends: where its places are shown, with what each needs.
fn write_by_hand(page: &mut Page, cause: &Cause) {
    page.prose(
        INDENT,
        &Text::new("By hand; this shows each place and its reason:", "手作業で修正します。各箇所と理由の表示:"),
    );
    match &cause.look {
        Some(command) => write_command(page, command),
        None => page.prose(INDENT, &NO_COMMAND),
    }
}

/// Where a name in the command would not be read by a shell as it looks.
const NO_COMMAND: Text = Text::new(
    "No command can be written for what was named: judge one file or folder whose name holds no control characters.",
    "この指定ではコマンドを示せません。制御文字を含まない名前のファイルまたはフォルダーを 1 つ指定してください。",
);

/// A command is one line however long it is: it is copied.
fn write_command(page: &mut Page, command: &str) {
    let line = format!("{INDENT}$ {}", page.paint.paint(CODE, command));
    page.line(&line);
}
