//! The words for [`keep::Error`].

use std::io;
use std::path::{Path, PathBuf};

use keep::Error;
use lang::{Text, text};
use vault::{KeyError, RuleFlaw};

use crate::exit::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Unreadable(path, error) => Failure::unreadable(&path, &error),
            Error::Unwritten(path, error) => unwritten(&path, &error),
            Error::Store(path, error) => store(&path, &error),
            Error::Stores(wrong) => refused(&wrong),
            Error::Key(place, error) => no_key(&place, error),
            Error::RuleKey(path, line, error) => no_key(&format!("{}:{line}", path.display()), error),
            Error::Journal(error) => error.into(),
            Error::Setup(obstacle) => obstacle.into(),
            Error::NoNotation(path) if path.extension().is_some_and(|it| it == "ini") => {
                let path = path.display();
                Failure::Usage(text!(
                    "{path}: stores of SOPS in ini are not read or written by Sekisho: use `sops`, or put the values into a .yaml, .json or .env file",
                    "{path}: SOPS の ini 形式には対応していません。`sops` を使うか、値を .yaml・.json・.env のファイルに入れてください"
                ))
            }
            Error::NoNotation(path) => {
                let path = path.display();
                Failure::Usage(text!(
                    "{path} is no .yaml, .yml, .json or .env file: rename it, or put the value under a key of such a file",
                    "{path} は .yaml・.yml・.json・.env のいずれでもありません。名前を変えるか、値をそれらのファイルのキーに入れてください"
                ))
            }
            Error::KeyItself => Failure::Usage(Text::new(
                "--identity takes a file, and this is the private key itself: every process saw it, and the shell keeps it. Make a new one",
                "--identity にはファイルを指定してください。秘密鍵そのものが渡されており、他のプロセスやシェルの履歴から見えるため、新しい鍵に替えてください",
            )),
            Error::NoKey => Failure::Usage(Text::new(
                "no private key is named: give `--identity FILE`, or SEKISHO_AGE_KEY_FILE, or SOPS_AGE_KEY_FILE; `age-keygen` makes one",
                "秘密鍵が指定されていません。`--identity ファイル`・SEKISHO_AGE_KEY_FILE・SOPS_AGE_KEY_FILE のいずれかで指定してください(鍵は `age-keygen` で作れます)",
            )),
            other => Failure::CouldNot(sentence(&other)),
        }
    }
}

/// The sentence of an error that says everything itself.
fn sentence(error: &Error) -> Text {
    match error {
        Error::Busy(path) => {
            let path = path.display();
            text!(
                "{path} is being changed by another program, which does not end: look for it with `fuser {path}`",
                "{path} を別のプログラムが変更中で、終わりません。`fuser {path}` で確認してください"
            )
        }
        Error::Changed(path) => {
            let path = path.display();
            text!(
                "{path} was changed by another program in the meantime: it stays as that program wrote it. Run the command again",
                "{path} は処理中に別のプログラムが変更しました。その内容のまま残しています。もう一度実行してください"
            )
        }
        Error::AlreadyThere(path) => {
            let path = path.display();
            text!(
                "{path} is there already, and was not touched: name a new file",
                "{path} はすでにあるため、触れていません。新しいファイル名を指定してください"
            )
        }
        Error::NotUtf8(path) => {
            let path = path.display();
            text!("{path} is not UTF-8", "{path} は UTF-8 ではありません")
        }
        Error::NoText(path) => {
            let path = path.display();
            text!(
                "{path} holds something that is no text: use `age -d`",
                "{path} の中身はテキストではありません。`age -d` を使ってください"
            )
        }
        Error::Rule(path, line, flaw) => {
            let (path, reason) = (path.display(), flaw.text());
            let (en, ja) = reason.both();
            match flaw {
                RuleFlaw::OtherKeys(_) | RuleFlaw::Groups(_) => text!(
                    "{path}:{line}: {en}, or name `--recipient`",
                    "{path}:{line}: {ja}(`--recipient` で受信者を指定することもできます)"
                ),
                _ => text!("{path}:{line}: {en}", "{path}:{line}: {ja}"),
            }
        }
        Error::NoRuleFits(rules, path) => {
            let (rules, path) = (rules.display(), path.display());
            text!(
                "{path}: no rule of {rules} fits it, so that nobody is named who reads it: add a rule, or give `--recipient age1...`",
                "{path}: {rules} に当てはまるルールがなく、受信者がわかりません。ルールを追加するか、`--recipient age1...` で指定してください"
            )
        }
        Error::NotPrivate(path) => {
            let path = path.display();
            text!(
                "{path} is not encrypted, and others can read it: nothing was written. Encrypt it (`sekisho secrets encrypt`), or let only its owner read it (`chmod 600`)",
                "{path} は暗号化されておらず、ほかの人も読めるため、書き込んでいません。`sekisho secrets encrypt` で暗号化するか、`chmod 600` で所有者だけが読めるようにしてください"
            )
        }
        Error::NoReadersKnown(path) => {
            let path = path.display();
            text!(
                "{path}: a file of age does not say who can read it, so that it cannot be written again: make it anew with `sekisho secrets setup --as age -r ...`, which keeps its values",
                "{path}: age のファイルには受信者が記録されていないため、書き直せません。`sekisho secrets setup --as age -r ...` で作り直してください(値は引き継がれます)"
            )
        }
        Error::Unread(n) => text!(
            "{n} files or folders cannot be read, and may be stores: nothing was done. Look at their rights",
            "読めないファイルやフォルダーが {n} 件あり、ストアの可能性があるため何もしていません。権限を確認してください"
        ),
        Error::NoStore => Text::new(
            "there is no encrypted file: encrypt one with `sekisho secrets encrypt`",
            "暗号化ファイルがありません。`sekisho secrets encrypt` で暗号化してください",
        ),
        Error::Record(path, line) => {
            let path = path.display();
            text!(
                "{path}:{line}: this line is no record of a hand-over: mend the merge, or take the file from git",
                "{path}:{line}: 受け渡しの記録として読めない行です。マージの結果を直すか、git から取り直してください"
            )
        }
        Error::Exhausted => Text::new(
            "the operating system gives no random bytes: no value was made. Look at getrandom(2) and /dev/urandom",
            "OS から乱数を取得できないため、値を作っていません。getrandom(2) と /dev/urandom を確認してください",
        ),
        other => procedure(other),
    }
}

/// What is wrong with a procedure and not with a file.
fn procedure(error: &Error) -> Text {
    match error {
        Error::Interrupted(path) => {
            let path = path.display();
            text!(
                "another change was interrupted ({path}): finish it first with `sekisho secrets recipients resume`",
                "前の変更が中断されたままです({path})。先に `sekisho secrets recipients resume` で完了させてください"
            )
        }
        Error::ForeignPlan(path) => {
            let path = path.display();
            text!(
                "{path} asks for something else than a change of readers below its folder, and is not followed: look at it, and move it away",
                "{path} の内容は、このフォルダー以下の受信者の変更ではないため従いません。内容を確かめて退避してください"
            )
        }
        Error::Outside(path, base) => {
            let (path, base) = (path.display(), base.display());
            text!(
                "{path} lies outside of {base}, which the change is recorded for: nothing was changed. Run the command once for each",
                "{path} は、変更を記録するフォルダー {base} の外にあるため、何も変更していません。フォルダーごとに実行してください"
            )
        }
        Error::OtherHook(path) => {
            let path = path.display();
            text!(
                "{path} is another hook, and stays as it is: add the line `sekisho secrets scan --staged || exit $?` to it, or use `--pre-commit`",
                "{path} には別のフックがあるため変更していません。そのフックに `sekisho secrets scan --staged || exit $?` を追加するか、`--pre-commit` を使ってください"
            )
        }
        Error::EditedHook(path) => {
            let path = path.display();
            text!(
                "{path} is not the guard's own file: take the line with `sekisho` out of it by hand",
                "{path} はこのコマンドが設置したものではありません。`sekisho` の行を手で削除してください"
            )
        }
        // The others are worded above.
        other => Text::same(other.to_string()),
    }
}

/// What is wrong with a store, with its line and column where there is one.
pub(crate) fn store(path: &Path, error: &vault::Error) -> Failure {
    let (reason, path) = (reason(error), path.display());
    let (en, ja) = reason.both();
    Failure::CouldNot(match error.position() {
        Some(at) => {
            let (line, column) = (at.line, at.column);
            text!("{path}:{line}:{column}: {en}", "{path}:{line}:{column}: {ja}")
        }
        None => text!("{path}: {en}", "{path}: {ja}"),
    })
}

/// What is wrong, with what to do on the command line where that is the way out.
fn reason(error: &vault::Error) -> Text {
    let reason = error.text();
    let (en, ja) = reason.both();
    match error {
        vault::Error::NoRecipients => {
            text!("{en}; or give `--recipient age1...`", "{ja}。`--recipient age1...` でも指定できます")
        }
        vault::Error::NotThere(..) => {
            let end = if en.ends_with('?') { " " } else { ". " };
            text!("{en}{end}To add a new one, give `--add`", "{ja}。新しく追加するには --add を付けてください")
        }
        vault::Error::WrongIdentity(_) => text!(
            "{en}. Name the key with `--identity FILE` or SEKISHO_AGE_KEY_FILE",
            "{ja}。`--identity ファイル` か SEKISHO_AGE_KEY_FILE で鍵を指定してください"
        ),
        _ => reason,
    }
}

/// A file could not be written, and is as it was.
pub(crate) fn unwritten(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Failure::CouldNot(text!(
                "the disk is full: {shown} is as it was. Make room, and run the command again",
                "ディスクに空きがないため、{shown} は元のままです。空きを作ってから、もう一度実行してください"
            ))
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Failure::CouldNot(text!(
            "{shown} may not be written to ({error}), and is as it was: look at the rights of the file and its folder",
            "{shown} に書き込む権限がないため({error})、元のままです。ファイルとフォルダーの権限を確認してください"
        )),
        _ => Failure::unwritable(path, error),
    }
}

/// Something that is no key. It is not repeated: it may be a private one.
pub(crate) fn no_key(place: &str, error: KeyError) -> Failure {
    let reason = error.text();
    let (en, ja) = reason.both();
    Failure::Usage(text!("{place}: {en}", "{place}: {ja}"))
}

/// Everything that stands in the way, a line each.
fn refused(wrong: &[(PathBuf, vault::Error)]) -> Failure {
    let lines = |lang| {
        let line = |(path, error): &(PathBuf, vault::Error)| {
            let (path, reason) = (path.display(), reason(error));
            match error.position() {
                Some(at) => format!("{path}:{}:{}: {}", at.line, at.column, reason.get(lang)),
                None => format!("{path}: {}", reason.get(lang)),
            }
        };
        wrong.iter().map(line).collect::<Vec<_>>().join("\n       ")
    };
    let (en, ja) = (lines(lang::Lang::En), lines(lang::Lang::Ja));
    Failure::CouldNot(text!("nothing was changed:\n       {en}", "何も変更していません:\n       {ja}"))
}
