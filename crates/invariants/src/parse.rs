//! From text to sentences; every mistake with its column and what to write instead.
//!
//! The grammar, small on purpose:
//!
//! ```text
//! sentence = peers "->" claim | "only" peers "->" peers | "nothing" ["except" list] "->" peers
//! claim    = "only" peers | "never" peers | "needs" peers | "nothing"
//! peers    = list ["except" list]        list = target {"," target}
//! target   = who [":" port ["-" port] ["/" protocol]]
//! who      = component | word | namespace/name["[Kind]"] | address | block | "[" IPv6 "]"
//! ```

use std::net::IpAddr;

use dify::Component;
use lang::{Lang, Text, list, nearest, text};
use model::{Protocol, WorkloadKind};
use netpol::{IpRange, IpSet};

use crate::language::{Block, Claim, Invariant, Peers, Ports, Target, Who, Word};

/// A mistake in a sentence: of whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{column}: {}", .reason.get(Lang::En))]
pub struct ParseError {
    /// The column of the mistake, in characters from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub reason: Text,
}

const KEYWORDS: [&str; 5] = ["only", "never", "needs", "nothing", "except"];

/// Reads one sentence.
///
/// ```
/// let sentence = invariants::parse("sandbox -> only ssrf-proxy, dns").unwrap();
/// assert_eq!(sentence.to_string(), "sandbox -> only ssrf-proxy, dns");
/// let error = invariants::parse("api -> needs postgress").unwrap_err();
/// assert_eq!(error.column, 14);
/// ```
///
/// # Errors
/// The first mistake.
pub fn parse(sentence: &str) -> Result<Invariant, ParseError> {
    let mut parser = Parser { tokens: tokens(sentence), at: 0, end: sentence.chars().count() + 1 };
    let invariant = parser.sentence()?;
    match parser.peek() {
        None => parser.check(invariant),
        Some(token) => Err(token.wrong(Text::new(
            "the sentence should end here; a list is written with commas",
            "文はここで終わるはずです。複数並べるときはコンマで区切ってください",
        ))),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Comma,
    Arrow,
}

#[derive(Clone)]
struct Token {
    kind: Kind,
    text: String,
    column: usize,
}

impl Token {
    fn wrong(&self, reason: Text) -> ParseError {
        ParseError { column: self.column, reason }
    }

    fn is(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text == keyword
    }
}

fn tokens(sentence: &str) -> Vec<Token> {
    let characters: Vec<char> = sentence.chars().collect();
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    let arrow = |at: usize| characters[at] == '→' || characters[at..].starts_with(&['-', '>']);
    while at < characters.len() {
        let (column, start) = (at + 1, at);
        let kind = match characters[at] {
            it if it.is_whitespace() => {
                at += 1;
                continue;
            }
            ',' | '、' => Kind::Comma,
            _ if arrow(at) => {
                at += usize::from(characters[at] == '-');
                Kind::Arrow
            }
            _ => {
                let ends =
                    |at: usize| matches!(characters[at], ',' | '、') || characters[at].is_whitespace() || arrow(at);
                while at + 1 < characters.len() && !ends(at + 1) {
                    at += 1;
                }
                Kind::Word
            }
        };
        at += 1;
        found.push(Token { kind, text: characters[start..at].iter().collect(), column });
    }
    found
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, keyword: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.is(keyword));
        self.at += usize::from(found);
        found
    }

    fn wrong<T>(&self, reason: Text) -> Result<T, ParseError> {
        Err(ParseError { column: self.peek().map_or(self.end, |token| token.column), reason })
    }

    /// Connections come from any port: a port in front of the arrow would mean nothing.
    fn check(&self, invariant: Invariant) -> Result<Invariant, ParseError> {
        let arrow = self.tokens.iter().position(|it| it.kind == Kind::Arrow).unwrap_or(0);
        let mut from = invariant.from.list.iter().chain(&invariant.from.except);
        let Some(target) = from.find(|it| it.ports.is_some()) else { return Ok(invariant) };
        let who = target.who.to_string();
        let written =
            self.tokens[..arrow].iter().find(|it| it.text.contains(&who) && it.text.ends_with(|it: char| it != ','));
        Err(ParseError {
            column: written.map_or(1, |it| it.column),
            reason: text!(
                "a port belongs behind the arrow: what `{who}` connects from does not matter",
                "ポートは矢印の後(接続先)に書いてください。`{who}` の送信元ポートは関係ありません"
            ),
        })
    }

    fn sentence(&mut self) -> Result<Invariant, ParseError> {
        if self.take("only") {
            let from = self.peers()?;
            self.arrow()?;
            return Ok(Invariant { from, claim: Claim::OnlyFrom, to: self.peers()? });
        }
        if self.take("nothing") {
            let from = Peers { except: self.except()?, ..Peers::of([Who::Word(Word::Anything)]) };
            self.arrow()?;
            return Ok(Invariant { from, claim: Claim::Never, to: self.peers()? });
        }
        let from = self.peers()?;
        self.arrow()?;
        if self.take("nothing") {
            return Ok(Invariant { from, claim: Claim::OnlyTo, to: Peers::default() });
        }
        let claims = [("only", Claim::OnlyTo), ("never", Claim::Never), ("needs", Claim::Needs)];
        for (keyword, claim) in claims {
            if self.take(keyword) {
                return Ok(Invariant { from, claim, to: self.peers()? });
            }
        }
        self.wrong(Text::new(
            "say what is claimed: `only`, `never`, `needs` or `nothing` stands behind the arrow, as in `api -> needs postgres`",
            "何を主張するのかが書かれていません。矢印の後に `only`、`never`、`needs`、`nothing` のどれかを書いてください(例: `api -> needs postgres`)",
        ))
    }

    fn arrow(&mut self) -> Result<(), ParseError> {
        match self.peek() {
            Some(token) if token.kind == Kind::Arrow => {
                self.at += 1;
                Ok(())
            }
            _ => self.wrong(Text::new(
                "`->` should stand here, between who begins and who answers; a list is written with commas",
                "ここには、接続元と接続先の間の `->` が必要です。複数並べるときはコンマで区切ってください",
            )),
        }
    }

    fn peers(&mut self) -> Result<Peers, ParseError> {
        let list = self.list()?;
        Ok(Peers { list, except: self.except()? })
    }

    fn except(&mut self) -> Result<Vec<Target>, ParseError> {
        if self.take("except") { self.list() } else { Ok(Vec::new()) }
    }

    fn list(&mut self) -> Result<Vec<Target>, ParseError> {
        let mut found = vec![self.target()?];
        while self.peek().is_some_and(|token| token.kind == Kind::Comma) {
            self.at += 1;
            found.push(self.target()?);
        }
        Ok(found)
    }

    fn target(&mut self) -> Result<Target, ParseError> {
        match self.peek().cloned() {
            Some(token) if token.kind == Kind::Word && !KEYWORDS.contains(&&*token.text) => {
                self.at += 1;
                target(&token)
            }
            Some(token) if token.kind == Kind::Word => {
                let word = &token.text;
                Err(token.wrong(text!(
                    "a peer should stand here, not `{word}`: a component (`api`), `namespace/name`, an address, or a word such as `dns`",
                    "ここには `{word}` ではなく接続相手が必要です。コンポーネント(`api`)、`namespace/name`、アドレス、`dns` などの語を書いてください"
                )))
            }
            _ => self.wrong(Text::new(
                "a peer is missing here: a component (`api`), `namespace/name`, an address, or a word such as `dns`",
                "接続相手がありません。コンポーネント(`api`)、`namespace/name`、アドレス、`dns` などの語を書いてください",
            )),
        }
    }
}

fn target(token: &Token) -> Result<Target, ParseError> {
    if let Some(set) = addresses(&token.text) {
        return Ok(Target::new(Who::Addresses(Block { text: token.text.clone(), set })));
    }
    let (who, ports) = split_ports(token)?;
    let token = Token { text: who, ..token.clone() };
    Ok(Target { who: read_who(&token)?, ports })
}

/// Cuts `:5432/TCP` off; `[fd00::1]:443` keeps the colons of IPv6 apart.
fn split_ports(token: &Token) -> Result<(String, Option<Ports>), ParseError> {
    if let Some((address, rest)) = token.text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let ports = match rest.strip_prefix(':') {
            Some(ports) => Some(read_ports(token, address.chars().count() + 3, ports)?),
            None if rest.is_empty() => None,
            None => return Err(token.wrong(port_form())),
        };
        return Ok((address.to_owned(), ports));
    }
    match token.text.rsplit_once(':') {
        Some((who, ports)) if !who.contains(':') => {
            Ok((who.to_owned(), Some(read_ports(token, who.chars().count() + 1, ports)?)))
        }
        _ => Ok((token.text.clone(), None)),
    }
}

fn port_form() -> Text {
    Text::new(
        "a port is written as `:5432`, `:53/UDP` or `:7000-7001/TCP`, from 1 to 65535",
        "ポートは `:5432`、`:53/UDP`、`:7000-7001/TCP` のように 1 から 65535 の範囲で書いてください",
    )
}

fn read_ports(token: &Token, offset: usize, ports: &str) -> Result<Ports, ParseError> {
    let wrong = || ParseError { column: token.column + offset, reason: port_form() };
    let (range, protocol) = ports.split_once('/').unwrap_or((ports, "TCP"));
    let protocol = Protocol::from_name(&protocol.to_ascii_uppercase()).ok_or_else(wrong)?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        if digits { text.parse::<u16>().ok().filter(|it| *it > 0) } else { None }
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => Ok(Ports { first, last, protocol }),
        _ => Err(wrong()),
    }
}

fn addresses(text: &str) -> Option<IpSet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(IpRange::single(address).into()),
        Err(_) => IpSet::from_cidr(text),
    }
}

fn read_who(token: &Token) -> Result<Who, ParseError> {
    let name = &token.text;
    if let Some(set) = addresses(name) {
        return Ok(Who::Addresses(Block { text: name.clone(), set }));
    }
    if let Some(component) = Component::from_id(name) {
        return Ok(Who::Component(component));
    }
    if let Some(word) = Word::ALL.iter().find(|word| word.name() == name) {
        return Ok(Who::Word(*word));
    }
    match name.split_once('/') {
        Some((namespace, rest)) if is_name(namespace) => workload(token, namespace, rest),
        _ => Err(token.wrong(unknown(name))),
    }
}

fn workload(token: &Token, namespace: &str, rest: &str) -> Result<Who, ParseError> {
    let (name, kind) = match rest.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((name, kind)) => (name, Some(kind)),
        None => (rest, None),
    };
    let known = kind.map(|kind| KINDS.into_iter().find(|it| it.name() == kind));
    if known == Some(None) {
        let kinds = list(KINDS.map(WorkloadKind::name));
        let (en, ja) = (kinds.get(Lang::En), kinds.get(Lang::Ja));
        let kind = kind.unwrap_or_default();
        return Err(token.wrong(text!(
            "`{kind}` is no kind of workload: {en}",
            "`{kind}` というワークロードの種類はありません。使えるもの: {ja}"
        )));
    }
    if !is_name(name) {
        let full = &token.text;
        return Err(token.wrong(text!(
            "`{full}` is neither `namespace/name` nor a block of addresses such as 10.0.0.0/8",
            "`{full}` は `namespace/name` でも 10.0.0.0/8 のようなアドレス範囲でもありません"
        )));
    }
    Ok(Who::Workload { namespace: namespace.to_owned(), name: name.to_owned(), kind: known.flatten() })
}

const KINDS: [WorkloadKind; 8] = [
    WorkloadKind::Deployment,
    WorkloadKind::StatefulSet,
    WorkloadKind::DaemonSet,
    WorkloadKind::ReplicaSet,
    WorkloadKind::ReplicationController,
    WorkloadKind::Job,
    WorkloadKind::CronJob,
    WorkloadKind::Pod,
];

/// A name as Kubernetes takes it (RFC 1123), and not a bare number.
fn is_name(text: &str) -> bool {
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.');
    !text.is_empty()
        && text.chars().all(plain)
        && text.starts_with(|it: char| it.is_ascii_alphanumeric())
        && text.parse::<IpAddr>().is_err()
}

fn unknown(name: &str) -> Text {
    let words = Word::ALL.iter().map(|word| word.name());
    let known: Vec<&str> = Component::ALL.iter().map(|it| it.id()).chain(words.clone()).collect();
    if let Some(near) = nearest(name, &known) {
        return text!("there is no `{name}`; did you mean `{near}`?", "`{name}` はありません。`{near}` のことですか?");
    }
    let words = list(words);
    let (en, ja) = (words.get(Lang::En), words.get(Lang::Ja));
    text!(
        "`{name}` is neither a component, nor `namespace/name`, nor an address, nor one of the words {en}",
        "`{name}` は、コンポーネントでも `namespace/name` でもアドレスでもなく、次の語でもありません: {ja}"
    )
}
