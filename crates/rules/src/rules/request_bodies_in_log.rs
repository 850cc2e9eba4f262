//! `request-bodies-in-log`.

use std::collections::HashSet;

use dify::settings::{ENABLE_REQUEST_LOGGING, LOG_LEVEL, Risky};
use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{Got, reading, readings};

crate::rule! {
    /// Passwords in the request log
    ///
    /// ## What it finds
    /// `ENABLE_REQUEST_LOGGING` switched on together with `LOG_LEVEL=DEBUG` for the api.
    ///
    /// ## Why it matters
    /// The api then logs the bodies of requests and answers: the password of each login, the keys of model providers when
    /// they are entered, and what users write. Logs are copied to systems with other readers, and are kept for months.
    ///
    /// ## Fix
    /// Set `LOG_LEVEL: INFO`; request lines without bodies remain. Then treat what was logged as leaked: have passwords
    /// changed, replace keys that were entered in that time, and delete the log lines where they were copied to.
    ///
    /// ---
    ///
    /// ログへのパスワードの書き出し
    ///
    /// ## 見つけるもの
    /// api で `ENABLE_REQUEST_LOGGING` が有効、かつ `LOG_LEVEL=DEBUG` のもの。
    ///
    /// ## なぜ問題か
    /// api が要求と応答の本文をログに書き出します。ログイン時のパスワード、入力されたモデル提供元の鍵、利用者の文章がそのまま残ります。
    /// ログは読める人の異なる別のシステムにも複製され、何か月も保管されます。
    ///
    /// ## 直し方
    /// `LOG_LEVEL: INFO` にしてください。本文のない要求の記録だけになります。
    /// すでに記録されたものは漏えいとして扱い、パスワードの変更、その期間に入力された鍵の交換、複製先のログの削除を行ってください。
    REQUEST_BODIES_IN_LOG = "request-bodies-in-log", High, High, Operator,
    controls: [Sec2, App1],
    topics: [LOGGING, PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for requests in readings(facts, ENABLE_REQUEST_LOGGING) {
        let level = reading(facts, requests.workload, requests.container, LOG_LEVEL);
        let verdicts = [
            (ENABLE_REQUEST_LOGGING, is(Risky::On, requests.got), &requests),
            (LOG_LEVEL, is(Risky::OneOf(&["DEBUG"]), level.got), &level),
        ];
        if verdicts.iter().any(|(_, risky, _)| *risky == Some(false)) {
            findings.look(1);
            continue;
        }
        if let Some((name, _, unknown)) = verdicts.iter().find(|(_, risky, _)| risky.is_none()) {
            findings.blind(&unknown.why_unknown(name));
            continue;
        }
        findings.look(1);
        if seen.insert(requests.place()) {
            let reason = Text::new(
                "ENABLE_REQUEST_LOGGING with LOG_LEVEL=DEBUG writes passwords into the log",
                "ENABLE_REQUEST_LOGGING と LOG_LEVEL=DEBUG の組み合わせにより、パスワードがログに書き出されます",
            );
            findings.report(requests.subject(), requests.place(), reason);
        }
    }
}

/// Whether the value is risky; `None` where it cannot be known.
fn is(risky: Risky, got: Got<'_>) -> Option<bool> {
    match got {
        Got::Value(value) => Some(risky.matches(Some(value))),
        Got::Unset => Some(risky.matches(None)),
        Got::Unknown => None,
    }
}
