//! Lines that are no YAML: configuration files inside a ConfigMap, `.env` files, documents that could not be read.
//!
//! Of such a line the name at its head is shown, where its shape leaves no doubt that it is one. A first word alone is not: in
//! `hunter2 # the old one` it is the secret.

use yaml::Span;

use crate::mask::fields::{is_known_name, is_name, is_setting_value};
use crate::mask::line::Builder;
use crate::mask::{HIDDEN, HIDDEN_COMMENT};

/// A line of a block scalar.
pub(super) fn config(out: &mut Builder<'_>, line: Span) {
    let Some(body) = indentation(out, line).and_then(|body| dashes(out, body)) else { return };
    let text = body.slice(out.text());
    if text.starts_with(['#', ';']) || text.starts_with("//") {
        out.replace(body, HIDDEN_COMMENT);
    } else if text.bytes().all(|byte| matches!(byte, b'{' | b'}' | b'[' | b']' | b'(' | b')' | b',' | b';'))
        && text.len() < 4
    {
        out.keep(body);
    } else if let Some(head) = directive(text) {
        out.keep(Span { start: body.start, end: body.start + head as u32 });
        rest(out, Span { start: body.start + head as u32, end: body.end });
    } else {
        assignment(out, body, &["=", ":"]);
    }
}

/// A line of a `.env` file.
pub(super) fn dot_env(out: &mut Builder<'_>, line: Span) {
    let Some(body) = indentation(out, line) else { return };
    let text = body.slice(out.text());
    if text.starts_with('#') {
        out.replace(body, HIDDEN_COMMENT);
        return;
    }
    let mut body = body;
    if text.starts_with("export ") {
        let end = body.start + "export ".len() as u32;
        out.keep(Span { start: body.start, end });
        body.start = end;
        match indentation(out, body) {
            Some(rest) => body = rest,
            None => return,
        }
    }
    assignment(out, body, &["="]);
}

/// A line of a document that could not be read: it may stand inside of a text, so only a well-known `key:` at its head is shown.
pub(super) fn unread(out: &mut Builder<'_>, line: Span) {
    let Some(body) = indentation(out, line).and_then(|body| dashes(out, body)) else { return };
    if body.slice(out.text()).starts_with('#') {
        out.replace(body, HIDDEN_COMMENT);
        return;
    }
    match split(body.slice(out.text()), &[":"]) {
        Some((name, _)) if !is_known_name(name) => out.replace(body, HIDDEN),
        _ => assignment(out, body, &[":"]),
    }
}

/// Keeps the blanks (and a byte order mark) in front; `None` where nothing else is there.
fn indentation(out: &mut Builder<'_>, line: Span) -> Option<Span> {
    let text = line.slice(out.text());
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let blank = text.len() - text[mark..].trim_start().len();
    out.keep(Span { start: line.start + mark as u32, end: line.start + blank as u32 });
    let end = line.start + text.trim_end().len() as u32;
    (line.start + (blank as u32) < end).then_some(Span { start: line.start + blank as u32, end })
}

/// Keeps the dashes of list items; `None` where nothing else is there.
fn dashes(out: &mut Builder<'_>, body: Span) -> Option<Span> {
    let mut body = body;
    while body.slice(out.text()).starts_with("- ") {
        out.keep(Span { start: body.start, end: body.start + 1 });
        body = indentation(out, Span { start: body.start + 1, ..body })?;
    }
    Some(body)
}

/// `name = value`, `"name": value`: the name is shown, and the value where the catalogue says that it is no secret.
fn assignment(out: &mut Builder<'_>, body: Span, signs: &[&str]) {
    let text = body.slice(out.text());
    let Some((name, value)) = split(text, signs) else {
        out.replace(body, HIDDEN);
        return;
    };
    let from = body.start + value as u32;
    out.keep(Span { start: body.start, end: from });
    let value = &text[value..];
    if dify::is_public(name) && is_setting_value(value) {
        out.keep(Span { start: from, end: body.end });
    } else {
        rest(out, Span { start: from, end: body.end });
    }
}

/// The name at the head of a line and where its value begins.
fn split<'a>(text: &'a str, signs: &[&str]) -> Option<(&'a str, usize)> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
    let bare = quote.map_or(text, |quote| text.trim_start_matches(quote));
    let end =
        bare.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'))).unwrap_or(bare.len());
    let (name, behind) = bare.split_at(end);
    let behind = quote.map_or(Some(behind), |quote| behind.strip_prefix(quote))?;
    let sign = behind.trim_start_matches(' ');
    let sign = signs.iter().find_map(|it| sign.strip_prefix(it).map(|rest| (*it, rest)))?;
    let value = sign.1.trim_start_matches(' ');
    // `user:password` and `host:port:db:user:password` have no blank behind the colon; base64 ends in `=`, and a password may hold
    // one.
    let is_dot_env = signs == ["="];
    let fits = match sign.0 {
        ":" => sign.1.is_empty() || sign.1.starts_with(' '),
        _ => is_dot_env || sign.1.starts_with(' ') || is_known_name(name),
    };
    (fits && is_name(name)).then_some((name, text.len() - value.len()))
}

fn rest(out: &mut Builder<'_>, value: Span) {
    if value.start < value.end {
        out.replace(value, HIDDEN);
    }
}

/// The bytes of a well-known first word and the blank behind it.
fn directive(text: &str) -> Option<usize> {
    let word = text.split([' ', '\t']).next()?;
    let behind = text[word.len()..].chars().next()?;
    (DIRECTIVES.binary_search(&word).is_ok()).then_some(word.len() + behind.len_utf8())
}

/// First words of squid, nginx, redis and PostgreSQL configurations.
#[rustfmt::skip]
static DIRECTIVES: &[&str] = &[
    "access_log", "acl", "add_header", "appendonly", "auth_param", "bind", "cache", "cache_dir", "cache_log", "cache_mem", "cache_peer",
    "client_max_body_size", "coredump_dir", "deny_info", "dir", "dns_nameservers", "error_log", "gzip", "host", "hostssl",
    "http_access", "http_port", "https_port", "include", "keepalive_timeout", "listen", "local", "location", "log_format", "logformat",
    "loglevel", "maxclients", "maxmemory", "maxmemory-policy", "never_direct", "pid_filename", "port", "protected-mode", "proxy_buffering",
    "proxy_http_version", "proxy_pass", "proxy_read_timeout", "proxy_send_timeout", "proxy_set_header", "refresh_pattern",
    "rename-command", "reply_header_access", "request_header_access", "requirepass", "resolver", "return", "root", "save", "server",
    "server_name", "ssl_certificate", "ssl_certificate_key", "ssl_protocols", "tcp_outgoing_address", "tls-port", "types", "upstream",
    "user", "via", "visible_hostname", "worker_connections", "worker_processes",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, write: fn(&mut Builder<'_>, Span)) -> String {
        let line = Span { start: 0, end: text.len() as u32 };
        let mut out = Builder::new(text, line);
        write(&mut out, line);
        out.finish(1).text
    }

    #[test]
    fn words_are_sorted() {
        assert!(DIRECTIVES.is_sorted());
    }

    #[test]
    fn of_a_configuration_the_name_is_shown() {
        for (line, expected) in [
            ("  http_access deny all", "  http_access •••"),
            ("acl x src 10.0.0.0/8 # why", "acl •••"),
            ("requirepass hunter2", "requirepass •••"),
            ("hunter2", "•••"),
            ("hunter2 and more", "•••"),
            ("correct horse battery", "•••"),
            ("admin:hunter2", "•••"),
            ("QUJDRA==", "•••"),
            ("QUJDREU=", "•••"),
            ("db_password = hunter2", "db_password = •••"),
            ("  \"password\": \"hunter2\",", "  \"password\": •••"),
            ("DB_PASSWORD=", "DB_PASSWORD="),
            ("db_password=hunter2", "db_password=•••"),
            ("hunter=2", "•••"),
            ("LOG_LEVEL=DEBUG", "LOG_LEVEL=DEBUG"),
            ("# hunter2", "# …"),
            ("};", "};"),
            ("  - - hunter2", "  - - •••"),
            ("関所 hunter2", "•••"),
        ] {
            assert_eq!(shown(line, config), expected);
        }
    }

    #[test]
    fn of_a_dot_env_file_the_name_is_shown() {
        for (line, expected) in [
            ("A=hunter2 # c", "A=•••"),
            ("export SECRET_KEY=\"x y\"", "export SECRET_KEY=•••"),
            ("SECRET_KEY =x", "SECRET_KEY =•••"),
            ("EMPTY=", "EMPTY="),
            ("#A=hunter2", "# …"),
            ("hunter2", "•••"),
            ("DEBUG=true", "DEBUG=true"),
            ("DEBUG=true # hunter2", "DEBUG=•••"),
        ] {
            assert_eq!(shown(line, dot_env), expected);
        }
    }

    #[test]
    fn of_what_could_not_be_read_the_key_is_shown() {
        for (line, expected) in [
            ("  - name: \"hunter2", "  - name: •••"),
            ("password: {{ hunter2 }}", "password: •••"),
            ("containers:", "containers:"),
            ("SOME_TOKEN: hunter2", "SOME_TOKEN: •••"),
            ("hunter2: the old one", "•••"),
            ("{\"a\": 1", "•••"),
            ("\tport: 1", " port: •••"),
        ] {
            assert_eq!(shown(line, unread), expected);
        }
    }
}
