//! What to do first: each cause with what an attacker gains, what mends it, and what is left then.

use forms::words;
use lang::{Lang, Text, text};
use overview::{After, Cause, Left, Overview, Remedy, Tag, Way};

use super::Room;
use crate::audit::Page;
use crate::layout::{CODE, HEADING, of_severity};

pub(super) fn write(page: &mut Page, overview: &Overview, room: Room) {
    if overview.causes.is_empty() {
        return;
    }
    page.heading(&Text::new("Do these first", "まず行うこと"));
    for (at, cause) in overview.causes.iter().take(room.causes).enumerate() {
        write_title(page, at + 1, cause);
        if room.gains || at == 0 {
            page.prose(INDENT, &cause.kind.gain());
        }
        match overview.way(cause) {
            Some(way) => write_way(page, way, Some(cause)),
            None => write_by_hand(page, cause),
        }
    }
    let more = overview.causes.len().saturating_sub(room.causes);
    if more > 0 {
        let rest = overview.causes.iter().skip(room.causes).map(|it| it.kind.title());
        let rest: Vec<Text> = rest.collect();
        let joined = |lang: Lang| lang::list(rest.iter().map(|it| it.get(lang).to_owned())).get(lang).to_owned();
        let (en, ja) = (joined(Lang::En), joined(Lang::Ja));
        page.prose("", &text!("Then: {en}", "次に: {ja}"));
    }
    if let Some(way) = overview.whole.and_then(|at| overview.ways.get(at)) {
        page.heading(&Text::new("Most of it at once", "まとめて修正する"));
        write_way(page, way, None);
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

fn write_way(page: &mut Page, way: &Way, cause: Option<&Cause>) {
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
    if let Some(known) = before(&way.remedy) {
        page.prose(INDENT, &known);
    }
}

/// `Mends 31 of 36 here; leaves 0 critical, 15 high, ...`.
fn left_over(left: &Left, cause: Option<&Cause>) -> Text {
    let counts = crate::summary::tally(&left.tally);
    let (en, ja) = counts.both();
    let (fail, pass) = (left.score.fail, left.score.pass);
    let replaced = match left.replaced {
        0 => Text::new("", ""),
        n => text!(
            ", {n} of them only that a new object replaces the old one",
            "(うち {n} 件は新しいオブジェクトによる置き換えの通知)"
        ),
    };
    let (more, more_ja) = replaced.both();
    let Some(cause) = cause else {
        return text!("Leaves {en}{more}; {fail} FAIL, {pass} PASS.", "残り: {ja}{more_ja}。FAIL {fail}、PASS {pass}。");
    };
    let (gone, all) = (cause.findings.iter().filter(|at| left.gone.contains(at)).count(), cause.findings.len());
    text!(
        "Mends {gone} of {all}; leaves {en}{more}; {fail} FAIL, {pass} PASS.",
        "{all} 件中 {gone} 件を修正。残り: {ja}{more_ja}。FAIL {fail}、PASS {pass}。"
    )
}

/// What has to be known before.
fn before(remedy: &Remedy) -> Option<Text> {
    Some(match remedy {
        Remedy::Credentials | Remedy::Whole(_) => Text::new(
            "Before: a database or Redis that already runs keeps its old password; change it there first.",
            "適用前に: 稼働中のデータベースや Redis は古いパスワードのままです。先にそちらを変更してください。",
        ),
        Remedy::Policies => Text::new(
            "Before: what it cuts off is listed when it runs; read that first.",
            "適用前に: 遮断される通信が実行時に表示されます。先に確認してください。",
        ),
        Remedy::Harden(_) => Text::new(
            "Before: every changed pod restarts; try it in staging first.",
            "適用前に: 変更したポッドは再起動します。先に検証環境で試してください。",
        ),
        Remedy::Fix(_) => Text::new(
            "Before: it changes the files; --diff in place of --fix shows how.",
            "実行前に: ファイルを書き換えます。--fix を --diff に替えると変更内容を確認できます。",
        ),
        Remedy::Upgrade(_) => Text::new(
            "Before: back up the database and the storage; the schema moves on and does not go back.",
            "更新前に: データベースとストレージをバックアップしてください。スキーマは移行後に元へ戻せません。",
        ),
    })
}

fn upgrade(tags: &[Tag]) -> Text {
    let pairs = tags.iter().map(|it| {
        let (name, from) = it.from.rsplit_once(':').unwrap_or((&it.from, ""));
        let name = name.rsplit('/').next().unwrap_or(name);
        let to = it.to.rsplit(':').next().unwrap_or_default();
        format!("{name} {from} -> {to}")
    });
    let pairs: Vec<String> = pairs.collect();
    let (en, ja) = (pairs.join(", "), pairs.join("、"));
    text!("By hand, other tags: {en}", "手作業でタグを変更: {ja}")
}

/// What no command mends: where its places are shown, with what each needs.
fn write_by_hand(page: &mut Page, cause: &Cause) {
    page.prose(INDENT, &Text::new("By hand; this shows each place and its reason:", "手作業で修正します。各箇所と理由の表示:"));
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
