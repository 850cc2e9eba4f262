//! `sekisho secrets check`.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use app::decide::Leaving;
use checkup::{Environment, Key, MAX_AGE, Options};
use clap::ArgMatches;
use credentials::{OperatingSystem, Randomness as _};
use findings::{Audit, Finding};
use inventory::Input;
use lang::Text;
use model::{Date, Inventory, OriginId, Suppression};
use settings::Settings;
use vault::{Error, Format, sops};
use zeroize::Zeroizing;

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::Judging;
use crate::told::Told;
use crate::{flags, input, words};
use keep::{is_locked, unlock_with};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let settings = input::settings(matches)?;
    let max_age = matches.get_one::<u32>("max-age").copied().unwrap_or(MAX_AGE);
    let asked = Judging::of(matches)?;
    let options = Options { today: asked.today, max_age };
    let leaving = deciding::leaving(&asked)?;
    let mut read = Vec::new();
    for named in named(matches, &settings)? {
        let environment = Read::of(named, matches, &settings)?;
        input::tell_unread(&environment.inventory, console, told);
        read.push(environment);
    }
    let mut bytes = Zeroizing::new([0; 32]);
    OperatingSystem.fill(&mut bytes[..]).map_err(|_| keep::Error::Exhausted)?;
    let environments: Vec<Environment<'_>> = read.iter().map(Read::environment).collect();
    let mut checkup = checkup::check(&environments, &Key(bytes), &options);
    if checkup.looked == 0 && checkup.findings.is_empty() && checkup.unknown.is_empty() {
        return Err(Failure::CouldNot(Text::new(
            "there is nothing to judge: the input holds no credential. Name the manifests and settings of each environment",
            "検査の対象がありません。入力に認証情報がありません。各環境のマニフェストや設定ファイルを指定してください",
        )));
    }
    let audit = decide(&leaving, &settings, &read, std::mem::take(&mut checkup.findings));
    let inventories = read.iter().map(|it| &it.inventory);
    told.print(&match deciding::shown(&asked, &TITLE, &audit, console.lang) {
        Some(shown) => shown,
        None if input::is_json(matches) => {
            forms::to_json_of(inventories, &forms::checkup(&checkup, &audit, console.lang))
        }
        None => text::checkup::text(&checkup, &audit, &console.text_options()),
    });
    if deciding::write(&asked, &audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    Ok(asked.fail_on.exit(audit.worst(), !checkup.unknown.is_empty()))
}

const TITLE: Title = Title {
    command: "sekisho secrets check",
    text: Text::new("Sekisho: the credentials of your environments", "関所: 環境の認証情報"),
};

/// Leaves out what comments and settings suppress, and what a baseline knows.
fn decide(leaving: &Leaving, settings: &Settings, read: &[Read], found: Vec<Finding>) -> Audit {
    let inventories = || read.iter().map(|it| &it.inventory);
    let origins = inventories().flat_map(|it| it.documents.origins());
    let names: HashMap<OriginId, &str> = origins.map(|it| (it.id(), it.name())).collect();
    let beside: Vec<Suppression> = inventories().flat_map(|it| it.suppressions.iter().cloned()).collect();
    leaving.decide(found, settings, &beside, &|id| names.get(&id).copied())
}

/// An environment by its name, its files and its namespaces.
struct Named {
    name: String,
    paths: Vec<PathBuf>,
    namespaces: Vec<String>,
}

/// The environments: what is named, else those of `sekisho.yaml`, else the current folder.
fn named(matches: &ArgMatches, settings: &Settings) -> Result<Vec<Named>, Failure> {
    let mut found: Vec<Named> = Vec::new();
    let mut put = |name: &str, path: PathBuf| match found.iter_mut().find(|it| it.name == name) {
        Some(it) => it.paths.push(path),
        None => found.push(Named { name: name.to_owned(), paths: vec![path], namespaces: Vec::new() }),
    };
    for path in matches.get_many::<PathBuf>("path").into_iter().flatten() {
        put(&path.to_string_lossy(), path.clone());
    }
    for pair in matches.get_many::<String>("env").into_iter().flatten() {
        let Some((name, path)) = pair.split_once('=').filter(|(name, path)| !name.is_empty() && !path.is_empty())
        else {
            return Err(Failure::Usage(Text::new(
                "--env takes NAME=PATH, for example --env production=deploy/production",
                "--env は 名前=パス で指定してください(例: --env production=deploy/production)",
            )));
        };
        put(name, PathBuf::from(path));
    }
    if !found.is_empty() {
        return Ok(found);
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
    Ok(found)
}

/// An environment, read.
struct Read {
    named: Named,
    inventory: Inventory,
    locked: Vec<(String, Text)>,
    modified: BTreeMap<String, Date>,
}

impl Read {
    fn of(named: Named, matches: &ArgMatches, settings: &Settings) -> Result<Read, Failure> {
        let gathered = source::gather(&named.paths, &mut io::stdin().lock(), &source::Limits::default())?;
        let (mut locked, mut modified, mut inputs) = (Vec::new(), BTreeMap::new(), Vec::new());
        // Without a key, what is encrypted is UNKNOWN and no failure.
        let keys = flags::keys_of(matches);
        let identities = keys.get().ok();
        for input in gathered.inputs {
            modified.extend(changed(&input).map(|it| (input.name.clone(), it)));
            let opened = match &identities {
                _ if !is_locked(&input) => Ok(input),
                Some(identities) => unlock_with(input, identities),
                None => Err((input.name, Error::WrongIdentity(Vec::new()))),
            };
            match opened {
                Ok(input) => inputs.push(input),
                Err((name, Error::WrongIdentity(_))) => locked.push((name, no_key())),
                Err((name, error)) => return Err(words::store(Path::new(&name), &error)),
            }
        }
        let mut inventory = inventory::read(inputs, &input::options(matches, settings));
        inventory.left_out.extend(gathered.left_out);
        Ok(Read { named, inventory, locked, modified })
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

fn no_key() -> Text {
    Text::new(
        "encrypted, and none of your keys opens it: name one with --identity",
        "暗号化されており、手元の鍵では開けない(--identity で鍵を指定)",
    )
}

/// The day of a store's last change, as SOPS writes it.
fn changed(input: &Input) -> Option<Date> {
    let format = Format::of(&input.name).filter(|it| sops::is_store(&input.text, *it))?;
    let outline = sops::outline(&input.text, format).ok()?;
    Date::parse(outline.modified.get(..10)?)
}
