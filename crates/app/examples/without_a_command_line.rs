//! Judges a deployment, proves its network and sets one value of a store, without the command line:
//!
//!     cargo run -p app --example without_a_command_line -- MANIFESTS STORE KEY IDENTITY < VALUE
//!
//! What a server or a watcher would do: requests in, outcomes out. Clock, arguments and standard streams are this program's own.

use std::error::Error;
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use app::keep::{Keys, set};
use app::{Sources, audit, prove};
use model::{Date, Moment};
use zeroize::Zeroizing;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let mut next = || arguments.next().ok_or("MANIFESTS STORE KEY IDENTITY");
    let (manifests, file, key, identity) = (next()?, next()?, next()?, next()?);
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();

    let sources = Sources { paths: vec![manifests], ..Sources::default() };
    let request = audit::Request { sources: sources.clone(), baseline: None, today: Date::of_unix(seconds) };
    let judged = audit::audit(&request, &mut io::empty())?;
    let proved = prove::prove(&prove::Request { sources, sentences: Vec::new() }, &mut io::empty())?;

    let mut value = Zeroizing::new(String::new());
    io::stdin().read_to_string(&mut value)?;
    let (key, keys, at) = (key.to_string_lossy().into_owned(), Keys::of(vec![identity]), Moment::of_unix(seconds));
    set::set(&set::Request { file, key, value, add: false, keys: &keys, at })?;

    let (findings, proofs) = (judged.audit.findings.len(), proved.proofs.len());
    writeln!(io::stdout(), "{findings} findings, {proofs} sentences, 1 value set")?;
    Ok(())
}
