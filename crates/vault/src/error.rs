//! What can be wrong with a store file, said without a value.

use std::fmt;

use lang::{Text, text};
use yaml::Position;

/// Why a store file was not read or not written. Names, lines and recipients are in it, values never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The text is not in its notation. The author's fault.
    Syntax(Position, Text),
    /// The notation allows it, SOPS does not, or it would not survive. The author's fault.
    Unsupported(Position, Text),
    /// There is no SOPS metadata: the file is not encrypted.
    NotEncrypted,
    /// There is SOPS metadata already.
    AlreadyEncrypted,
    /// There is nothing to encrypt.
    Empty,
    /// A field of the metadata is missing or malformed. Whoever wrote the file.
    Metadata(&'static str),
    /// Comments decide which values are encrypted (this field of the metadata), which is not supported.
    CommentRule(&'static str),
    /// The data key is split over several key groups (Shamir), which is not supported.
    KeyGroups,
    /// The file is encrypted to keys of these other kinds too (`pgp`, `kms`, ...), for which no new data key can be made here.
    OtherKeys(Vec<&'static str>),
    /// No recipient was named.
    NoRecipients,
    /// Nobody could read the file any more.
    LastRecipient,
    /// None of the identities opens the file; these are its recipients.
    WrongIdentity(Vec<String>),
    /// Encrypted with a passphrase, which a program does not know.
    Passphrase,
    /// Not an age file, or damaged.
    Damaged,
    /// A value was changed, or moved from another key, after it was encrypted.
    Tampered(Position, String),
    /// The file as a whole is not what was encrypted: a value was removed, added or exchanged.
    MacMismatch,
    /// A value stands in the clear that the file's own rule says is encrypted.
    Plain(Position, String),
    /// No value has this name; these are near it or all there are.
    NoSuchKey(String),
    /// A name leads through something that cannot hold it.
    Misplaced(String),
    /// A value under this name would stand in the clear by the file's own rule; the encrypted one that was meant, where there is one.
    Exposed(String, Option<String>),
    /// A text is larger than [`crate::sops::MAX_BYTES`].
    TooLarge,
    /// The operating system gives no random bytes.
    Exhausted,
}

impl Error {
    /// The line and column that it is about, from 1.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match self {
            Error::Syntax(at, _) | Error::Unsupported(at, _) | Error::Tampered(at, _) | Error::Plain(at, _) => {
                Some(*at)
            }
            _ => None,
        }
    }

    /// What is wrong and what to do, without the place.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Error::Syntax(_, text) | Error::Unsupported(_, text) => text.clone(),
            Error::NotEncrypted => Text::new(
                "the file is not encrypted: it has no SOPS metadata. Encrypt it with `sekisho secrets encrypt`",
                "暗号化されていません(SOPS のメタデータがありません)。`sekisho secrets encrypt` で暗号化してください",
            ),
            Error::AlreadyEncrypted => Text::new(
                "the file is encrypted already: change a value with `sekisho secrets set`, readers with `sekisho secrets recipients`",
                "すでに暗号化されています。値の変更は `sekisho secrets set`、受信者の変更は `sekisho secrets recipients` で行えます",
            ),
            Error::Empty => Text::new("there is no value to encrypt", "暗号化する値がありません"),
            Error::Metadata(field) => text!(
                "the SOPS metadata has no usable `{field}`: the file was edited or cut off. Take it from git again",
                "SOPS メタデータの `{field}` が欠けているか壊れています。編集や途中での切断が考えられるため、git から取り直してください"
            ),
            Error::CommentRule(field) => text!(
                "which values are encrypted is decided by comments (`{field}`), which Sekisho does not read: use `sops` for this file",
                "暗号化する値をコメントで指定するルール(`{field}`)には対応していません。このファイルには `sops` を使ってください"
            ),
            Error::KeyGroups => Text::new(
                "the data key is split over several key groups (Shamir), which Sekisho does not open: use `sops` for this file",
                "データ鍵が複数の鍵グループに分割(Shamir)されており、Sekisho では開けません。このファイルには `sops` を使ってください",
            ),
            Error::OtherKeys(kinds) => {
                let kinds = kinds.join(", ");
                text!(
                    "the file is encrypted to keys of other kinds too ({kinds}), which would no longer open it: use `sops updatekeys` or `sops rotate`",
                    "age 以外の鍵({kinds})でも暗号化されており、ここで変更するとその鍵では開けなくなります。`sops updatekeys` か `sops rotate` を使ってください"
                )
            }
            Error::LastRecipient => Text::new(
                "nobody could read it any more: add another recipient first",
                "読める人がいなくなります。先に別の受信者を追加してください",
            ),
            Error::NoRecipients => Text::new(
                "no recipient is named: write a creation rule with `age:` into .sops.yaml",
                "受信者が指定されていません。.sops.yaml の作成ルールに `age:` を書いてください",
            ),
            Error::WrongIdentity(recipients) => {
                let (en, ja) = (recipients.join(", "), recipients.join("、"));
                text!(
                    "none of your keys opens it. It is encrypted to: {en}",
                    "手元のどの鍵でも開けません。受信者: {ja}"
                )
            }
            Error::Passphrase => Text::new(
                "it is encrypted with a passphrase, which Sekisho does not take: encrypt it to a recipient instead",
                "パスフレーズで暗号化されています。Sekisho は扱わないため、受信者の公開鍵で暗号化し直してください",
            ),
            Error::Damaged => Text::new(
                "it is not an age file, or it is damaged: take it from git again",
                "age 形式ではないか、壊れています。git から取り直してください",
            ),
            Error::Tampered(_, name) => text!(
                "`{name}` was changed or moved after it was encrypted: nothing of this file is used. Find out who did, and take it from git again",
                "`{name}` は暗号化の後に書き換えられたか移されています。このファイルの値は使いません。経緯を確かめ、git から取り直してください"
            ),
            Error::MacMismatch => Text::new(
                "a value was removed, added or exchanged after the file was encrypted (the MAC differs): nothing of it is used. \
                 Find out who did, and take it from git again",
                "暗号化の後に値が削除・追加・交換されています(MAC の不一致)。このファイルの値は使いません。経緯を確かめ、git から取り直してください",
            ),
            Error::Plain(_, name) => text!(
                "`{name}` stands in the clear in an encrypted file: write it with `sekisho secrets set`, and rotate it if it was ever committed",
                "`{name}` が暗号化ファイルの中に平文で書かれています。`sekisho secrets set` で書き直し、コミット済みなら値を更新してください"
            ),
            Error::NoSuchKey(name) => text!(
                "there is no `{name}` in it: `sekisho secrets show FILE` lists the names",
                "`{name}` はありません。`sekisho secrets show ファイル` で名前の一覧を確認できます"
            ),
            Error::Misplaced(name) => text!(
                "`{name}` cannot hold a value: something of another kind stands on the way, or it is a mapping or a list",
                "`{name}` には値を置けません。途中に別の種類のものがあるか、それ自体がマッピングやリストです"
            ),
            Error::Exposed(name, Some(meant)) => text!(
                "`{name}` would stand in the clear, by the rule of the file: did you mean `{meant}`?",
                "`{name}` はこのファイルの規則では暗号化されず、平文になります。`{meant}` のことではありませんか"
            ),
            Error::Exposed(name, None) => text!(
                "`{name}` would stand in the clear, by the rule of the file: `sekisho secrets show FILE` lists what is encrypted",
                "`{name}` はこのファイルの規則では暗号化されず、平文になります。`sekisho secrets show ファイル` で暗号化される名前を確認できます"
            ),
            Error::TooLarge => Text::new(
                "it is larger than 4 MiB, too large for a store",
                "4 MiB を超えており、ストアとしては大きすぎます",
            ),
            Error::Exhausted => Text::new(
                "the operating system gives no random bytes: nothing was encrypted. Look at getrandom(2)",
                "OS から乱数を取得できないため、何も暗号化していません。getrandom(2) を確認してください",
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.position() {
            write!(f, "{}:{}: ", at.line, at.column)?;
        }
        f.write_str(self.text().get(lang::Lang::En))
    }
}

impl std::error::Error for Error {}

impl From<credentials::Exhausted> for Error {
    fn from(_: credentials::Exhausted) -> Error {
        Error::Exhausted
    }
}
