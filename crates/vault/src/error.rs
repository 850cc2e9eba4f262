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
    /// No value has this name; the nearest that is there.
    NoSuchKey(String, Option<String>),
    /// No value has this name, and none was to be added; the nearest that is there.
    NotThere(String, Option<String>),
    /// Several values have this name; how each is named by itself.
    Ambiguous(String, Vec<String>),
    /// A value under `data` that the one under `stringData` overrides: its name and its key.
    Shadowed(String, String),
    /// What stands under `data` of a Secret is no base64.
    NotBase64(Position, String),
    /// The rule of the file chooses no value at all: its field and pattern.
    NothingChosen(&'static str, String),
    /// A value of a Secret would be written in the clear by this rule: their names, and the rule's field and pattern.
    Readable(Vec<String>, &'static str, String),
    /// The copy of a Secret's values that `kubectl apply` left in an annotation stays in the clear.
    AppliedCopy(Position),
    /// An encrypted key of age's hybrid kind, for which no new entry can be made here.
    HybridReader(String),
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
            Error::Syntax(at, _)
            | Error::Unsupported(at, _)
            | Error::Tampered(at, _)
            | Error::Plain(at, _)
            | Error::NotBase64(at, _)
            | Error::AppliedCopy(at) => Some(*at),
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
            Error::NoSuchKey(name, None) | Error::NotThere(name, None) => text!(
                "there is no `{name}` in it: `sekisho secrets show FILE` lists the names",
                "`{name}` はありません。`sekisho secrets show ファイル` で名前の一覧を確認できます"
            ),
            Error::NoSuchKey(name, Some(near)) | Error::NotThere(name, Some(near)) => text!(
                "there is no `{name}` in it: did you mean `{near}`?",
                "`{name}` はありません。`{near}` のことではありませんか"
            ),
            Error::Ambiguous(name, each) => {
                let (en, ja) = (each.join(", "), each.join("、"));
                text!(
                    "`{name}` is the name of several values: {en}. Name one",
                    "`{name}` に当てはまるものが複数あります: {ja}。1 つを指定してください"
                )
            }
            Error::Shadowed(name, key) => text!(
                "Kubernetes does not use `{name}`, since `stringData.{key}` overrides it: name that one",
                "`stringData.{key}` が優先されるため、Kubernetes は `{name}` を使いません。`stringData.{key}` を指定してください"
            ),
            Error::NotBase64(_, name) => text!(
                "`{name}` is not base64, and the API server refuses it: set it anew",
                "`{name}` は base64 ではなく、API サーバーに拒否されます。設定し直してください"
            ),
            Error::NothingChosen(field, rule) => text!(
                "not encrypted: by the rule (`{field}: {rule}`) not one value of the file is encrypted. Change the rule",
                "暗号化していません。ルール(`{field}: {rule}`)では、このファイルの値が 1 つも暗号化されません。ルールを見直してください"
            ),
            Error::Readable(names, field, rule) => {
                let (en, ja) = (names.join(", "), names.join("、"));
                text!(
                    "not written: by the rule (`{field}: {rule}`) these would stay readable: {en}. Change the rule",
                    "書き込んでいません。ルール(`{field}: {rule}`)では次の値が平文のまま残ります: {ja}。ルールを見直してください"
                )
            }
            Error::AppliedCopy(_) => Text::new(
                "the annotation `kubectl.kubernetes.io/last-applied-configuration` repeats the values of the Secret, and would stay readable: take it out",
                "注釈 `kubectl.kubernetes.io/last-applied-configuration` に Secret の値が写っており、平文のまま残ります。取り除いてください",
            ),
            Error::HybridReader(who) => {
                let who = who.get(..24).unwrap_or(who);
                text!(
                    "one of its recipients is a hybrid key of age ({who}...), for which Sekisho cannot encrypt: use `sops updatekeys` or `sops rotate`",
                    "受信者に age のハイブリッド鍵({who}...)があり、Sekisho では暗号化できません。`sops updatekeys` か `sops rotate` を使ってください"
                )
            }
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
