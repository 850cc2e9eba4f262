//! The credentials of several environments, held beside each other.

use std::collections::{BTreeMap, HashMap};
use std::io::Read as Stdin;
use std::path::PathBuf;

use checkup::{Checkup, Environment, Key, Options};
use findings::{Audit, Finding};
use inventory::Input;
use keep::{Keys, is_locked, unlock_with};
use lang::Text;
use model::{Date, Inventory, OriginId};
use settings::Settings;
use vault::{Format, sops};

use crate::decide::Leaving;
use crate::input;

/// What is asked for.
pub struct Request {
    /// The environments by name; none for those that the settings declare, or else the current folder. A name may come twice: its paths
    /// are one environment.
    pub environments: Vec<(String, PathBuf)>,
    /// The namespace of objects that name none.
    pub namespace: Option<String>,
    /// The settings file.
    pub settings: Option<PathBuf>,
    /// Private keys: what none of them opens is unknown.
    pub keys: Keys,
    /// The day, and how old a value may be.
    pub options: Options,
    /// Whose tags compare values. It is to be random, and to be used once.
    pub key: Key,
}

/// What was found.
pub struct Outcome {
    /// The environments as they were read, in their order.
    pub inventories: Vec<Inventory>,
    /// What stands beside each other, without its findings.
    pub checkup: Checkup,
    /// The findings, decided.
    pub audit: Audit,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The sources, or the settings.
    #[error(transparent)]
    Input(#[from] crate::Error),
    /// An encrypted file is damaged.
    #[error("{}", .0.display())]
    Store(PathBuf, #[source] vault::Error),
}

/// Looks at the credentials of every environment. `why_locked` is said of an encrypted file that no key opens.
///
/// # Errors
/// A path that cannot be read, mistakes in the settings, or a damaged store.
pub fn check(request: &Request, leaving: &Leaving, why_locked: &Text, stdin: &mut dyn Stdin) -> Result<Outcome, Error> {
    let settings = input::settings(request.settings.as_deref())?;
    let mut read = Vec::new();
    for named in named(&request.environments, &settings) {
        read.push(Seen::of(named, request, &settings, why_locked, stdin)?);
    }
    let environments: Vec<Environment<'_>> = read.iter().map(Seen::environment).collect();
    let mut checkup = checkup::check(&environments, &request.key, &request.options);
    let audit = decide(leaving, &settings, &read, std::mem::take(&mut checkup.findings));
    Ok(Outcome { inventories: read.into_iter().map(|it| it.inventory).collect(), checkup, audit })
}

/// Leaves out what comments and settings suppress, and what a baseline knows.
fn decide(leaving: &Leaving, settings: &Settings, read: &[Seen], found: Vec<Finding>) -> Audit {
    let inventories = || read.iter().map(|it| &it.inventory);
    let origins = inventories().flat_map(|it| it.documents.origins());
    let names: HashMap<OriginId, &str> = origins.map(|it| (it.id(), it.name())).collect();
    // Those of the settings are declared of every environment, and count once.
    let suppressions = inventories().flat_map(|it| &it.suppressions).chain(&settings.declared.suppressions);
    leaving.decide(found, suppressions, &|id| names.get(&id).copied())
}

/// An environment by its name, its files and its namespaces.
struct Named {
    name: String,
    paths: Vec<PathBuf>,
    namespaces: Vec<String>,
}

/// The environments: what is named, else those of the settings, else the current folder.
fn named(asked: &[(String, PathBuf)], settings: &Settings) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for (name, path) in asked {
        match found.iter_mut().find(|it| it.name == *name) {
            Some(it) => it.paths.push(path.clone()),
            None => found.push(Named { name: name.clone(), paths: vec![path.clone()], namespaces: Vec::new() }),
        }
    }
    if !found.is_empty() {
        return found;
    }
    let here = || vec![PathBuf::from(".")];
    let declared = settings.declared.environments.iter().map(|it| Named {
        name: it.name.clone(),
        // Namespaces alone are looked for in the current folder.
        paths: if it.files.is_empty() { here() } else { it.files.iter().map(PathBuf::from).collect() },
        namespaces: it.namespaces.clone(),
    });
    found.extend(declared);
    if found.is_empty() {
        found.push(Named { name: ".".to_owned(), paths: here(), namespaces: Vec::new() });
    }
    found
}

/// An environment, read.
struct Seen {
    named: Named,
    inventory: Inventory,
    locked: Vec<(String, Text)>,
    modified: BTreeMap<String, Date>,
}

impl Seen {
    fn of(
        named: Named,
        request: &Request,
        settings: &Settings,
        why_locked: &Text,
        stdin: &mut dyn Stdin,
    ) -> Result<Seen, Error> {
        let gathered = source::gather(&named.paths, stdin, &source::Limits::default()).map_err(crate::Error::from)?;
        let (mut locked, mut modified, mut inputs) = (Vec::new(), BTreeMap::new(), Vec::new());
        // Without a key, what is encrypted is unknown and no failure.
        let identities = request.keys.get().ok();
        for input in gathered.inputs {
            modified.extend(changed(&input).map(|it| (input.name.clone(), it)));
            let opened = match &identities {
                _ if !is_locked(&input) => Ok(input),
                Some(identities) => unlock_with(input, identities),
                None => Err((input.name, vault::Error::WrongIdentity(Vec::new()))),
            };
            match opened {
                Ok(input) => inputs.push(input),
                Err((name, vault::Error::WrongIdentity(_))) => locked.push((name, why_locked.clone())),
                Err((name, error)) => return Err(Error::Store(PathBuf::from(name), error)),
            }
        }
        let mut inventory = inventory::read(inputs, &input::options(request.namespace.as_ref(), settings));
        inventory.left_out.extend(gathered.left_out);
        Ok(Seen { named, inventory, locked, modified })
    }

    fn environment(&self) -> Environment<'_> {
        Environment {
            name: self.named.name.clone(),
            inventory: &self.inventory,
            namespaces: self.named.namespaces.clone(),
            locked: self.locked.clone(),
            modified: self.modified.clone(),
        }
    }
}

/// The day of a store's last change, as SOPS writes it.
fn changed(input: &Input) -> Option<Date> {
    let format = Format::of(&input.name).filter(|it| sops::is_store(&input.text, *it))?;
    let outline = sops::outline(&input.text, format).ok()?;
    Date::parse(outline.modified.get(..10)?)
}
