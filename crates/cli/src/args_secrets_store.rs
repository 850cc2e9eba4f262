//! The arguments of the commands about encrypted files: `sekisho secrets encrypt|show|set|recipients|handover`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use lang::Lang;

use crate::args_shared::{file_argument, flag, group, paths, say, shape};

pub(crate) fn encrypt(lang: Lang) -> Command {
    Command::new("encrypt")
        .about(say(lang, "Encrypt files in place, as SOPS does", "ファイルをその場で暗号化します(SOPS 互換)"))
        .arg(files(lang).required(true))
        .arg(Arg::new("recipient").long("recipient").short('r').value_name("KEY").action(ArgAction::Append).help(say(
            lang,
            "Who can read: age1... or ssh-ed25519 ...; the rule of .sops.yaml otherwise",
            "受信者の公開鍵(age1... または ssh-ed25519 ...)。省略時は .sops.yaml のルールに従います",
        )))
}

pub(crate) fn show(lang: Lang) -> Command {
    Command::new("show")
        .about(say(
            lang,
            "Show an encrypted file: names and states; a value only with --reveal",
            "暗号化ファイルの名前と状態を表示します。値は --reveal を付けたときだけ表示します",
        ))
        .arg(file(lang))
        .arg(key(lang))
        .arg(flag("reveal", say(lang, "Decrypt, and print values", "復号して値を出力します")))
        .arg(
            file_argument(
                "output",
                say(
                    lang,
                    "Write what is revealed to a new file that only you can read (0600)",
                    "復号した内容を、自分だけが読めるファイル(0600)として新しく作ります",
                ),
            )
            .short('o')
            .requires("reveal"),
        )
        .arg(identity(lang))
}

pub(crate) fn set(lang: Lang) -> Command {
    Command::new("set")
        .about(say(
            lang,
            "Set one value of an encrypted file, from standard input or new",
            "暗号化ファイルの値を 1 つ設定します(標準入力から、または新しく生成)",
        ))
        .arg(file(lang))
        .arg(key(lang).required(true))
        // Only to be refused without being repeated.
        .arg(Arg::new("value").hide(true).num_args(1..).allow_hyphen_values(true))
        .arg(flag(
            "generate",
            say(lang, "Make a new random value instead of reading one", "標準入力の代わりに、新しい乱数の値を使います"),
        ))
        .args(shape(lang))
        .arg(identity(lang))
}

pub(crate) fn recipients(lang: Lang) -> Command {
    let change = |name: &'static str, about: String| {
        Command::new(name)
            .about(about)
            .arg(Arg::new("recipient").value_name("RECIPIENT").required(true).help(say(
                lang,
                "age1... or \"ssh-ed25519 ...\"",
                "age1... または \"ssh-ed25519 ...\"",
            )))
            .arg(where_stores_are(lang))
            .arg(dry_run(lang))
            .arg(identity(lang))
    };
    group(
        "recipients",
        say(
            lang,
            "Who can read the encrypted files of a whole tree",
            "フォルダー以下の暗号化ファイルを読める人を管理します",
        ),
    )
    .subcommand(
        Command::new("list")
            .about(say(lang, "List who can read which file", "ファイルごとの受信者を一覧表示します"))
            .arg(where_stores_are(lang)),
    )
    .subcommand(change("add", say(lang, "Let somebody read every file", "すべてのファイルに受信者を加えます")))
    .subcommand(change(
        "remove",
        say(
            lang,
            "Let somebody read no file any more: every file gets a new data key",
            "すべてのファイルから受信者を外し、データ鍵を作り直します",
        ),
    ))
    .subcommand(
        Command::new("resume")
            .about(say(lang, "Go on with a change that was interrupted", "中断された変更を最後まで続けます"))
            .arg(dry_run(lang))
            .arg(identity(lang)),
    )
}

pub(crate) fn handover(lang: Lang) -> Command {
    Command::new("handover")
        .about(say(
            lang,
            "Encrypt one value to one person, and record that",
            "値を 1 つ、特定の 1 人だけが読めるように暗号化し、記録に残します",
        ))
        .arg(file(lang))
        .arg(key(lang).required(true))
        .arg(Arg::new("to").long("to").value_name("RECIPIENT").required(true).help(say(
            lang,
            "The person's public key: age1... or \"ssh-ed25519 ...\"",
            "受け取る人の公開鍵(age1... または \"ssh-ed25519 ...\")",
        )))
        .arg(
            file_argument(
                "output",
                say(lang, "Where to write it; standard output otherwise", "書き込み先。省略時は標準出力"),
            )
            .short('o'),
        )
        .arg(identity(lang))
}

fn file(lang: Lang) -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .help(say(lang, "The encrypted file", "暗号化ファイル"))
}

fn files(lang: Lang) -> Arg {
    file(lang).num_args(1..).help(say(lang, "Plain .yaml, .json or .env files", "平文の .yaml・.json・.env ファイル"))
}

fn key(lang: Lang) -> Arg {
    Arg::new("key").value_name("KEY").help(say(
        lang,
        "The name of a value: DB_PASSWORD, data.DB_PASSWORD, users[0].key",
        "値の名前(DB_PASSWORD、data.DB_PASSWORD、users[0].key など)",
    ))
}

fn where_stores_are(lang: Lang) -> Arg {
    paths(lang).help(say(
        lang,
        "Files or folders; nothing for the current folder",
        "ファイルまたはフォルダー。省略時は現在のフォルダー",
    ))
}

fn dry_run(lang: Lang) -> Arg {
    flag("dry-run", say(lang, "Say what would be done, and do nothing", "実行内容を表示するだけで、何も変更しません"))
}

pub(crate) fn identity(lang: Lang) -> Arg {
    file_argument(
        "identity",
        say(
            lang,
            "A file with your private key; SEKISHO_AGE_KEY_FILE, SOPS_AGE_KEY_FILE, ~/.config/sops/age/keys.txt otherwise",
            "秘密鍵のファイル。省略時は SEKISHO_AGE_KEY_FILE・SOPS_AGE_KEY_FILE・~/.config/sops/age/keys.txt",
        ),
    )
    .short('i')
    .action(ArgAction::Append)
}
