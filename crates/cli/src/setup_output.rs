//! Where the Secrets of `secrets setup` go, and in which form.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use credentials::OperatingSystem;
use inventory::Input;
use lang::{Text, text};
use model::{ConfigKind, Date, Entry, Inventory, OtherKind};
use provision::external::Store;
use provision::{Plan, Secret};
use seal::{Certificate, Scope};
use source::ReplaceError;
use vault::{Format, Recipient, Selection, sops};
use zeroize::Zeroizing;

use crate::console::Console;
use crate::exit::Failure;
use crate::unlock::unlock;
use crate::{cmd_secrets_encrypt, cmd_secrets_generate, store};

/// The form of the output, with what it needs.
pub(crate) enum Form {
    /// Manifests of Secrets.
    Secret,
    /// The same in a file of SOPS, for those who are named.
    Sops(Vec<Recipient>),
    /// The same in a file of age.
    Age(Vec<Recipient>),
    /// SealedSecrets.
    Sealed(Certificate, Scope),
    /// ExternalSecrets and PushSecrets, and the values beside them.
    External(Store),
}

impl Form {
    pub(crate) fn of(matches: &ArgMatches, today: Date) -> Result<Form, Failure> {
        let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
        Ok(match word("as") {
            Some("sealed") => {
                let path = matches.get_one::<PathBuf>("cert").cloned().unwrap_or_default();
                let pem = fs::read_to_string(&path).map_err(|error| Failure::unreadable(&path, &error))?;
                let certificate = Certificate::parse(&pem, today).map_err(|error| {
                    let (path, reason) = (path.display(), error.text());
                    let (en, ja) = reason.both();
                    Failure::CouldNot(text!("{path}: {en}", "{path}: {ja}"))
                })?;
                Form::Sealed(certificate, word("scope").and_then(Scope::from_id).unwrap_or_default())
            }
            Some("sops") => Form::Sops(recipients(matches)?),
            Some("age") => Form::Age(recipients(matches)?),
            Some("external") => Form::External(external_store(word("store"), word("prefix").or(word("env")))?),
            _ => Form::Secret,
        })
    }

    /// Whether the values themselves are in what goes out.
    pub(crate) const fn shows_values(&self) -> bool {
        matches!(self, Form::Secret | Form::External(_))
    }

    /// Whether what was written before can be read again, with the person's own key where it needs one.
    pub(crate) const fn can_be_read(&self) -> bool {
        matches!(self, Form::Secret | Form::Sops(_) | Form::Age(_))
    }

    /// Whether standard output is taken by manifests.
    pub(crate) const fn takes_stdout(&self, target: &Target) -> bool {
        matches!(self, Form::External(_)) || matches!(target, Target::Stdout)
    }
}

fn recipients(matches: &ArgMatches) -> Result<Vec<Recipient>, Failure> {
    let named = matches.get_many::<String>("recipient").into_iter().flatten();
    named.map(|it| store::recipient("--recipient", it)).collect()
}

fn external_store(named: Option<&str>, prefix: Option<&str>) -> Result<Store, Failure> {
    let named = named.unwrap_or_default();
    let (kind, name) = named.split_once('/').unwrap_or(("ClusterSecretStore", named));
    if name.is_empty() || !matches!(kind, "ClusterSecretStore" | "SecretStore") {
        return Err(Failure::Usage(Text::new(
            "--store takes NAME, ClusterSecretStore/NAME or SecretStore/NAME",
            "--store は 名前、ClusterSecretStore/名前、SecretStore/名前 のいずれかで指定してください",
        )));
    }
    Ok(Store { kind: kind.to_owned(), name: name.to_owned(), prefix: prefix.map(str::to_owned) })
}

/// Where the output goes.
pub(crate) enum Target {
    /// Standard output.
    Stdout,
    /// A file, and its text if it is there already.
    File(PathBuf, Option<Zeroizing<String>>),
}

impl Target {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Target, Failure> {
        let Some(path) = matches.get_one::<PathBuf>("output") else { return Ok(Target::Stdout) };
        match fs::read_to_string(path) {
            Ok(text) => Ok(Target::File(path.clone(), Some(Zeroizing::new(text)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Target::File(path.clone(), None)),
            Err(error) => Err(Failure::unreadable(path, &error)),
        }
    }

    /// What a message calls it.
    fn name(&self) -> &Path {
        match self {
            Target::Stdout => Path::new("-"),
            Target::File(path, _) => path,
        }
    }

    /// The file that is there already.
    pub(crate) fn before(&self) -> Option<(&Path, &str)> {
        match self {
            Target::File(path, Some(text)) if !text.trim().is_empty() => Some((path, text)),
            _ => None,
        }
    }
}

/// Writes a plan's Secrets. A file that would not change is left alone.
pub(crate) fn write(
    plan: &Plan,
    form: &Form,
    target: &Target,
    matches: &ArgMatches,
    console: &Console,
) -> Result<(), Failure> {
    let secrets = &plan.secrets;
    match form {
        Form::Secret => put(target, &provision::manifest(secrets), console),
        Form::Sops(_) | Form::Age(_) if holds(target, secrets, matches)? => {
            unchanged(target, console);
            Ok(())
        }
        Form::Sops(named) => put(target, &encrypted(target, secrets, named)?, console),
        Form::Age(named) => {
            let sealed = vault::age::seal(provision::manifest(secrets).as_bytes(), named);
            put(target, &sealed.map_err(|error| store::failure(target.name(), &error))?, console)
        }
        Form::Sealed(certificate, scope) => {
            if let Some((path, text)) = target.before() {
                return kept(path, text, secrets, console);
            }
            let text = seal::sealed(secrets, certificate, *scope, &mut OperatingSystem)
                .map_err(|_| cmd_secrets_generate::no_randomness())?;
            put(target, &text, console)
        }
        Form::External(store) => {
            let objects = provision::external::external(secrets, store);
            if matches!(target, Target::File(..)) {
                put(target, &objects, console)?;
                return Ok(console.pass(&provision::external::sources(secrets))?);
            }
            console.pass(&provision::external::sources(secrets))?;
            Ok(console.pass(&objects)?)
        }
    }
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

/// Whether the encrypted file that is there holds exactly these values: encrypted again it would differ for nothing.
fn holds(target: &Target, secrets: &[Secret], matches: &ArgMatches) -> Result<bool, Failure> {
    let Some((path, text)) = target.before() else { return Ok(false) };
    let plain = unlock(Input::file(path.to_string_lossy(), text), matches)?;
    let there = inventory::read(vec![plain], &inventory::Options::default());
    let same = |secret: &Secret| {
        let config = there.config(ConfigKind::Secret, &secret.namespace, &secret.name);
        config.is_some_and(|config| {
            let equal = |it: &Entry| secret.entries.get(&*it.key.value) == Some(&it.value.value);
            config.entries.len() == secret.entries.len() && config.entries.iter().all(equal)
        })
    };
    Ok(secrets.iter().all(same))
}

fn unchanged(target: &Target, console: &Console) {
    let shown = target.name().display();
    console.note(text!("{shown}: unchanged", "{shown}: 変更なし").get(console.lang));
}

fn put(target: &Target, text: &str, console: &Console) -> Result<(), Failure> {
    let Target::File(path, before) = target else { return Ok(console.pass(text)?) };
    let before = before.as_deref().map(String::as_str);
    let shown = path.display();
    if before == Some(text) {
        unchanged(target, console);
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

/// What is sealed cannot be read: a file that holds every key stays, any other would lose values.
fn kept(path: &Path, text: &str, secrets: &[Secret], console: &Console) -> Result<(), Failure> {
    let shown = path.display();
    let sealed = inventory::read(vec![Input::file(path.to_string_lossy(), text)], &inventory::Options::default());
    let missing: Vec<String> = secrets.iter().flat_map(|it| unsealed(&sealed, it)).collect();
    if missing.is_empty() {
        console.note(
            text!("{shown}: unchanged; it holds every key already", "{shown}: 変更なし(すべてのキーがあります)")
                .get(console.lang),
        );
        return Ok(());
    }
    let list = lang::list(missing);
    let (en, ja) = list.both();
    Err(Failure::CouldNot(text!(
        "{shown} is there already and lacks {en}. Its other values cannot be read, and nothing was written: hand them over with \
         --existing and write into a new file",
        "{shown} はすでにあり、{ja} がありません。ほかの値を読めないため、書き込んでいません。--existing で値を渡し、新しいファイルに書いてください"
    )))
}

/// The keys of a Secret that no SealedSecret of the file brings.
fn unsealed(sealed: &Inventory, secret: &Secret) -> Vec<String> {
    let keys = sealed.others.iter().find_map(|it| match &it.kind {
        OtherKind::SealedSecret { keys }
            if *it.meta.namespace == *secret.namespace && *it.meta.name.value == *secret.name =>
        {
            Some(keys)
        }
        _ => None,
    });
    let has = |key: &String| keys.is_some_and(|it| it.iter().any(|it| **it == **key));
    secret.entries.keys().filter(|it| !has(it)).map(|it| format!("{}/{} {it}", secret.namespace, secret.name)).collect()
}
