//! What `checkup` finds in the credentials of environments beside each other.

use findings::About;

use super::describe;

describe! {
    /// Default credential in use, publicly known
    ///
    /// ## What it finds
    /// A credential of an environment whose value stands in Dify's own files or in a public chart, in containers, Secrets and `.env` files, also
    /// in encrypted files whose key was named.
    ///
    /// ## Why it matters
    /// Such a value is the first that is tried. With a published `SECRET_KEY` sessions are forged from outside; the other values open what they protect to
    /// whoever reaches it.
    ///
    /// ## Fix
    /// Make a value of your own (`sekisho secrets generate`), put it into the Secret, and change it in the running store too.
    ///
    /// ---
    ///
    /// 使われている公開済みの初期値
    ///
    /// ## 見つけるもの
    /// Dify 自身のファイルや公開チャートに書かれている値をそのまま使っている、環境の認証情報。コンテナ、Secret、`.env` ファイルのほか、鍵を指定した暗号化ファイルも対象です。
    ///
    /// ## なぜ問題か
    /// 最初に試される値です。公開されている `SECRET_KEY` なら外部からセッションを偽造でき、ほかの値も、到達できる相手なら誰でも使えます。
    ///
    /// ## 直し方
    /// 独自の値を生成して(`sekisho secrets generate`)Secret に入れ、稼働中のデータストア側も変更してください。
    PUBLISHED_DEFAULT = "published-default", Critical, High, Operator,
    controls: [Sec3],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Placeholder credential in use
    ///
    /// ## What it finds
    /// A credential of an environment whose value is a placeholder: `changeme`, `your-api-key`, `<password>` and their like.
    ///
    /// ## Why it matters
    /// Either it is in use, and anybody guesses it, or the part that needs it does not work.
    ///
    /// ## Fix
    /// Generate a value (`sekisho secrets generate`) and put it into the Secret, or take the setting out where the part is not used.
    ///
    /// ---
    ///
    /// 仮の値のままの認証情報
    ///
    /// ## 見つけるもの
    /// 環境の認証情報のうち、`changeme`、`your-api-key`、`<password>` などの仮の値が入っているもの。
    ///
    /// ## なぜ問題か
    /// そのまま使われていれば誰でも推測でき、使われていなければそれを必要とする機能が動いていません。
    ///
    /// ## 直し方
    /// 値を生成して(`sekisho secrets generate`)Secret に入れてください。使わない機能なら設定ごと取り除きます。
    PLACEHOLDER = "placeholder", Critical, High, Operator,
    controls: [Sec3, Sec4],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Credential differs between its two ends
    ///
    /// ## What it finds
    /// Two parts of Dify that must share a credential (the api and the sandbox, the plugin daemon and the api) and hold different values in
    /// one environment. Both places are shown.
    ///
    /// ## Why it matters
    /// One end refuses the other. It is how a rotation that forgot one end looks: the old value, which may be the one that leaked, is still in use there.
    ///
    /// ## Fix
    /// Put the new value at both ends, best by referring to one key of one Secret (`secretKeyRef`), and restart both.
    ///
    /// ---
    ///
    /// 両端で食い違う認証情報
    ///
    /// ## 見つけるもの
    /// 同じ認証情報を共有しなければならない Dify のコンポーネントどうし(api とサンドボックス、プラグインデーモンと api など)が、一つの環境の中で違う値を持っているもの。両方の位置を示します。
    ///
    /// ## なぜ問題か
    /// 一方がもう一方を拒否します。片側を忘れたローテーションの典型で、漏えいしたかもしれない古い値がそこで使われ続けています。
    ///
    /// ## 直し方
    /// 新しい値を両端に入れ、両方を再起動してください。一つの Secret の一つのキーを `secretKeyRef` で参照するのが確実です。
    ENDS_DIFFER = "ends-differ", Medium, High, Operator,
    controls: [Sec6],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Credential value reused across environments
    ///
    /// ## What it finds
    /// A credential of one environment whose value stands in another environment too, under whatever name. Every place is shown. Values are
    /// compared by keyed tags whose key lives for one run.
    ///
    /// ## Why it matters
    /// What is learned in development, where more people and tools see it, opens production. With one `SECRET_KEY` a session of one
    /// environment is valid in the other.
    ///
    /// ## Fix
    /// Give each environment values of its own, and replace those of the more important one first: the other has given them away.
    ///
    /// ---
    ///
    /// 二つの環境にある同じ値
    ///
    /// ## 見つけるもの
    /// ある環境の認証情報と同じ値が、名前によらず別の環境にもあるもの。すべての位置を示します。値の比較には、実行ごとに作る鍵付きのタグを使います。
    ///
    /// ## なぜ問題か
    /// 目にする人もツールも多い開発環境で知られた値で、本番に入れてしまいます。`SECRET_KEY` が同じなら、一方のセッションがもう一方でも有効です。
    ///
    /// ## 直し方
    /// 環境ごとに別の値にしてください。もう一方から漏れているおそれがあるため、より重要な環境の値を先に替えます。
    REUSED_ACROSS_ENVIRONMENTS = "reused-across-environments", High, High, Operator,
    controls: [Sec7],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Weak credential in use
    ///
    /// ## What it finds
    /// A password or key that somebody chose and that is short, a word, or of few different characters. Keys that vendors issue are not judged.
    ///
    /// ## Why it matters
    /// Redis answers thousands of guesses a second, and a token signed with a short `SECRET_KEY` lets the key be searched offline.
    ///
    /// ## Fix
    /// Replace it by a generated one of 32 characters (`sekisho secrets generate`).
    ///
    /// ---
    ///
    /// 推測できる認証情報
    ///
    /// ## 見つけるもの
    /// 人が決めたパスワードや鍵のうち、短いもの、単語、文字の種類が少ないもの。サービスが発行する鍵は対象にしません。
    ///
    /// ## なぜ問題か
    /// Redis は毎秒数千回の試行に答えます。短い `SECRET_KEY` で署名されたトークンがあれば、鍵を手元で探せます。
    ///
    /// ## 直し方
    /// 生成した 32 文字の値に替えてください(`sekisho secrets generate`)。
    WEAK = "weak", Medium, High, Operator,
    controls: [Sec4],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Credential older than its maximum age
    ///
    /// ## What it finds
    /// A credential in use for more days than allowed (90, or `--max-age`), by the days that its Secret carries (`sekisho.dev/created`,
    /// `sekisho.dev/rotated`) or by the last change of the encrypted file that holds it.
    ///
    /// ## Why it matters
    /// The longer a value is used, the more people, backups and logs have seen it, and nobody can tell which copy is still around.
    ///
    /// ## Fix
    /// Rotate it: a new value at every end, then restart what takes it. `sekisho secrets set` writes the new value and its day.
    ///
    /// ---
    ///
    /// 使用期間が長すぎる認証情報
    ///
    /// ## 見つけるもの
    /// 許された日数(90 日、または `--max-age`)を超えて使われている認証情報。Secret に記録された日付(`sekisho.dev/created`、`sekisho.dev/rotated`)か、値を含む暗号化ファイルの最後の変更日で判断します。
    ///
    /// ## なぜ問題か
    /// 長く使うほど、その値を見た人やバックアップ、ログが増え、どこに写しが残っているかわからなくなります。
    ///
    /// ## 直し方
    /// ローテーションしてください。すべての端に新しい値を入れ、使うものを再起動します。`sekisho secrets set` は新しい値とその日付を書き込みます。
    EXPIRED = "expired", Medium, High, Operator,
    controls: [Sec6],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Unused key in a Secret
    ///
    /// ## What it finds
    /// A key of a Secret that holds a credential and that no container of the environment takes. Secrets of types that the cluster itself reads are left out.
    ///
    /// ## Why it matters
    /// It is kept, copied and never rotated, and it may still open something. Often it is a spelling mistake, and the container that should take it runs with
    /// a default.
    ///
    /// ## Fix
    /// Remove the key, or correct the reference. Revoke the value where it still opens something.
    ///
    /// ---
    ///
    /// 誰も使わない Secret のキー
    ///
    /// ## 見つけるもの
    /// 認証情報が入っているのに、環境のどのコンテナも使っていない Secret のキー。クラスター自身が読む型の Secret は対象にしません。
    ///
    /// ## なぜ問題か
    /// 保管され、複製され、更新されないまま、まだ何かを開けられるかもしれません。綴りの誤りで、本来使うはずのコンテナが初期値で動いていることもよくあります。
    ///
    /// ## 直し方
    /// キーを削除するか、参照を直してください。値がまだ有効なら失効させます。
    UNUSED_KEY = "unused-key", Low, High, Operator,
    controls: [],
    topics: [PLAIN_CREDENTIALS],
}

/// Every one.
pub static ALL: &[&About] =
    &[&PUBLISHED_DEFAULT, &PLACEHOLDER, &ENDS_DIFFER, &REUSED_ACROSS_ENVIRONMENTS, &WEAK, &EXPIRED, &UNUSED_KEY];
