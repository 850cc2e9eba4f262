//! Writing the Secrets of `secrets setup`, in the form that was asked for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use credentials::OperatingSystem;
use lang::text;
use provision::{Outcome, Plan, Secret};
use source::ReplaceError;
use vault::{Format, Recipient, Selection, sops};
use zeroize::Zeroizing;

use crate::console::Console;
use crate::exit::Failure;
use crate::setup_form::{Form, Target};
use crate::setup_there as there;
use crate::told::Told;
use crate::{cmd_secrets_encrypt, cmd_secrets_generate, store};

/// Writes a plan's Secrets. A file that would not change is left alone; `false` where the plan comes to nothing for it.
pub(crate) fn write(
    plan: &Plan,
    form: &Form,
    target: &Target,
    matches: &ArgMatches,
    console: &Console,
    told: &mut Told,
) -> Result<bool, Failure> {
    let secrets = &plan.secrets;
    let there = there::read(target, form, secrets, matches)?;
    match form {
        Form::Secret => put(target, &provision::manifest(secrets), console, told)?,
        Form::Sops(_) | Form::Age(_) if there.as_ref().is_some_and(|it| there::holds(it, secrets)) => {
            unchanged(target, console, told);
        }
        Form::Sops(named) => put(target, &encrypted(target, secrets, named)?, console, told)?,
        Form::Age(named) => {
            let sealed = vault::age::seal(provision::manifest(secrets).as_bytes(), named);
            put(target, &sealed.map_err(|error| store::failure(target.name(), &error))?, console, told)?;
        }
        Form::Sealed(certificate, scope) => {
            if let Some(there) = &there {
                there::keeps(there, target, secrets)?;
                unchanged(target, console, told);
                return Ok(false);
            }
            let text = seal::sealed(secrets, certificate, *scope, &mut OperatingSystem)
                .map_err(|_| cmd_secrets_generate::no_randomness())?;
            put(target, &text, console, told)?;
        }
        Form::External(store) => {
            if there.is_some() && plan.rows.iter().any(|it| matches!(it.outcome, Outcome::Made)) {
                return Err(stored(target));
            }
            let objects = provision::external::external(secrets, store);
            let values = Zeroizing::new(provision::external::sources(secrets));
            match target {
                Target::File(path, _) if plan.rows.iter().any(|it| matches!(it.outcome, Outcome::Made)) => {
                    // A pipe does not say what became of the values, and the file says from now on that they are in the store.
                    let kept = keep_values(path, &values, console)?;
                    put(target, &objects, console, told).inspect_err(|_| drop(fs::remove_file(&kept)))?;
                    told.keep(kept);
                }
                _ => put(target, &objects, console, told)?,
            }
            told.pass(&values);
        }
    }
    Ok(true)
}

/// The values of an ExternalSecret that is there already are in its store: a new one would take their place.
fn stored(target: &Target) -> Failure {
    let shown = target.name().display();
    Failure::CouldNot(text!(
        "{shown} is there already, so that its values are in the store, where they cannot be seen. Nothing was written: hand them \
         over with --existing",
        "{shown} はすでにあり、値は外部ストアにあって読めません。上書きを避けるため、何も書いていません。--existing で値を渡してください"
    ))
}

/// The Secrets as a file of SOPS. One that is there already keeps its readers and its rule.
fn encrypted(target: &Target, secrets: &[Secret], named: &[Recipient]) -> Result<String, Failure> {
    let path = target.name();
    let failure = |error: vault::Error| store::failure(path, &error);
    let (readers, selection) = match target.before() {
        Some((_, text)) => {
            let outline = sops::outline(text, store::format_of(path)?).map_err(failure)?;
            if !outline.other_kinds.is_empty() {
                let (path, kinds) = (path.display(), outline.other_kinds.join(", "));
                return Err(Failure::CouldNot(text!(
                    "{path} is also opened by keys that are not age's ({kinds}), which Sekisho does not write: nothing was written",
                    "{path} は age 以外の鍵({kinds})でも開けるファイルで、Sekisho は書き込めません。何も書いていません"
                )));
            }
            let readers = outline.recipients.iter().map(|it| store::recipient(&path.display().to_string(), it));
            (readers.collect::<Result<Vec<_>, _>>()?, outline.selection)
        }
        None if matches!(target, Target::Stdout) => (named.to_vec(), Selection::of_secrets()),
        None => cmd_secrets_encrypt::readers(path, named, Selection::of_secrets())?,
    };
    let format = if matches!(target, Target::Stdout) { Format::Yaml } else { store::format_of(path)? };
    if format != Format::Yaml {
        let path = path.display();
        return Err(Failure::Usage(text!(
            "{path}: Secrets are written as YAML; give the file the ending .yaml",
            "{path}: Secret は YAML で出力します。拡張子を .yaml にしてください"
        )));
    }
    let plain = provision::manifest(secrets);
    sops::encrypt_chosen(&plain, format, &readers, selection, store::now()?, &mut OperatingSystem).map_err(failure)
}

/// Keeps new values in a private file of the person's own, outside of whatever is committed.
fn keep_values(beside: &Path, values: &str, console: &Console) -> Result<PathBuf, Failure> {
    let name = format!("setup-{}-{}.yaml", store::now()?.to_string().replace(':', ""), std::process::id());
    let folder = console.state_folder().map(|it| it.join("values"));
    let folder = folder.unwrap_or_else(|| beside.parent().unwrap_or(Path::new("")).to_owned());
    let path = folder.join(name);
    let made = if folder.as_os_str().is_empty() { Ok(()) } else { fs::create_dir_all(&folder) };
    made.map_err(|error| store::unwritten(&folder, &error))?;
    source::write_private(&path, None, values).map_err(|error| match error {
        ReplaceError::Io(error) => store::unwritten(&path, &error),
        ReplaceError::Changed | ReplaceError::ReadOnly => {
            store::unwritten(&path, &io::ErrorKind::PermissionDenied.into())
        }
    })?;
    Ok(path)
}

fn unchanged(target: &Target, console: &Console, told: &mut Told) {
    let shown = target.name().display();
    told.note(text!("{shown}: unchanged", "{shown}: 変更なし").get(console.lang));
}

fn put(target: &Target, text: &str, console: &Console, told: &mut Told) -> Result<(), Failure> {
    let Target::File(path, before) = target else {
        told.pass(text);
        return Ok(());
    };
    let before = before.as_deref().map(String::as_str);
    let shown = path.display();
    if before == Some(text) && source::is_private(path) {
        unchanged(target, console, told);
        return Ok(());
    }
    source::write_private(path, before, text).map_err(|error| match error {
        ReplaceError::Changed => Failure::CouldNot(text!(
            "{shown} was changed by somebody else in the meantime, and nothing was written: run again",
            "{shown} が途中でほかから変更されたため、書き込んでいません。もう一度実行してください"
        )),
        ReplaceError::ReadOnly => Failure::CouldNot(text!(
            "{shown} is read-only, and nothing was written",
            "{shown} は読み取り専用のため、書き込んでいません"
        )),
        ReplaceError::Io(error) => store::unwritten(path, &error),
    })
}
