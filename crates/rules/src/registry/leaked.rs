//! What `leaks` finds in texts. Two of its ids are rules about an inventory too (`plaintext-credential`,
//! `published-default-credential`): they have one manual.

use findings::About;

use super::describe;

describe! {
    /// A private key in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    PRIVATE_KEY = "private-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An age secret key in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AGE_SECRET_KEY = "age-secret-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An AWS access key in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AWS_ACCESS_KEY = "aws-access-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A Google API key in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GCP_API_KEY = "gcp-api-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A Google service account key in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GCP_SERVICE_ACCOUNT_KEY = "gcp-service-account-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An Azure storage account key in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AZURE_STORAGE_KEY = "azure-storage-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An Azure client secret in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    AZURE_CLIENT_SECRET = "azure-client-secret", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A GitHub token in the clear
    ///
    /// ## What it finds
    /// A personal, OAuth, app or refresh token of GitHub (`ghp_...`, `github_pat_...` and their kin).
    ///
    /// ## Why it matters
    /// It reads and often writes what its owner may: code, packages, workflows that hold further secrets.
    ///
    /// ## Fix
    /// Revoke it in the settings of its owner; GitHub does so by itself only for what is pushed to public repositories.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の GitHub トークン
    ///
    /// ## 見つけるもの
    /// GitHub の個人・OAuth・アプリ・リフレッシュトークン(`ghp_...`、`github_pat_...` など)。
    ///
    /// ## なぜ問題か
    /// 所有者の権限でコードやパッケージを読み書きでき、ほかの秘密を持つワークフローにも手が届きます。
    ///
    /// ## 直し方
    /// 所有者の設定画面で失効させてください。GitHub が自動で失効させるのは公開リポジトリに push された場合だけです。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GITHUB_TOKEN = "github-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A GitLab token in the clear
    ///
    /// ## What it finds
    /// A personal, deploy or runner token of GitLab (`glpat-...`, `gldt-...`, `glrt-...`).
    ///
    /// ## Why it matters
    /// It reads and often writes what its owner may; a runner's token receives jobs with their secrets.
    ///
    /// ## Fix
    /// Revoke it in GitLab and make a new one with the least scope and an end.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の GitLab トークン
    ///
    /// ## 見つけるもの
    /// GitLab の個人・デプロイ・ランナートークン(`glpat-...`、`gldt-...`、`glrt-...`)。
    ///
    /// ## なぜ問題か
    /// 所有者の権限で読み書きでき、ランナーのトークンではジョブとその秘密を受け取れます。
    ///
    /// ## 直し方
    /// GitLab で失効させ、必要最小限のスコープと期限を付けて作り直してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GITLAB_TOKEN = "gitlab-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A Slack token in the clear
    ///
    /// ## What it finds
    /// A token of a Slack bot, user or app (`xoxb-...`, `xoxp-...`, `xapp-...`).
    ///
    /// ## Why it matters
    /// It reads conversations and files, and writes in the name of the app or the person.
    ///
    /// ## Fix
    /// Revoke it (`auth.revoke`, or the app's page) and install the app anew.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Slack トークン
    ///
    /// ## 見つけるもの
    /// Slack のボット・ユーザー・アプリのトークン(`xoxb-...`、`xoxp-...`、`xapp-...`)。
    ///
    /// ## なぜ問題か
    /// 会話やファイルを読み、アプリや本人の名前で投稿できます。
    ///
    /// ## 直し方
    /// `auth.revoke` かアプリの管理画面で失効させ、アプリを入れ直してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    SLACK_TOKEN = "slack-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A Slack webhook in the clear
    ///
    /// ## What it finds
    /// The address of an incoming webhook of Slack.
    ///
    /// ## Why it matters
    /// Whoever has it writes into the channel: false alarms, and links that look like the team's own.
    ///
    /// ## Fix
    /// Remove the webhook in the app's page and make a new one.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Slack Webhook URL
    ///
    /// ## 見つけるもの
    /// Slack の Incoming Webhook の URL。
    ///
    /// ## なぜ問題か
    /// チャンネルに投稿でき、偽の警報や、チームのものに見えるリンクを流せます。
    ///
    /// ## 直し方
    /// アプリの管理画面で Webhook を削除し、作り直してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    SLACK_WEBHOOK = "slack-webhook", Medium, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An OpenAI API key in the clear
    ///
    /// ## What it finds
    /// An API key of OpenAI (`sk-...`).
    ///
    /// ## Why it matters
    /// It uses models on your bill, and reads files, threads and fine-tuned models of its project.
    ///
    /// ## Fix
    /// Revoke the key, make a new one, and enter it in Dify's console, which stores it encrypted.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の OpenAI API キー
    ///
    /// ## 見つけるもの
    /// OpenAI の API キー(`sk-...`)。
    ///
    /// ## なぜ問題か
    /// あなたの課金でモデルを使われ、プロジェクトのファイル、スレッド、ファインチューニング済みモデルを読まれます。
    ///
    /// ## 直し方
    /// キーを失効させて作り直し、暗号化して保存される Dify のコンソールから登録してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    OPENAI_KEY = "openai-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An Anthropic API key in the clear
    ///
    /// ## What it finds
    /// An API key of Anthropic (`sk-ant-...`).
    ///
    /// ## Why it matters
    /// It uses models on your bill; an admin key manages members and keys of the organization.
    ///
    /// ## Fix
    /// Disable the key, make a new one, and enter it in Dify's console, which stores it encrypted.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Anthropic API キー
    ///
    /// ## 見つけるもの
    /// Anthropic の API キー(`sk-ant-...`)。
    ///
    /// ## なぜ問題か
    /// あなたの課金でモデルを使われます。管理キーなら組織のメンバーやキーまで操作されます。
    ///
    /// ## 直し方
    /// キーを無効にして作り直し、暗号化して保存される Dify のコンソールから登録してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    ANTHROPIC_KEY = "anthropic-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A Hugging Face token in the clear
    ///
    /// ## What it finds
    /// A user access token of Hugging Face (`hf_...`).
    ///
    /// ## Why it matters
    /// It reads private models and data sets, and with a write scope changes models that others load.
    ///
    /// ## Fix
    /// Invalidate it in the settings and make one with a fine-grained scope.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Hugging Face トークン
    ///
    /// ## 見つけるもの
    /// Hugging Face のアクセストークン(`hf_...`)。
    ///
    /// ## なぜ問題か
    /// 非公開のモデルやデータセットを読め、書き込み権限があれば、ほかの人が読み込むモデルを改変できます。
    ///
    /// ## 直し方
    /// 設定画面で無効にし、権限を絞ったものを作り直してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    HUGGINGFACE_TOKEN = "huggingface-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A live Stripe key in the clear
    ///
    /// ## What it finds
    /// A secret or restricted key of Stripe for live payments (`sk_live_...`, `rk_live_...`).
    ///
    /// ## Why it matters
    /// It reads customers and payments, and moves money.
    ///
    /// ## Fix
    /// Roll the key in the dashboard and look at the request log for its use.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Stripe 本番キー
    ///
    /// ## 見つけるもの
    /// Stripe の本番用シークレットキーまたは制限付きキー(`sk_live_...`、`rk_live_...`)。
    ///
    /// ## なぜ問題か
    /// 顧客や決済の情報を読め、資金を動かせます。
    ///
    /// ## 直し方
    /// ダッシュボードでキーを更新し、リクエストログで使用履歴を確認してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    STRIPE_KEY = "stripe-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A SendGrid API key in the clear
    ///
    /// ## What it finds
    /// An API key of SendGrid (`SG....`).
    ///
    /// ## Why it matters
    /// It sends mail in your name, password resets of Dify among the patterns to copy.
    ///
    /// ## Fix
    /// Delete the key and make one that may only send.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の SendGrid API キー
    ///
    /// ## 見つけるもの
    /// SendGrid の API キー(`SG....`)。
    ///
    /// ## なぜ問題か
    /// あなたの名前でメールを送信でき、Dify のパスワード再設定を装うこともできます。
    ///
    /// ## 直し方
    /// キーを削除し、送信だけを許したものを作り直してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    SENDGRID_KEY = "sendgrid-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An npm token in the clear
    ///
    /// ## What it finds
    /// An access token of npm (`npm_...`).
    ///
    /// ## Why it matters
    /// With it a package of yours is published with code of somebody else.
    ///
    /// ## Fix
    /// Revoke it (`npm token revoke`) and use a granular token with an end, or trusted publishing.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の npm トークン
    ///
    /// ## 見つけるもの
    /// npm のアクセストークン(`npm_...`)。
    ///
    /// ## なぜ問題か
    /// あなたのパッケージに、他人のコードを混ぜて公開できます。
    ///
    /// ## 直し方
    /// `npm token revoke` で失効させ、期限付きの細粒度トークンか Trusted Publishing を使ってください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    NPM_TOKEN = "npm-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A PyPI token in the clear
    ///
    /// ## What it finds
    /// An API token of PyPI (`pypi-...`).
    ///
    /// ## Why it matters
    /// With it a package of yours is published with code of somebody else.
    ///
    /// ## Fix
    /// Remove it in the account's settings and use trusted publishing.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の PyPI トークン
    ///
    /// ## 見つけるもの
    /// PyPI の API トークン(`pypi-...`)。
    ///
    /// ## なぜ問題か
    /// あなたのパッケージに、他人のコードを混ぜて公開できます。
    ///
    /// ## 直し方
    /// アカウント設定から削除し、Trusted Publishing を使ってください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    PYPI_TOKEN = "pypi-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A Docker Hub token in the clear
    ///
    /// ## What it finds
    /// A personal access token of Docker Hub (`dckr_pat_...`).
    ///
    /// ## Why it matters
    /// With it images that a cluster pulls are replaced, and private ones are read.
    ///
    /// ## Fix
    /// Delete it in the account's settings, make a read-only one for pulling, and compare the digests of what runs.
    /// Take it out of the text and refer to a Secret. If it was ever pushed, history and clones keep it: revoke it first.
    ///
    /// ---
    ///
    /// 平文の Docker Hub トークン
    ///
    /// ## 見つけるもの
    /// Docker Hub の個人アクセストークン(`dckr_pat_...`)。
    ///
    /// ## なぜ問題か
    /// クラスターが取得するイメージを差し替えられ、非公開のイメージも読まれます。
    ///
    /// ## 直し方
    /// アカウント設定から削除し、取得用には読み取り専用のものを作り、動いているイメージのダイジェストを照合してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    DOCKER_TOKEN = "docker-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A HashiCorp Vault token in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    VAULT_TOKEN = "vault-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A signed JSON web token in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    JSON_WEB_TOKEN = "json-web-token", Medium, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An API key of a Dify app or data set in the clear
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
    /// アプリのキーではアプリを実行し、利用者ごとの会話を読めます。ナレッジのキーではワークスペースのすべての文書を読み書きできます。
    ///
    /// ## 直し方
    /// コンソールの「API アクセス」でキーを削除し、作り直してください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    DIFY_API_KEY = "dify-api-key", Medium, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A Secret with its value in a file
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    PLAINTEXT_SECRET_MANIFEST = "plaintext-secret-manifest", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A password inside of a URL
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
    /// パスワードを含む URL(`scheme://user:password@host`)。文書の種類は問いません。
    ///
    /// ## なぜ問題か
    /// URL はログ、エラーメッセージ、シェルの履歴に丸ごと残り、どのホストを開けるパスワードかまで示します。
    ///
    /// ## 直し方
    /// ユーザー名とパスワードを別の設定に分けて Secret を参照するか、URL 全体を Secret に入れてください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    CREDENTIAL_IN_URL = "credential-in-url", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// A credential on a command line
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
    /// フラグの後ろに書かれたパスワードや鍵(`--requirepass 値`、`mysql -p値`、`curl -u user:値` など)。スクリプト、マニフェスト、文書が対象です。
    ///
    /// ## なぜ問題か
    /// コマンドラインは同じマシンの全プロセスから見え、シェルの履歴や CI のログにも残ります。
    ///
    /// ## 直し方
    /// 値はファイルか環境変数から渡し、その元を Secret にしてください。
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    CREDENTIAL_IN_COMMAND_LINE = "credential-in-command-line", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// An encrypted file with its value in the clear
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
    /// 文書からは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    DECRYPTED_STORE = "decrypted-store", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

/// Every one that is not a rule about an inventory too.
pub static ALL: &[&About] = &[
    &PRIVATE_KEY,
    &AGE_SECRET_KEY,
    &AWS_ACCESS_KEY,
    &GCP_API_KEY,
    &GCP_SERVICE_ACCOUNT_KEY,
    &AZURE_STORAGE_KEY,
    &AZURE_CLIENT_SECRET,
    &GITHUB_TOKEN,
    &GITLAB_TOKEN,
    &SLACK_TOKEN,
    &SLACK_WEBHOOK,
    &OPENAI_KEY,
    &ANTHROPIC_KEY,
    &HUGGINGFACE_TOKEN,
    &STRIPE_KEY,
    &SENDGRID_KEY,
    &NPM_TOKEN,
    &PYPI_TOKEN,
    &DOCKER_TOKEN,
    &VAULT_TOKEN,
    &JSON_WEB_TOKEN,
    &DIFY_API_KEY,
    &PLAINTEXT_SECRET_MANIFEST,
    &CREDENTIAL_IN_URL,
    &CREDENTIAL_IN_COMMAND_LINE,
    &DECRYPTED_STORE,
];
