//! `sekisho secrets encrypt`: plain files become stores, in place. All of them can be encrypted, or none is touched.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use credentials::OperatingSystem;
use lang::{list, plural, text};
use vault::{Error, Recipient, Selection, sops};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::store::{self, Store};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let named: Vec<&String> = matches.get_many("recipient").into_iter().flatten().collect();
    let named: Vec<Recipient> =
        named.into_iter().map(|it| store::recipient("--recipient", it)).collect::<Result<_, _>>()?;
    let at = store::now()?;
    told.worked_on_files();
    let mut encrypted = Vec::new();
    for path in matches.get_many::<PathBuf>("file").into_iter().flatten() {
        let file = Store::open(path)?;
        let (readers, selection) = readers(path, &named, Selection::default())?;
        let new = sops::encrypt_chosen(file.text(), file.format, &readers, selection, at, &mut OperatingSystem)
            .map_err(|error| file.failure(&error))?;
        encrypted.push((file, new, readers));
    }
    for (file, new, readers) in &encrypted {
        file.replace(new)?;
        let (path, n, s) = (file.path.display(), readers.len(), plural(readers.len()));
        let readers = list(readers.iter().map(Recipient::as_str));
        let (en, ja) = readers.both();
        let done =
            text!("{path} encrypted to {n} recipient{s}: {en}", "{path} を {n} 人の受信者に暗号化しました: {ja}");
        told.print(done.get(console.lang));
    }
    let note = lang::Text::new(
        "note: what was committed or copied before it was encrypted stays readable there: rotate those values",
        "注: 暗号化の前にコミットやコピーをした平文はそのまま残ります。該当する値を更新してください",
    );
    told.note(note.get(console.lang));
    Ok(Exit::Fine)
}

/// Who reads a file, and which values are encrypted: what is named, else the rule of `.sops.yaml`.
pub(crate) fn readers(
    path: &Path,
    named: &[Recipient],
    otherwise: Selection,
) -> Result<(Vec<Recipient>, Selection), Failure> {
    let around = store::rules_around(path)?;
    let rule = around.as_ref().and_then(|(file, rules, inside)| rules.rule_for(inside).map(|rule| (file, rule)));
    let selection = rule.map(|(_, rule)| rule.selection.clone()).unwrap_or(otherwise);
    if !named.is_empty() {
        return Ok((named.to_vec(), selection));
    }
    let Some((file, rule)) = rule else { return Err(store::failure(path, &Error::NoRecipients)) };
    let (shown, line) = (file.display(), rule.line);
    if rule.has_other_keys {
        return Err(Failure::CouldNot(text!(
            "{shown}:{line}: the rule also names keys that are not age's, which Sekisho does not write: use `sops encrypt`, or name `--recipient`",
            "{shown}:{line}: このルールには age 以外の鍵も含まれますが、Sekisho は扱えません。`sops encrypt` を使うか、`--recipient` で指定してください"
        )));
    }
    let readers = rule.readers().map_err(|error| {
        let reason = error.text();
        let (en, ja) = reason.both();
        Failure::Usage(text!("{shown}:{line}: {en}", "{shown}:{line}: {ja}"))
    })?;
    if readers.is_empty() { Err(store::failure(path, &Error::NoRecipients)) } else { Ok((readers, selection)) }
}
