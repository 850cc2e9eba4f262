//! What a container starts: its image's own program, or somebody else's.

use dify::{Component, Family};
use model::Container;

/// What a container starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// What the image starts by itself, its entrypoint first.
    Image,
    /// The server of the image, without its entrypoint.
    Server,
    /// Another program or a script.
    Other,
}

/// What a container starts as a component.
pub(crate) fn start(component: Component, family: Family, container: &Container) -> Start {
    let words = |list: &'_ [model::Located<model::Opaque>]| -> Vec<String> {
        list.iter().map(|it| it.expose().to_owned()).collect()
    };
    let (command, args) = (words(&container.command), words(&container.args));
    if command.is_empty() {
        let given = args.first().map_or("", String::as_str);
        let own = given.is_empty() || given.starts_with('-') || is_server(component, given);
        return if own { Start::Image } else { Start::Other };
    }
    let all: Vec<String> = command.iter().chain(&args).cloned().collect();
    if family == Family::Bitnami && all.iter().any(|it| it.contains("/opt/bitnami/scripts/")) {
        return Start::Image;
    }
    let entry = match name(&all[0]) {
        "sh" | "bash" => all.get(1).map_or("", String::as_str),
        _ => all[0].as_str(),
    };
    if is_entrypoint(component, entry) {
        let given = all.iter().skip_while(|it| *it != entry).nth(1).map_or("", String::as_str);
        let own = given.is_empty() || given.starts_with('-') || is_server(component, given);
        return if own { Start::Image } else { Start::Other };
    }
    if is_server(component, &all[0]) {
        return Start::Server;
    }
    match script(&all) {
        Some(script) if runs_server_alone(component, script) => Start::Server,
        _ => Start::Other,
    }
}

fn name(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

/// The entrypoints of the images, as they are named in their Dockerfiles.
fn is_entrypoint(component: Component, word: &str) -> bool {
    if component.is_dify_own() {
        return matches!(
            word,
            "/entrypoint.sh" | "./entrypoint.sh" | "/app/entrypoint.sh" | "/app/api/docker/entrypoint.sh"
        ) || component == Component::Sandbox && word == "/main"
            || component == Component::PluginDaemon && word == "/app/main";
    }
    name(word) == "docker-entrypoint.sh" && !component.is_proxy()
}

/// The programs that serve.
fn is_server(component: Component, word: &str) -> bool {
    let known: &[&str] = match component {
        Component::Postgres | Component::Pgvector => &["postgres"],
        Component::Redis => &["redis-server"],
        Component::Mysql => &["mysqld"],
        Component::Weaviate => &["weaviate"],
        Component::Qdrant => &["qdrant"],
        Component::ObjectStore => &["minio", "server"],
        Component::Nginx => &["nginx"],
        Component::SsrfProxy | Component::AgentSsrfProxy => &["squid"],
        _ => &[],
    };
    known.contains(&name(word))
}

/// The text of `sh -c`.
fn script(words: &[String]) -> Option<&str> {
    match words {
        [shell, flags, script, ..]
            if matches!(name(shell), "sh" | "bash" | "ash") && flags.starts_with('-') && flags.ends_with('c') =>
        {
            Some(script)
        }
        _ => None,
    }
}

/// A script of one command: the server.
fn runs_server_alone(component: Component, script: &str) -> bool {
    let script = script.trim();
    let script = script.strip_prefix("exec ").unwrap_or(script);
    let lone = !script.contains([';', '|', '>', '<', '`', '\n']) && !script.contains("&&") && !script.contains("$(");
    lone && script.split_whitespace().next().is_some_and(|word| is_server(component, word))
}

/// Programs that change files, users or the node.
const CHANGES: &[&str] = &[
    "apk", "apt", "apt-get", "chgrp", "chmod", "chown", "cp", "curl.sh", "dd", "dnf", "git", "gunzip", "gzip",
    "install", "ip", "iptables", "ln", "mkdir", "mkfifo", "mount", "mv", "npm", "openssl", "patch", "pip", "pip3",
    "rm", "rsync", "sed", "su", "sudo", "sysctl", "tar", "tee", "touch", "truncate", "unzip", "useradd", "yum", "zip",
];

/// Whether a script or command only waits and asks: it needs no user of its own, and writes nowhere. What is not known to is not.
#[must_use]
pub fn waits_only(container: &Container) -> bool {
    const ASKS: &[&str] = &[
        "sh",
        "bash",
        "until",
        "while",
        "do",
        "done",
        "if",
        "then",
        "else",
        "fi",
        "for",
        "in",
        "echo",
        "sleep",
        "nc",
        "ping",
        "curl",
        "wget",
        "nslookup",
        "dig",
        "getent",
        "host",
        "pg_isready",
        "psql",
        "redis-cli",
        "mysqladmin",
        "test",
        "true",
        "false",
        "exit",
        "timeout",
        "printf",
        "date",
    ];
    let words: Vec<&str> = container.command.iter().chain(&container.args).map(|it| it.expose()).collect();
    let text =
        words.join(" ").replace("2>&1", "").replace(">&2", "").replace("2>/dev/null", "").replace("2> /dev/null", "");
    let text = text.replace(">/dev/null", "").replace("> /dev/null", "").replace("&>/dev/null", "");
    if text.contains(['>', '`']) || words.is_empty() {
        return false;
    }
    let tokens: Vec<&str> =
        text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/'))).map(name).collect();
    let asks = tokens.iter().any(|word| ASKS.contains(word) && !matches!(*word, "sh" | "bash"));
    let first = tokens.iter().find(|it| !it.is_empty()).is_some_and(|word| ASKS.contains(word));
    let wget = !tokens.contains(&"wget")
        || ["--spider", "-O-", "-O -", "-qO-", "-qO -", "-q -O -"].iter().any(|it| text.contains(it));
    let curl = !tokens.contains(&"curl") || ![" -o", " -O", "output", "remote-name"].iter().any(|it| text.contains(it));
    asks && first && wget && curl && !tokens.iter().any(|word| CHANGES.contains(word))
}
