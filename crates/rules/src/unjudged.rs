//! Entry points that are not looked into: routes of other controllers, and pieces of a proxy's own configuration.

use lang::{Text, text};
use model::{Meta, OtherKind};

use crate::facts::Facts;

/// How many are named.
const NAMED: usize = 3;

/// Directives of nginx that lead a request nowhere else, by their first letters.
const HARMLESS: &[&str] = &[
    "add_header",
    "allow",
    "chunked_transfer_encoding",
    "client_",
    "deny",
    "expires",
    "gzip",
    "keepalive_",
    "large_client_header_buffers",
    "limit_",
    "more_",
    "proxy_buffer",
    "proxy_busy_buffers_size",
    "proxy_connect_timeout",
    "proxy_hide_header",
    "proxy_http_version",
    "proxy_max_temp_file_size",
    "proxy_pass_header",
    "proxy_read_timeout",
    "proxy_request_buffering",
    "proxy_send_timeout",
    "proxy_set_header",
    "send_timeout",
    "server_tokens",
    "ssl_",
];

/// Why it cannot be told what outsiders reach; `None` where every entry point of the input is judged.
pub(crate) fn entry_points(facts: &Facts<'_>) -> Option<Text> {
    let inventory = facts.inventory;
    let foreign = inventory.others.iter().filter(|it| it.kind == OtherKind::EntryPoint).map(|it| named(&it.meta));
    let snippets = inventory.routes.iter().filter_map(|it| snippet(&it.meta));
    let mut all: Vec<String> = foreign.chain(snippets).collect();
    let n = all.len();
    all.truncate(NAMED);
    let list = all.join(", ");
    match n {
        0 => None,
        _ if n > NAMED => {
            let more = n - NAMED;
            Some(text!(
                "{list} and {more} more may let outsiders in, and Sekisho does not look into them",
                "{list} ほか {more} 件は外部からの入口になり得ますが、Sekisho は内容を検査しません"
            ))
        }
        _ => Some(text!(
            "{list} may let outsiders in, and Sekisho does not look into it",
            "{list} は外部からの入口になり得ますが、Sekisho は内容を検査しません"
        )),
    }
}

fn named(meta: &Meta) -> String {
    format!("{} `{}`", meta.kind, meta.name.value)
}

/// An annotation that puts lines into the controller's own configuration by which a request could be led elsewhere.
fn snippet(meta: &Meta) -> Option<String> {
    let is_snippet = |key: &str| {
        let name = key.rsplit_once('/').map_or("", |(_, name)| name);
        name.ends_with("-snippet") || name.ends_with("-snippets") || name.starts_with("config-backend")
    };
    let found = meta.annotations.iter().find(|(key, value)| is_snippet(key) && leads(value.value.expose()))?;
    Some(format!("`{}` ({})", found.0, named(meta)))
}

/// Whether any line of a piece of configuration may lead a request elsewhere.
fn leads(snippet: &str) -> bool {
    let lines = snippet.lines().map(|line| line.split('#').next().unwrap_or("").trim());
    let statements = lines.flat_map(|line| line.split(';')).map(str::trim).filter(|it| !it.is_empty());
    { statements }.any(|it| it.contains(['{', '}']) || !HARMLESS.iter().any(|known| it.starts_with(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_lead_nowhere_are_known() {
        for text in ["more_set_headers \"X-Frame-Options: DENY\";", "# a word\nproxy_set_header X-Y $z;\ngzip on;", ""]
        {
            assert!(!leads(text), "{text}");
        }
        for text in [
            "location /x { proxy_pass http://db:5432; }",
            "rewrite ^/x /inner/api;",
            "gzip on; return 302 http://x;",
            "include /etc/nginx/x.conf;",
            "access_by_lua_file /x;",
            "add_header A B; }\nserver { listen 9",
        ] {
            assert!(leads(text), "{text}");
        }
    }
}
