//! From text to sentences; every mistake with its column and what to write instead.
//!
//! The grammar, small on purpose:
//!
//! ```text
//! sentence = peers "->" claim | "only" peers "->" peers | "nothing" ["except" list] "->" peers
//! claim    = "only" peers | "never" peers | "needs" peers | "nothing" | "default-deny"
//! peers    = list ["except" list]        list = target {"," target}
//! target   = who [":" port ["-" port] ["/" protocol]]
//! who      = component | word | namespace/name["[Kind]"] | address | block | "[" IPv6 "]"
//! ```

use lang::{Text, text};

use crate::language::{Claim, Invariant, Peers, Target, Who, Word};
use crate::target::target;
use crate::token::{Kind, ParseError, Token, tokens};

const KEYWORDS: [&str; 6] = ["only", "never", "needs", "nothing", "except", "default-deny"];

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
        if self.take("default-deny") {
            return Ok(Invariant { from, claim: Claim::DefaultDeny, to: Peers::default() });
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
