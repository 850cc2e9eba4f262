//! URLs of Redis: the same URL with another password, and the URL of a container whose own cannot be seen.

use credentials::notation::userinfo;
use inventory::credentials::password_in_url;
use inventory::environment::{self, Variable};
use zeroize::Zeroizing;

/// Puts a password into every URL of a list (Celery separates Sentinel's with `;`), and leaves the rest as it is. `None` for
/// what is no URL, or one that cannot be taken apart.
pub(crate) fn with_password(urls: &str, password: &str) -> Option<Zeroizing<String>> {
    let mut out = Zeroizing::new(String::with_capacity(urls.len() + 4 * password.len() * urls.split(';').count()));
    for (at, url) in urls.split(';').enumerate() {
        let (before, colon, after) = around(url)?;
        if at > 0 {
            out.push(';');
        }
        for piece in [before, colon, &userinfo(password), "@", after] {
            out.push_str(piece);
        }
    }
    Some(out)
}

/// What stands before a URL's password, the colon that is missing there, and what stands behind the `@`.
fn around(url: &str) -> Option<(&str, &str, &str)> {
    if let Some(password) = password_in_url(url) {
        return Some((&url[..password.start], "", &url[password.end + 1..]));
    }
    let host = url.find("://")? + 3;
    let rest = &url[host..];
    match rest.rfind('@') {
        None => Some((&url[..host], ":", rest)),
        Some(at) if rest[..at].bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~".contains(&it)) => {
            Some((&url[..host + at], ":", &rest[at + 1..]))
        }
        Some(_) => None,
    }
}

/// The URL of a container that shows none, by the variables with which it names its Redis (D:docker/.env.example: the broker
/// is database 1; D-1.16: the agents' is 2). `None` where no host can be seen.
pub(crate) fn built(setting: &str, variables: &[Variable<'_>], password: &str) -> Option<Zeroizing<String>> {
    let known = |name: &str| environment::value(variables, name).map(str::trim).filter(|it| !it.is_empty());
    let host = known("REDIS_HOST")?;
    let port = known("REDIS_PORT").unwrap_or("6379");
    let user = known("REDIS_USERNAME").unwrap_or("");
    let tls = known("REDIS_USE_SSL").is_some_and(|it| it.eq_ignore_ascii_case("true"));
    let database = match setting {
        "CELERY_BROKER_URL" => "1",
        "DIFY_AGENT_REDIS_URL" => "2",
        _ => "0",
    };
    let scheme = if tls { "rediss" } else { "redis" };
    let bare = format!("{scheme}://{user}{}{host}:{port}/{database}", if user.is_empty() { "" } else { "@" });
    with_password(&bare, password)
}

/// The host of the first URL.
pub(crate) fn host(url: &str) -> Option<&str> {
    let rest = &url[url.find("://")? + 3..];
    let rest = password_in_url(url).map_or(rest, |it| &url[it.end + 1..]);
    rest.split([':', '/', '?', ';']).next().filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_put_in_and_the_rest_stays() {
        for (url, expected) in [
            ("redis://:old@redis:6379/1", "redis://:n%23w@redis:6379/1"),
            ("rediss://dify:old@r:1/2?x=y", "rediss://dify:n%23w@r:1/2?x=y"),
            ("redis://redis:6379/1", "redis://:n%23w@redis:6379/1"),
            ("redis://dify@redis:6379/1", "redis://dify:n%23w@redis:6379/1"),
            (
                "sentinel://:a@h1:26379/1;sentinel://:b@h2:26379/1",
                "sentinel://:n%23w@h1:26379/1;sentinel://:n%23w@h2:26379/1",
            ),
            ("redis://:n%23w@redis/1", "redis://:n%23w@redis/1"),
            ("redis://:n#w@redis/1", "redis://:n%23w@redis/1"),
        ] {
            assert_eq!(with_password(url, "n#w").as_deref().map(String::as_str), Some(expected), "{url}");
        }
        for url in ["redis", "redis://:a b@redis/1"] {
            assert!(with_password(url, "n#w").is_none(), "{url}");
        }
    }

    #[test]
    fn hosts() {
        assert_eq!(host("redis://:p@redis:6379/1"), Some("redis"));
        assert_eq!(host("redis://redis/1"), Some("redis"));
        assert_eq!(host("redis"), None);
    }
}
