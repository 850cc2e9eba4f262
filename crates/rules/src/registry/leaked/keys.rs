//! Keys and tokens of machines and clouds, and Dify's own.

use crate::registry::describe;

describe! {
    /// Private key in plain text
    ///
    /// ## What it finds
    /// A private key in PEM form (RSA, EC, OpenSSH, PGP), also with its line breaks written as `\n`.
    ///
    /// ## Why it matters
    /// Whoever has it is whoever it speaks for: a server, a person, a signer. A passphrase only delays it.
    ///
    /// ## Fix
    /// Make a new pair, replace the public half wherever it is trusted, and revoke certificates that were issued for it.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の秘密鍵
    ///
    /// ## 見つけるもの
    /// PEM 形式の秘密鍵(RSA、EC、OpenSSH、PGP)。改行を `\n` と書いたものも対象です。
    ///
    /// ## なぜ問題か
    /// 持っている者は、その鍵が表すサーバー、人、署名者になりすませます。パスフレーズがあっても時間稼ぎにしかなりません。
    ///
    /// ## 直し方
    /// 新しい鍵ペアを作り、公開鍵を登録しているすべての場所を差し替え、発行済みの証明書を失効させてください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    PRIVATE_KEY = "private-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// age secret key in plain text
    ///
    /// ## What it finds
    /// A secret key of age (`AGE-SECRET-KEY-...`).
    ///
    /// ## Why it matters
    /// It opens every file that was ever encrypted for it, in every commit of the history.
    ///
    /// ## Fix
    /// Make a new key, take the old one out with `sekisho secrets recipients`, and rotate every value of those files: re-encrypting does not take back what was readable.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の age の秘密鍵
    ///
    /// ## 見つけるもの
    /// age の秘密鍵(`AGE-SECRET-KEY-...`)。
    ///
    /// ## なぜ問題か
    /// その鍵に宛てて暗号化されたすべてのファイルを、履歴のどのコミットの分も復号できます。
    ///
    /// ## 直し方
    /// 新しい鍵を作り、`sekisho secrets recipients` で古い鍵を外し、対象ファイルの値をすべて更新してください。暗号化し直しても、読めた事実は取り消せません。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AGE_SECRET_KEY = "age-secret-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// AWS access key in plain text
    ///
    /// ## What it finds
    /// The id of an AWS access key (`AKIA...`, `ASIA...`); its secret half usually stands beside it.
    ///
    /// ## Why it matters
    /// With its secret half it acts as the account: buckets with uploads, databases, the bill.
    ///
    /// ## Fix
    /// Deactivate the key in IAM, look at CloudTrail for its use, and use a role of the workload (IRSA, Pod Identity) instead of keys.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の AWS アクセスキー
    ///
    /// ## 見つけるもの
    /// AWS のアクセスキー ID(`AKIA...`、`ASIA...`)。多くの場合、すぐそばに対になる秘密の値があります。
    ///
    /// ## なぜ問題か
    /// 秘密の値と合わせれば、そのアカウントとしてバケットやデータベースを操作でき、課金も発生させられます。
    ///
    /// ## 直し方
    /// IAM でキーを無効にし、CloudTrail で使用履歴を確認してください。キーの代わりにワークロードのロール(IRSA、Pod Identity)を使います。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AWS_ACCESS_KEY = "aws-access-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Google API key in plain text
    ///
    /// ## What it finds
    /// An API key of Google Cloud (`AIza...`).
    ///
    /// ## Why it matters
    /// Whoever has it calls what the key is not restricted from, models among them, on your bill.
    ///
    /// ## Fix
    /// Delete the key and make one that is restricted to the APIs and addresses that need it.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Google API キー
    ///
    /// ## 見つけるもの
    /// Google Cloud の API キー(`AIza...`)。
    ///
    /// ## なぜ問題か
    /// キーの制限の範囲で、モデルを含む API を、あなたの課金で呼び出せます。
    ///
    /// ## 直し方
    /// キーを削除し、必要な API と接続元に制限したものを作り直してください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GCP_API_KEY = "gcp-api-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Google service account key in plain text
    ///
    /// ## What it finds
    /// The key file of a Google service account, known by its `private_key_id`.
    ///
    /// ## Why it matters
    /// It acts as the service account with all of its roles, and does not expire by itself.
    ///
    /// ## Fix
    /// Delete the key in IAM, look at the audit logs for its use, and use workload identity instead.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Google サービスアカウント鍵
    ///
    /// ## 見つけるもの
    /// Google サービスアカウントの鍵ファイル(`private_key_id` で判別)。
    ///
    /// ## なぜ問題か
    /// サービスアカウントのすべてのロールで操作でき、自然には失効しません。
    ///
    /// ## 直し方
    /// IAM で鍵を削除し、監査ログで使用履歴を確認してください。代わりに Workload Identity を使います。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GCP_SERVICE_ACCOUNT_KEY = "gcp-service-account-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Azure storage account key in plain text
    ///
    /// ## What it finds
    /// The key of an Azure storage account in a connection string (`AccountKey=...`).
    ///
    /// ## Why it matters
    /// It reads, changes and deletes everything in the account, Dify's uploads among it.
    ///
    /// ## Fix
    /// Rotate the account's keys and use a managed identity or a short-lived SAS.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Azure ストレージアカウントキー
    ///
    /// ## 見つけるもの
    /// 接続文字列に含まれる Azure ストレージアカウントのキー(`AccountKey=...`)。
    ///
    /// ## なぜ問題か
    /// Dify のアップロードを含め、アカウント内のすべてを読み書き、削除できます。
    ///
    /// ## 直し方
    /// アカウントのキーを更新し、マネージド ID か有効期間の短い SAS を使ってください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AZURE_STORAGE_KEY = "azure-storage-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Azure client secret in plain text
    ///
    /// ## What it finds
    /// The secret of an application in Microsoft Entra ID, known by its `8Q~`.
    ///
    /// ## Why it matters
    /// It signs in as the application, with every permission that was granted to it.
    ///
    /// ## Fix
    /// Remove the secret from the application, look at the sign-in logs, and use a managed identity or a certificate.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Azure クライアントシークレット
    ///
    /// ## 見つけるもの
    /// Microsoft Entra ID のアプリケーションのシークレット(`8Q~` で判別)。
    ///
    /// ## なぜ問題か
    /// アプリケーションとしてサインインし、与えられたすべての権限を使えます。
    ///
    /// ## 直し方
    /// アプリケーションからシークレットを削除し、サインインログを確認してください。代わりにマネージド ID か証明書を使います。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AZURE_CLIENT_SECRET = "azure-client-secret", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// HashiCorp Vault token in plain text
    ///
    /// ## What it finds
    /// A service or batch token of Vault (`hvs....`, `hvb....`).
    ///
    /// ## Why it matters
    /// It reads every secret that its policies allow, until it ends.
    ///
    /// ## Fix
    /// Revoke it (`vault token revoke`), and let workloads log in by their service account.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の HashiCorp Vault トークン
    ///
    /// ## 見つけるもの
    /// Vault のサービストークンまたはバッチトークン(`hvs....`、`hvb....`)。
    ///
    /// ## なぜ問題か
    /// 有効期限まで、ポリシーが許すすべての秘密を読めます。
    ///
    /// ## 直し方
    /// `vault token revoke` で失効させ、ワークロードには ServiceAccount で認証させてください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    VAULT_TOKEN = "vault-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// JSON Web Token (JWT) in plain text
    ///
    /// ## What it finds
    /// A JSON web token with its signature.
    ///
    /// ## Why it matters
    /// Until it ends, it is the login of whom it names; some never end. It also tells what its claims say.
    ///
    /// ## Fix
    /// End the session that it belongs to; where the signing key is yours and may have leaked, replace that.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の署名付き JWT
    ///
    /// ## 見つけるもの
    /// 署名まで揃った JSON Web Token。
    ///
    /// ## なぜ問題か
    /// 期限まで、記載された本人としてログインできます。期限のないものもあり、クレームの内容も読まれます。
    ///
    /// ## 直し方
    /// 対応するセッションを終了させてください。署名鍵が自分のもので漏れたおそれがあれば、鍵を替えます。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    JSON_WEB_TOKEN = "json-web-token", Medium, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Dify API key in plain text
    ///
    /// ## What it finds
    /// A key of Dify's service API: of an app (`app-...`) or of data sets (`dataset-...`).
    ///
    /// ## Why it matters
    /// An app's key runs the app and reads its conversations by their user; a data set's key reads and changes every document of the workspace.
    ///
    /// ## Fix
    /// Delete the key in the console (API access) and make a new one.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Dify アプリ・ナレッジの API キー
    ///
    /// ## 見つけるもの
    /// Dify のサービス API のキー。アプリ用(`app-...`)とナレッジ用(`dataset-...`)があります。
    ///
    /// ## なぜ問題か
    /// アプリのキーではアプリを実行し、利用者ごとの会話を読めます。ナレッジのキーではワークスペースのすべてのドキュメントを読み書きできます。
    ///
    /// ## 直し方
    /// コンソールの「API アクセス」でキーを削除し、作り直してください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    DIFY_API_KEY = "dify-api-key", Medium, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}
