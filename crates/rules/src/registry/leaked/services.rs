//! Tokens of services that people use.

use crate::registry::describe;

describe! {
    /// GitHub token in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GITHUB_TOKEN = "github-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// GitLab token in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    GITLAB_TOKEN = "gitlab-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Slack token in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    SLACK_TOKEN = "slack-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Slack webhook URL in plain text
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
    /// チャンネルに投稿でき、偽のアラートや、チームのものに見えるリンクを流せます。
    ///
    /// ## 直し方
    /// アプリの管理画面で Webhook を削除し、作り直してください。
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    SLACK_WEBHOOK = "slack-webhook", Medium, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// OpenAI API key in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    OPENAI_KEY = "openai-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Anthropic API key in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    ANTHROPIC_KEY = "anthropic-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Hugging Face token in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    HUGGINGFACE_TOKEN = "huggingface-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Stripe live key in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    STRIPE_KEY = "stripe-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// SendGrid API key in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    SENDGRID_KEY = "sendgrid-key", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// npm token in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    NPM_TOKEN = "npm-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// PyPI token in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    PYPI_TOKEN = "pypi-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}

describe! {
    /// Docker Hub token in plain text
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
    /// ファイルからは取り除き、Secret を参照してください。一度でも push したなら履歴とクローンに残るため、先に失効させます。
    DOCKER_TOKEN = "docker-token", High, High, Developer,
    controls: [Sec1, Sec2],
    topics: [PLAIN_CREDENTIALS],
}
