//! Known security problems of code that runs in the image dify-api, by version of Dify: one place for all of its roles, so that
//! five Deployments of one image make one finding. From new to old.

use lang::Text;

use crate::component::Component::Api;
use crate::vulnerability::Certainty::*;
use crate::vulnerability::Severity::*;
use crate::vulnerability::*;

#[rustfmt::skip]
pub(crate) static ROWS: &[Vulnerability] = &[
    problem(&["CVE-2026-105761", "langgenius/dify#38177", "langgenius/dify#38470"], Api, from(v(1, 6, 0), v(1, 16, 0)), High, Stated, Text::new(
        "the MCP server settings of other apps and other tenants can be changed (missing ownership check)",
        "他のアプリや他のテナントの MCP サーバー設定を変更できる(所有者の検査漏れ)")),
    problem(&["GHSA-gfmc-xc6g-q7g2", "langgenius/dify#37746"], Api, from(v(0, 5, 0), v(1, 16, 0)), Medium, Stated, Text::new(
        "a tool's schema can still make the api fetch an address (SSRF; the fix of 1.11.2 was incomplete)",
        "ツールのスキーマを使って API に任意の宛先を取得させられる(SSRF。1.11.2 の修正は不完全だった)")),
    given(Text::new("only with MyScale as the vector store", "ベクトルストアに MyScale を使う場合のみ"),
        &["CVE-2026-61461"], Api, from(v(0, 6, 14), v(1, 16, 0).candidate(1)), High, Stated, Text::new(
            "SQL can be injected through the MyScale vector store",
            "MyScale ベクトルストアを通じて SQL を注入できる")),
    problem(&["CVE-2026-41948", "GHSA-gvc6-fh3x-89xh", "langgenius/dify#35796"], Api, since_plugins(v(1, 15, 0)), Critical, Stated, Text::new(
        "anybody can reach the plugin daemon's API through the plugin icon route (path traversal; 1.14.2 does not have the fix yet)",
        "プラグインのアイコン取得経路から、誰でもプラグインデーモンの API に到達できる(パストラバーサル。1.14.2 にはまだ修正がない)")),
    problem(&["CVE-2026-41947", "GHSA-48xc-wmw8-3jr3"], Api, from(v(0, 6, 10), v(1, 14, 2)), Critical, Stated, Text::new(
        "trace settings of other tenants can be read and changed",
        "他のテナントのトレース設定を読み書きできる")),
    problem(&["CVE-2026-41949", "GHSA-2qwc-c2cc-2xwv"], Api, below(v(1, 14, 2)), High, Stated, Text::new(
        "up to 3000 characters of any tenant's files can be read through the file preview",
        "ファイルのプレビューを通じて、どのテナントのファイルでも最大3000文字まで読める")),
    problem(&["CVE-2026-18632"], Api, until(v(1, 14, 2)), Low, Stated, Text::new(
        "a problem of low severity; its details are not in this catalogue",
        "深刻度の低い問題(詳細はこのカタログにはない)")),
    given(Text::new("when SECRET_KEY is still the published default; an update does not replace it",
                    "SECRET_KEY が公開された既定値のままの場合(更新しても値は置き換わらない)"),
        &["langgenius/dify#34321"], Api, Affected { from: None, to: End::Open }, Critical, Stated, Text::new(
            "anybody can forge console sessions with the published SECRET_KEY",
            "公開された SECRET_KEY を使い、誰でもコンソールのセッションを偽造できる")),
    problem(&["langgenius/dify#35771"], Api, below(v(1, 14, 1)), Medium, Derived, Text::new(
        "the avatar of another account can be changed or read (missing ownership check)",
        "他のアカウントのアバターを操作できる(所有者の検査漏れ)")),
    problem(&["GHSA-4q3w-q5mc-45rq"], Api, from(v(1, 7, 0), v(1, 14, 0)), High, Stated, Text::new(
        "steps of the change of an account's e-mail address can be skipped",
        "メールアドレス変更の手順を飛ばせる")),
    problem(&["langgenius/dify#34456", "langgenius/dify#34436"], Api, below(v(1, 14, 0)), High, Derived, Text::new(
        "data source bindings and datasets of other tenants can be reached (missing ownership checks)",
        "他のテナントのデータソース連携やデータセットに到達できる(所有者の検査漏れ)")),
    problem(&["CVE-2026-41950"], Api, below(v(1, 14, 0)), Medium, Stated, Text::new(
        "the id of a file of another user of the same tenant can be used as one's own",
        "同じテナントの他の利用者のファイル ID を自分のものとして使える")),
    given(Text::new("only with some of the vector stores", "一部のベクトルストアを使う場合のみ"),
        &["langgenius/dify#33421"], Api, below(v(1, 13, 1)), High, Derived, Text::new(
            "SQL can be injected through several vector stores",
            "いくつかのベクトルストアを通じて SQL を注入できる")),
    problem(&["CVE-2026-34082", "langgenius/dify#32686"], Api, below(v(1, 13, 1)), Medium, Stated, Text::new(
        "conversations of other users of an app can be deleted",
        "同じアプリの他の利用者の会話を削除できる")),
    problem(&["GHSA-8235-vv5j-mmvg", "CVE-2026-105762"], Api, from(v(0, 11, 0), v(1, 13, 0)), High, Stated, Text::new(
        "anybody can make the api fetch an address of their choice (SSRF, remote file upload)",
        "誰でも API に任意の宛先を取得させられる(SSRF、リモートファイルのアップロード)")),
    problem(&["langgenius/dify#31678"], Api, from(v(0, 6, 9), v(1, 12, 0)), Medium, Derived, Text::new(
        "a Word document can make the api fetch an address (SSRF)",
        "Word ドキュメントを使って API に任意の宛先を取得させられる(SSRF)")),
    problem(&["langgenius/dify#29548"], Api, from(v(0, 5, 0), v(1, 11, 2)), Medium, Derived, Text::new(
        "a tool's schema can make the api fetch an address (SSRF)",
        "ツールのスキーマを使って API に任意の宛先を取得させられる(SSRF)")),
    problem(&["langgenius/dify#29462"], Api, below(v(1, 11, 2)), Low, Derived, Text::new(
        "exported annotations can carry formulas into a spreadsheet (CSV injection)",
        "書き出した注釈を表計算ソフトで開くと数式が実行される恐れがある(CSV インジェクション)")),
    problem(&["CVE-2025-67732", "GHSA-phpv-94hg-fv9g"], Api, below(v(1, 11, 0)), High, Stated, Text::new(
        "model providers' API keys are shown in clear to members who are no administrators",
        "モデル提供元の API キーが、管理者でないメンバーにも平文で表示される")),
    problem(&["langgenius/dify#26789"], Api, from(v(0, 9, 0), v(1, 9, 2)), Medium, Derived, Text::new(
        "the address of an external knowledge base can point inside (SSRF)",
        "外部ナレッジの宛先に内部のアドレスを指定できる(SSRF)")),
    given(Text::new("disputed by the project", "プロジェクトは問題ではないとしている"),
        &["CVE-2025-63386", "CVE-2025-63387", "CVE-2025-63388"], Api, only(v(1, 9, 1)), Low, Unclear, Text::new(
            "permissive CORS, and system features that can be read without login",
            "緩い CORS 設定と、ログインなしで読めるシステム機能の情報")),
    problem(&["CVE-2026-28288", "CVE-2025-11750"], Api, below(v(1, 9, 0)), Low, Stated, Text::new(
        "answers differ for known and unknown accounts (user enumeration)",
        "アカウントの有無で応答が異なり、利用者を推測できる")),
    problem(&["CVE-2025-59422", "GHSA-jg5j-c9pq-w894"], Api, below(v(1, 9, 0)), Medium, Stated, Text::new(
        "chat messages of others can be read (missing ownership check)",
        "他人のチャットのメッセージを読める(所有者の検査漏れ)")),
    problem(&["CVE-2025-56520"], Api, only(v(1, 6, 0)), Medium, Unclear, Text::new(
        "the api can be made to fetch an address through remote files (SSRF); only 1.6.0 is named",
        "リモートファイルの取得を通じて API に任意の宛先を取得させられる(SSRF)。名指しされているのは 1.6.0 のみ")),
    given(Text::new("when the database password is still the published default; no version changes it",
                    "データベースのパスワードが公開された既定値のままの場合(どの版でも変更されない)"),
        &["CVE-2025-56157", "langgenius/dify#22366"], Api, Affected { from: None, to: End::Open }, High, Derived, Text::new(
            "the database can be opened with the published password",
            "公開されたパスワードでデータベースを開ける")),
    problem(&["langgenius/dify#18114"], Api, from(v(0, 6, 13), v(1, 3, 0)), Critical, Derived, Text::new(
        "accounts can be taken over through the password reset",
        "パスワード再設定を通じてアカウントを乗っ取れる")),
    problem(&["CVE-2025-3466"], Api, Affected { from: Some(v(1, 1, 0)), to: End::Before(v(1, 1, 3)) }, Critical, Stated, Text::new(
        "code of a code node can break out and run as root",
        "コードノードのコードが隔離を破り、root として実行される")),
    problem(&["CVE-2024-11822"], Api, until(v(0, 9, 1)), Medium, Stated, Text::new(
        "the api can be made to fetch an address of a user's choice (SSRF)",
        "利用者が API に任意の宛先を取得させられる(SSRF)")),
    problem(&["CVE-2025-32790", "GHSA-jp6m-v4gw-5vgp"], Api, below(v(0, 6, 13)), Medium, Stated, Text::new(
        "members can do what only administrators should (missing role check)",
        "一般メンバーが管理者の操作を行える(権限の検査漏れ)")),
    problem(&["CVE-2025-43862", "GHSA-6pw4-jqhv-3626", "CVE-2025-32796", "GHSA-hqcx-598m-pjq4"], Api, below(v(0, 6, 12)), Medium, Stated, Text::new(
        "members can change apps that they may only use (missing role checks)",
        "利用しか許されていないアプリを一般メンバーが変更できる(権限の検査漏れ)")),
    problem(&["CVE-2026-18266", "langgenius/dify#38864"], Api, below(v(1, 16, 0)), Low, Unclear, Text::new(
        "the OAuth redirect can lead to a foreign site (open redirect); the fix is probably #38864",
        "OAuth のリダイレクト先を外部サイトにできる(オープンリダイレクト)。修正はおそらく #38864")),
];
