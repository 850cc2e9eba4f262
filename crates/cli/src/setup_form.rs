//! What `secrets setup` is to write, and where to: the form with what it needs, and the target with what is there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use lang::{Text, text};
use model::Date;
use provision::external::Store;
use seal::{Certificate, Scope};
use vault::Recipient;
use zeroize::Zeroizing;

use crate::exit::Failure;
use crate::store;

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
    pub(crate) fn name(&self) -> &Path {
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
