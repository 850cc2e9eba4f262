//! The port that a container really listens on. What it declares is not believed.

use dify::flow::Audience;
use dify::{Component, Family};
use lang::Text;

use super::start::Start;
use super::{Needs, Told};
use crate::directive::nginx;

impl Needs<'_> {
    /// The port for clients.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn listener(&self) -> Result<u16, Text> {
        match self.component {
            Component::Nginx => self.listener_of_nginx(),
            Component::SsrfProxy | Component::AgentSsrfProxy => self.listener_of_squid(),
            Component::Redis => self.listener_of_redis(),
            Component::Postgres | Component::Pgvector => self.listener_of_postgres(),
            Component::Weaviate => self.listener_of_weaviate(),
            Component::ObjectStore => self.by_option(&["address"], "MINIO_ADDRESS"),
            Component::Mysql => self.by_option(&["port"], "MYSQL_TCP_PORT"),
            Component::Api | Component::ApiWebsocket => {
                self.bound_to_all("DIFY_BIND_ADDRESS")?;
                self.by_variables()
            }
            Component::Web => {
                self.bound_to_all("HOSTNAME")?;
                self.by_variables()
            }
            _ => self.by_variables(),
        }
    }

    fn usual(&self) -> Result<u16, Text> {
        let ports = self.component.entry().ports;
        let usual = ports.iter().find(|it| it.usual && it.audience == Audience::Clients);
        usual.map(|it| it.number).ok_or_else(|| self.missing())
    }

    /// The catalogue's port, unless one of the variables that move it says another.
    fn by_variables(&self) -> Result<u16, Text> {
        let ports = self.component.entry().ports;
        let usual = ports.iter().find(|it| it.usual && it.audience == Audience::Clients);
        for variable in usual.map_or(&[][..], |it| it.moved_by) {
            if let Some(value) = self.word(variable)? {
                return port(value, variable);
            }
        }
        self.usual()
    }

    fn by_option(&self, options: &[&str], variable: &str) -> Result<u16, Text> {
        let told = match self.option(options) {
            Some(value) => Some(value),
            None => self.word(variable)?,
        };
        told.map_or_else(|| self.usual(), |value| port(value.rsplit(':').next().unwrap_or(value), variable))
    }

    /// kubelet asks the pod's address: what listens on the loopback alone does not answer.
    fn bound_to_all(&self, variable: &str) -> Result<(), Text> {
        match self.told(variable) {
            Told::Value(value) if value.starts_with("127.") || matches!(value, "localhost" | "::1") => {
                Err(lang::text!(
                    "`{variable}` makes it listen on the loopback alone, where the kubelet does not reach it",
                    "`{variable}` の設定でループバックだけで待ち受けており、kubelet から届かないため"
                ))
            }
            Told::Hidden(why) => Err(why),
            Told::Value(_) | Told::Unset => Ok(()),
        }
    }

    fn listener_of_nginx(&self) -> Result<u16, Text> {
        let files = self.files();
        let own: Vec<_> = files.iter().filter(|it| it.path.contains("nginx")).collect();
        let mut found: Vec<(bool, u16)> = Vec::new();
        for text in own.iter().filter_map(|it| it.text) {
            for directive in nginx(text).into_iter().filter(|it| it.name() == "listen") {
                let Some(at) = directive.words.get(1) else { continue };
                let at = match at.strip_prefix("${").and_then(|it| it.strip_suffix('}')) {
                    Some(variable) => self.word(variable)?.unwrap_or(at),
                    None => at,
                };
                let number = at.rsplit(':').next().unwrap_or(at);
                if !at.starts_with("unix:")
                    && let Ok(number) = number.parse()
                {
                    found.push((directive.words.contains(&"ssl"), number));
                }
            }
        }
        found.sort_by_key(|it| it.0);
        if let Some((_, number)) = found.first() {
            return Ok(*number);
        }
        let hidden = self
            .mounts()
            .any(|(path, _)| path.contains("nginx") && (path.contains("conf") || path.contains("templates")));
        if hidden {
            return Err(Text::new(
                "the port that nginx listens on does not stand in the input",
                "nginx の待ち受けポートが入力に書かれていないため",
            ));
        }
        match self.profile.family {
            Family::Debian | Family::Alpine => Ok(80),
            Family::Unprivileged => Ok(8080),
            _ => Err(self.missing()),
        }
    }

    fn listener_of_squid(&self) -> Result<u16, Text> {
        let files = self.files();
        let texts = files.iter().filter(|it| it.path.contains("squid")).filter_map(|it| it.text);
        for text in texts {
            for line in text.lines().map(str::trim) {
                let Some(rest) = line.strip_prefix("http_port ") else { continue };
                let word = rest.split_whitespace().next().unwrap_or("");
                let word = match word.strip_prefix("${").and_then(|it| it.strip_suffix('}')) {
                    Some(variable) => self.word(variable)?.unwrap_or(word),
                    None => word,
                };
                return port(word.rsplit(':').next().unwrap_or(word), "http_port");
            }
        }
        self.by_variables()
    }

    fn listener_of_redis(&self) -> Result<u16, Text> {
        let tls = self.words().iter().any(|it| it.contains("tls-"))
            || matches!(self.told("REDIS_TLS_ENABLED"), Told::Value(it) if !matches!(it, "no" | "false"));
        if tls {
            return Err(Text::new(
                "it serves TLS, and with which certificate it would have to be asked is not known",
                "TLS で待ち受けており、どの証明書で問い合わせればよいかわからないため",
            ));
        }
        if let Some(value) = self.option(&["port"]) {
            let value = value
                .trim_start_matches("$(")
                .trim_start_matches("${")
                .trim_end_matches([')', '}'])
                .trim_start_matches('$');
            return match value.parse::<u16>() {
                Ok(number) => Ok(number),
                Err(_) => self.word(value)?.map_or_else(|| Err(self.missing()), |it| port(it, "port")),
            };
        }
        if self.profile.family == Family::Bitnami {
            for variable in ["REDIS_PORT_NUMBER", "REDIS_PORT"] {
                if let Some(value) = self.word(variable)? {
                    return port(value, variable);
                }
            }
            return self.usual();
        }
        let files = self.files();
        for name in self.words().into_iter().filter(|it| it.ends_with(".conf")) {
            let Some(text) = files.iter().find(|it| it.path == name).and_then(|it| it.text) else {
                return Err(lang::text!(
                    "its configuration {name} is not in the input",
                    "設定ファイル {name} が入力に含まれていないため"
                ));
            };
            if text.lines().any(|line| line.trim().starts_with("tls-port")) {
                return Err(self.missing());
            }
            if let Some(value) = text.lines().find_map(|line| line.trim().strip_prefix("port ")) {
                return port(value.trim(), "port");
            }
        }
        self.usual()
    }

    fn listener_of_postgres(&self) -> Result<u16, Text> {
        if let Some(value) = self.option(&["p", "port"]) {
            return port(value, "-p");
        }
        if let Some(value) = self.words().iter().find_map(|it| it.trim_start_matches("-c").strip_prefix("port=")) {
            return port(value, "port");
        }
        if self.words().iter().any(|it| it.contains("config_file")) {
            return Err(Text::new(
                "its own configuration file may name another port",
                "独自の設定ファイルで別のポートを指定している可能性があるため",
            ));
        }
        let variables: &[&str] =
            if self.profile.family == Family::Bitnami { &["POSTGRESQL_PORT_NUMBER", "PGPORT"] } else { &["PGPORT"] };
        for variable in variables {
            if let Some(value) = self.word(variable)? {
                return port(value, variable);
            }
        }
        Ok(5432)
    }

    /// Without a flag it takes any port that is free; the image's own arguments name 8080.
    fn listener_of_weaviate(&self) -> Result<u16, Text> {
        if self.option(&["scheme"]).is_some_and(|it| it != "http") {
            return Err(self.missing());
        }
        match self.option(&["port"]) {
            Some(value) => port(value, "port"),
            None if self.start() == Start::Image && self.words().is_empty() => Ok(8080),
            None => Err(self.missing()),
        }
    }
}

fn port(text: &str, name: &str) -> Result<u16, Text> {
    text.trim()
        .parse::<u16>()
        .ok()
        .filter(|it| *it > 0)
        .ok_or_else(|| lang::text!("`{name}` does not hold a port's number", "`{name}` の値がポート番号ではないため"))
}
