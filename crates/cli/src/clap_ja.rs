//! What clap says of wrong arguments, in Japanese too.
//!
//! clap's own sentences are English and good; for Japanese the kinds of mistakes that people make are said again from the
//! error's context, with the suggestion that clap found.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use lang::Lang;

use crate::console::Console;

/// Shows help, the version or a mistake, and says how to end.
pub(crate) fn show(error: &clap::Error, console: &Console) -> ExitCode {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked || console.lang == Lang::En || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
    } else {
        let style = console.error_style();
        let _ = writeln!(io::stderr(), "{style}エラー:{style:#} {}", japanese(error));
    }
    ExitCode::from(if asked { 0 } else { 2 })
}

fn japanese(error: &clap::Error) -> String {
    let of = |kind| error.get(kind).map(text_of).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let reason = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("`{}` というコマンドはありません", of(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("`{argument}` という引数はありません"),
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => format!("`{argument}` には値が必要です"),
        ErrorKind::InvalidValue => {
            let (value, valid) = (of(ContextKind::InvalidValue), of(ContextKind::ValidValue));
            format!("`{argument}` に `{value}` は使えません。使える値: {valid}")
        }
        ErrorKind::ValueValidation => format!("`{argument}` の値 `{}` を解釈できません", of(ContextKind::InvalidValue)),
        ErrorKind::MissingRequiredArgument => format!("引数が足りません: {argument}"),
        ErrorKind::MissingSubcommand => {
            format!("コマンドを指定してください。使えるもの: {}", of(ContextKind::ValidSubcommand))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("`{argument}` の値の数が合いません")
        }
        ErrorKind::NoEquals => format!("`{argument}` には `=` で値を付けてください"),
        ErrorKind::ArgumentConflict => format!("`{argument}` は `{}` と同時に使えません", of(ContextKind::PriorArg)),
        ErrorKind::InvalidUtf8 => "引数が UTF-8 ではありません".to_owned(),
        _ => error.to_string().trim_start_matches("error: ").trim_end().to_owned(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.into_iter().map(of).find(|it| !it.is_empty());
    let near = near.map_or_else(String::new, |near| format!("\n\n  `{near}` のことですか?"));
    format!("{reason}{near}\n\n詳しくは `--help` をご覧ください。")
}

fn text_of(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}
