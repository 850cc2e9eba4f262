//! Credentials that are known by where they stand.

use crate::registry::describe;

describe! {
    /// Secret manifest with its value in plain text
    ///
    /// ## What it finds
    /// A manifest of kind Secret whose `data` or `stringData` holds values. Placeholders, SealedSecrets and values encrypted by SOPS are left alone.
    ///
    /// ## Why it matters
    /// base64 hides nothing: whoever reads the file reads the credentials, and history keeps them.
    ///
    /// ## Fix
    /// Commit it encrypted (`sekisho secrets encrypt`, a SealedSecret) or a reference to it (ExternalSecret).
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 値が入ったままの Secret
    ///
    /// ## 見つけるもの
    /// `data` や `stringData` に値が入った Secret のマニフェスト。仮の値、SealedSecret、SOPS で暗号化した値は対象にしません。
    ///
    /// ## なぜ問題か
    /// base64 は暗号化ではありません。ファイルを読める人は認証情報を読め、履歴にも残ります。
    ///
    /// ## 直し方
    /// 暗号化して(`sekisho secrets encrypt`、SealedSecret)コミットするか、参照(ExternalSecret)にしてください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    PLAINTEXT_SECRET_MANIFEST = "plaintext-secret-manifest", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Password in a URL
    ///
    /// ## What it finds
    /// A URL with a password in it (`scheme://user:password@host`), in every kind of text.
    ///
    /// ## Why it matters
    /// Such addresses are copied into logs, error messages and shell histories as a whole, and name the host that the password opens.
    ///
    /// ## Fix
    /// Put user and password into settings of their own that refer to a Secret, or the whole URL into a Secret.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// URL に埋め込まれたパスワード
    ///
    /// ## 見つけるもの
    /// パスワードを含む URL(`scheme://user:password@host`)。ドキュメントの種類は問いません。
    ///
    /// ## なぜ問題か
    /// URL はログ、エラーメッセージ、シェルの履歴に丸ごと残り、どのホストを開けるパスワードかまで示します。
    ///
    /// ## 直し方
    /// ユーザー名とパスワードを別の設定に分けて Secret を参照するか、URL 全体を Secret に入れてください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    CREDENTIAL_IN_URL = "credential-in-url", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Credential on a command line
    ///
    /// ## What it finds
    /// A password or key behind a flag: `--requirepass VALUE`, `mysql -pVALUE`, `curl -u user:VALUE`, in scripts, manifests and texts.
    ///
    /// ## Why it matters
    /// A command line is seen by every process of the machine, and stays in shell histories and CI logs.
    ///
    /// ## Fix
    /// Take the value from a file or the environment, and that from a Secret.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// コマンドラインに書かれた認証情報
    ///
    /// ## 見つけるもの
    /// フラグの後ろに書かれたパスワードや鍵(`--requirepass 値`、`mysql -p値`、`curl -u user:値` など)。スクリプト、マニフェスト、ドキュメントが対象です。
    ///
    /// ## なぜ問題か
    /// コマンドラインは同じマシンの全プロセスから見え、シェルの履歴や CI のログにも残ります。
    ///
    /// ## 直し方
    /// 値はファイルか環境変数から渡し、その元を Secret にしてください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    CREDENTIAL_IN_COMMAND_LINE = "credential-in-command-line", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Encrypted file with a plaintext value
    ///
    /// ## What it finds
    /// A file that was encrypted with SOPS or is named as such (`*.enc.yaml`, `.sops.yaml`), and holds a value that is not.
    ///
    /// ## Why it matters
    /// Everybody takes the file for safe, and so nobody looks: the value goes to the repository, its clones and CI.
    ///
    /// ## Fix
    /// Encrypt the file again (`sekisho secrets encrypt FILE`), or write the one value with `sekisho secrets set FILE KEY`.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 暗号化ファイルに平文で保存された値
    ///
    /// ## 見つけるもの
    /// SOPS で暗号化されていた、または名前からそう扱うべきファイル(`*.enc.yaml`、`.sops.yaml` の対象)に、暗号化されていない値があるもの。
    ///
    /// ## なぜ問題か
    /// 誰もが安全なファイルだと思って確かめないため、値がそのままリポジトリ、クローン、CI に広がります。
    ///
    /// ## 直し方
    /// `sekisho secrets encrypt ファイル` で暗号化し直すか、値を `sekisho secrets set ファイル キー` で書き直してください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    DECRYPTED_STORE = "decrypted-store", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}
