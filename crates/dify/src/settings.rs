//! Dify's settings that are no credentials but decide how safe it is, and which values may be shown to a person.

use lang::Text;

use crate::component::Component;

// Names as constants, so that a rule cannot misspell one. What holds a credential is in `crate::credential`.
macro_rules! names {
    ($($name:ident)*) => { $(#[doc = concat!("The setting `", stringify!($name), "`.")] pub const $name: &str = stringify!($name);)* };
}

names! {
    MODE DEPLOY_ENV DEBUG FLASK_DEBUG LOGIN_DISABLED SWAGGER_UI_ENABLED
    ENABLE_REQUEST_LOGGING LOG_LEVEL LOG_OUTPUT_FORMAT
    WEB_API_CORS_ALLOW_ORIGINS CONSOLE_CORS_ALLOW_ORIGINS CONSOLE_WEB_URL CONSOLE_API_URL COOKIE_DOMAIN
    ADMIN_API_KEY_ENABLE ALLOW_EMBED ALLOW_UNSAFE_DATA_SCHEME RESPECT_XFORWARD_HEADERS_ENABLED
    HTTP_REQUEST_NODE_SSL_VERIFY CODE_EXECUTION_SSL_VERIFY
    SSRF_PROXY_ALL_URL SSRF_PROXY_HTTP_URL SSRF_PROXY_HTTPS_URL SSRF_PROXY_ALLOW_PRIVATE_IPS SSRF_PROXY_ALLOW_PRIVATE_DOMAINS
    FORCE_VERIFYING_SIGNATURE ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES PPROF_ENABLED ADMIN_API_ENABLED PLUGIN_REMOTE_INSTALLING_ENABLED
    ENABLE_NETWORK ENABLE_PRELOAD GIN_MODE
    AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED AUTHENTICATION_APIKEY_ENABLED ALLOW_EMPTY_PASSWORD
    MIGRATION_ENABLED VECTOR_STORE DB_TYPE STORAGE_TYPE CHECK_UPDATE_URL REDIS_USE_SSL DB_SSL_MODE
}

/// Which values of a setting are risky.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Risky {
    /// Switched on.
    On,
    /// Switched off.
    Off,
    /// Not set at all, where the default is the risky value.
    OnOrUnset,
    /// Exactly one of these, whatever their case.
    OneOf(&'static [&'static str]),
    /// A list that contains `*`.
    Everything,
    /// Empty, or an address that does not begin with `https://`.
    NotHttps,
    /// None by itself: it must be seen together with others.
    None,
}

impl Risky {
    /// Whether a value, or its absence, is risky. A value that cannot be known (a reference) is not asked for here.
    ///
    /// ```
    /// use dify::settings::Risky;
    /// assert!(Risky::On.matches(Some("True")) && !Risky::On.matches(None));
    /// assert!(Risky::OnOrUnset.matches(None));
    /// assert!(Risky::Everything.matches(Some("https://a.example, *")));
    /// ```
    #[must_use]
    pub fn matches(self, value: Option<&str>) -> bool {
        let Some(value) = value.map(str::trim) else { return matches!(self, Risky::OnOrUnset | Risky::NotHttps) };
        match self {
            Risky::On | Risky::OnOrUnset => is_on(value),
            Risky::Off => is_off(value),
            Risky::OneOf(values) => values.iter().any(|one| value.eq_ignore_ascii_case(one)),
            Risky::Everything => value.split(',').any(|origin| origin.trim() == "*"),
            Risky::NotHttps => !value.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")),
            Risky::None => false,
        }
    }
}

/// Whether Dify reads the value as true (pydantic's and Go's words).
#[must_use]
pub fn is_on(value: &str) -> bool {
    ["true", "1", "yes", "on", "y", "t"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether Dify reads the value as false.
#[must_use]
pub fn is_off(value: &str) -> bool {
    ["false", "0", "no", "off", "n", "f"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name of the variable.
    pub name: &'static str,
    /// What it does, and what the risk is.
    pub meaning: Text,
    /// Which values are risky.
    pub risky: Risky,
}

impl Setting {
    /// The components that read it, by their entries.
    #[must_use]
    pub fn readers(&self) -> Vec<Component> {
        Component::ALL.iter().copied().filter(|component| component.entry().reads.contains(&self.name)).collect()
    }
}

const fn setting(name: &'static str, risky: Risky, meaning: Text) -> Setting {
    Setting { name, meaning, risky }
}

/// The settings that matter. D:api/configs, D:api/libs, P:internal/types/app/config.go, S:internal/static/config.go.
#[rustfmt::skip]
pub static SETTINGS: &[Setting] = &[
    setting(LOGIN_DISABLED, Risky::On, Text::new(
        "turns authentication off: a help for tests, never for a deployment",
        "認証を無効にする。テスト用であり、実際の環境で使うものではない")),
    setting(DEBUG, Risky::On, Text::new(
        "starts the development server, which shows the program's inside on an error",
        "開発用サーバーで起動し、エラー時に内部の情報を表示する")),
    setting(FLASK_DEBUG, Risky::On, Text::new(
        "shows the program's inside on an error",
        "エラー時に内部の情報を表示する")),
    setting(SWAGGER_UI_ENABLED, Risky::OnOrUnset, Text::new(
        "shows every route at /swagger-ui.html; on unless it is switched off",
        "/swagger-ui.html ですべての API を公開する。明示的に無効にしない限り有効")),
    setting(ENABLE_REQUEST_LOGGING, Risky::On, Text::new(
        "logs each request; together with LOG_LEVEL=DEBUG the bodies too, passwords included",
        "要求をすべてログに残す。LOG_LEVEL=DEBUG と併せると、パスワードを含む本文まで記録される")),
    setting(LOG_LEVEL, Risky::OneOf(&["DEBUG"]), Text::new(
        "DEBUG writes internals into the log; together with ENABLE_REQUEST_LOGGING passwords too",
        "DEBUG は内部の情報をログに出力する。ENABLE_REQUEST_LOGGING と併せるとパスワードも記録される")),
    setting(WEB_API_CORS_ALLOW_ORIGINS, Risky::Everything, Text::new(
        "which sites may call the web apps' API from a browser; `*` lets every site",
        "ブラウザーから Web アプリの API を呼べるサイト。`*` はすべてのサイトを許可する")),
    setting(CONSOLE_CORS_ALLOW_ORIGINS, Risky::Everything, Text::new(
        "which sites may call the console's API from a browser; `*` lets every site",
        "ブラウザーからコンソールの API を呼べるサイト。`*` はすべてのサイトを許可する")),
    setting(CONSOLE_WEB_URL, Risky::NotHttps, Text::new(
        "the console's address; unless both addresses are https, session cookies are sent without protection",
        "コンソールのアドレス。両方のアドレスが https でないと、セッションの Cookie が保護なしで送られる")),
    setting(CONSOLE_API_URL, Risky::NotHttps, Text::new(
        "the console API's address; unless both addresses are https, session cookies are sent without protection",
        "コンソール API のアドレス。両方のアドレスが https でないと、セッションの Cookie が保護なしで送られる")),
    setting(ADMIN_API_KEY_ENABLE, Risky::On, Text::new(
        "one key acts as the owner of every workspace",
        "1つの鍵で、すべてのワークスペースの所有者として操作できるようになる")),
    setting(ALLOW_EMBED, Risky::On, Text::new(
        "lets other sites embed the pages, which makes clickjacking possible",
        "他のサイトへの埋め込みを許可し、クリックジャッキングを可能にする")),
    setting(ALLOW_UNSAFE_DATA_SCHEME, Risky::On, Text::new(
        "shows data: links, which can carry script",
        "スクリプトを含みうる data: リンクを表示する")),
    setting(HTTP_REQUEST_NODE_SSL_VERIFY, Risky::Off, Text::new(
        "whether HTTP nodes check certificates",
        "HTTP ノードが証明書を検証するかどうか")),
    setting(CODE_EXECUTION_SSL_VERIFY, Risky::Off, Text::new(
        "whether the connection to the sandbox checks certificates",
        "サンドボックスへの接続で証明書を検証するかどうか")),
    setting(SSRF_PROXY_ALL_URL, Risky::None, Text::new(
        "the proxy for addresses that users choose; without it both others are needed",
        "利用者が指定した宛先用のプロキシ。これがなければ他の2つが両方必要")),
    setting(SSRF_PROXY_HTTP_URL, Risky::None, Text::new(
        "the proxy for http; ignored unless SSRF_PROXY_HTTPS_URL is set too",
        "http 用のプロキシ。SSRF_PROXY_HTTPS_URL も設定しないと無視される")),
    setting(SSRF_PROXY_HTTPS_URL, Risky::None, Text::new(
        "the proxy for https; ignored unless SSRF_PROXY_HTTP_URL is set too",
        "https 用のプロキシ。SSRF_PROXY_HTTP_URL も設定しないと無視される")),
    setting(SSRF_PROXY_ALLOW_PRIVATE_IPS, Risky::None, Text::new(
        "private addresses that the proxy lets through (1.15 and later)",
        "プロキシが通過を許す内部アドレス(1.15 以降)")),
    setting(SSRF_PROXY_ALLOW_PRIVATE_DOMAINS, Risky::None, Text::new(
        "names with private addresses that the proxy lets through (1.15 and later)",
        "プロキシが通過を許す内部のドメイン名(1.15 以降)")),
    setting(FORCE_VERIFYING_SIGNATURE, Risky::Off, Text::new(
        "whether only signed plugins can be installed; on unless it is switched off",
        "署名済みのプラグインだけを導入できるようにするかどうか。既定は有効")),
    setting(ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES, Risky::Off, Text::new(
        "whether plugins that claim to be langgenius' must carry its signature; on unless it is switched off",
        "langgenius 製を名乗るプラグインに本物の署名を求めるかどうか。既定は有効")),
    setting(PPROF_ENABLED, Risky::On, Text::new(
        "shows the daemon's memory and profile to whoever reaches it",
        "到達できる者に、デーモンのメモリやプロファイルを見せる")),
    setting(ADMIN_API_ENABLED, Risky::On, Text::new(
        "opens the daemon's administration, guarded by one key",
        "1つの鍵だけで守られた、デーモンの管理用 API を開く")),
    setting(PLUGIN_REMOTE_INSTALLING_ENABLED, Risky::OnOrUnset, Text::new(
        "lets developers connect plugins from outside on port 5003; on unless it is switched off",
        "外部の開発者が 5003 番ポートからプラグインを接続できるようにする。既定は有効")),
    setting(ENABLE_NETWORK, Risky::None, Text::new(
        "whether users' code may use the network; the api asks for it in each run, and only a network policy enforces a path",
        "利用者のコードに通信を許すかどうか。API は実行のたびに許可を求め、経路を強制できるのは NetworkPolicy だけ")),
    setting(ENABLE_PRELOAD, Risky::On, Text::new(
        "runs a script of the caller before the sandbox closes; an escape before 0.2.10",
        "隔離の前に呼び出し元のスクリプトを実行する。0.2.10 より前では抜け道になる")),
    setting(GIN_MODE, Risky::OneOf(&["debug"]), Text::new(
        "debug writes more into the log than is needed",
        "debug は必要以上の情報をログに出力する")),
    setting(AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED, Risky::On, Text::new(
        "lets everybody who reaches Weaviate read and change everything without a key",
        "Weaviate に到達できる者なら誰でも、鍵なしですべてを読み書きできるようになる")),
    setting(AUTHENTICATION_APIKEY_ENABLED, Risky::Off, Text::new(
        "whether Weaviate asks for a key",
        "Weaviate が鍵を求めるかどうか")),
    setting(ALLOW_EMPTY_PASSWORD, Risky::On, Text::new(
        "lets bitnami's images start without a password",
        "bitnami のイメージがパスワードなしで起動することを許す")),
    setting(CHECK_UPDATE_URL, Risky::None, Text::new(
        "who is asked for new versions; empty switches it off",
        "新しい版の有無を問い合わせる先。空なら問い合わせない")),
];

/// What the catalogue says of a setting.
///
/// ```
/// use dify::settings::{describe, LOGIN_DISABLED};
/// assert!(describe(LOGIN_DISABLED).is_some_and(|setting| setting.risky.matches(Some("true"))));
/// ```
#[must_use]
pub fn describe(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// Settings of which even the strangest value holds no credential, besides switches and numbers of [`SETTINGS`].
static PUBLIC: &[&str] = &[
    MODE,
    DEPLOY_ENV,
    "EDITION",
    LOG_OUTPUT_FORMAT,
    "LOG_TZ",
    "LOG_DATEFORMAT",
    COOKIE_DOMAIN,
    RESPECT_XFORWARD_HEADERS_ENABLED,
    MIGRATION_ENABLED,
    VECTOR_STORE,
    DB_TYPE,
    STORAGE_TYPE,
    REDIS_USE_SSL,
    DB_SSL_MODE,
    "DB_PORT",
    "REDIS_PORT",
    "REDIS_DB",
    "SANDBOX_PORT",
    "SERVER_PORT",
    "WORKER_TIMEOUT",
    "MAX_WORKERS",
    "MAX_REQUESTS",
    "CELERY_BACKEND",
    "REDIS_USE_SENTINEL",
    "REDIS_USE_CLUSTERS",
    "BROKER_USE_SSL",
    "MARKETPLACE_ENABLED",
    "PLUGIN_STORAGE_TYPE",
    "PLUGIN_REMOTE_INSTALLING_PORT",
    "ACCESS_TOKEN_EXPIRE_MINUTES",
    "REFRESH_TOKEN_EXPIRE_DAYS",
    "FILES_ACCESS_TIMEOUT",
    "ENABLE_COLLABORATION_MODE",
    "PROMETHEUS_ENABLED",
];

/// Settings of [`SETTINGS`] whose value may hold a credential or tell about the inside: a proxy's address can carry a password.
static HIDDEN: &[&str] = &[
    SSRF_PROXY_ALL_URL,
    SSRF_PROXY_HTTP_URL,
    SSRF_PROXY_HTTPS_URL,
    SSRF_PROXY_ALLOW_PRIVATE_IPS,
    SSRF_PROXY_ALLOW_PRIVATE_DOMAINS,
    CHECK_UPDATE_URL,
];

/// Whether the value of a setting may be shown to a person. Only settings that can never hold a credential: everything that
/// is not named here is hidden, whatever its name looks like.
///
/// ```
/// use dify::settings::is_public;
/// assert!(is_public("LOG_LEVEL") && is_public("WEB_API_CORS_ALLOW_ORIGINS"));
/// assert!(!is_public("SSRF_PROXY_HTTP_URL") && !is_public("SOMETHING_NEW"));
/// ```
#[must_use]
pub fn is_public(name: &str) -> bool {
    PUBLIC.contains(&name) || (describe(name).is_some() && !HIDDEN.contains(&name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use lang::Lang;

    use super::*;
    use crate::judgement::looks_like_credential;

    #[test]
    fn settings_are_unique_and_texts_complete() {
        let mut seen = HashSet::new();
        for setting in SETTINGS {
            assert!(seen.insert(setting.name), "{} twice", setting.name);
            assert!(!setting.readers().is_empty(), "{}", setting.name);
            assert!(Lang::ALL.iter().all(|&lang| !setting.meaning.get(lang).is_empty()));
        }
        for name in PUBLIC {
            assert!(seen.insert(name), "{name} twice");
        }
        for &component in Component::ALL {
            for name in component.entry().reads {
                assert!(describe(name).is_some(), "{component} reads {name}, of which nothing is told");
            }
        }
    }

    #[test]
    fn what_is_public_is_no_credential() {
        for name in SETTINGS.iter().map(|setting| setting.name).chain(PUBLIC.iter().copied()) {
            assert!(!looks_like_credential(name), "{name}");
        }
        for entry in crate::credential::CREDENTIALS {
            assert!(!is_public(entry.setting), "{}", entry.setting);
        }
        for name in HIDDEN {
            assert!(describe(name).is_some() && !is_public(name), "{name}");
        }
    }

    #[test]
    fn risky_values() {
        for (risky, value, expected) in [
            (Risky::On, Some("true"), true),
            (Risky::On, Some(" TRUE "), true),
            (Risky::On, Some("1"), true),
            (Risky::On, Some("false"), false),
            (Risky::On, Some(""), false),
            (Risky::On, None, false),
            (Risky::OnOrUnset, None, true),
            (Risky::OnOrUnset, Some("false"), false),
            (Risky::Off, Some("False"), true),
            (Risky::Off, None, false),
            (Risky::OneOf(&["DEBUG"]), Some("debug"), true),
            (Risky::OneOf(&["DEBUG"]), Some("INFO"), false),
            (Risky::Everything, Some("*"), true),
            (Risky::Everything, Some("https://*.example"), false),
            (Risky::Everything, None, false),
            (Risky::NotHttps, Some("https://dify.example"), false),
            (Risky::NotHttps, Some("HTTPS://dify.example"), false),
            (Risky::NotHttps, Some("http://dify.example"), true),
            (Risky::NotHttps, Some("日本語のアドレス"), true),
            (Risky::NotHttps, Some(""), true),
            (Risky::NotHttps, None, true),
            (Risky::None, Some("true"), false),
        ] {
            assert_eq!(risky.matches(value), expected, "{risky:?} {value:?}");
        }
    }
}
