//! Writing a complete, hardened Dify by the settings.

use std::path::{Path, PathBuf};

use ::render::{File, Flaw, Plan, kustomize, secret_keys};
use lang::{Lang, Text};
use source::WriteError;

use crate::input;

pub use ::render::{Environment, SecretKey, Unproved};

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Request {
    /// The settings file.
    pub settings: Option<PathBuf>,
    /// The version of Dify, where the settings do not decide.
    pub version: Option<String>,
    /// Whether the parts that need it may reach the internet, where the settings do not decide.
    pub egress_lists: Option<bool>,
    /// Which deployment, and in what form.
    pub form: Form,
    /// The language of the comments.
    pub lang: Lang,
}

/// The form of the manifests.
#[derive(Clone, Debug)]
pub enum Form {
    /// One stream of documents, handed back.
    Stream(Environment),
    /// The same as a file that is named after the environment.
    File(Environment, Target),
    /// A kustomize base with an overlay for each environment.
    Kustomize(Target),
    /// The keys of the Secrets that the deployment takes; no manifests.
    SecretKeys(Environment),
}

/// Where files are written.
#[derive(Clone, Debug)]
pub struct Target {
    /// The folder; it is made if it is not there.
    pub folder: PathBuf,
    /// Whether what we did not write, or somebody changed since, is written over, too.
    pub overwrite: bool,
}

/// What was written or is handed back.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The deployments among it whose host nobody set.
    pub without_host: Vec<WithoutHost>,
    /// The result.
    pub rendered: Rendered,
}

/// A deployment whose host nobody set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutHost {
    /// Which.
    pub environment: Environment,
    /// What stands in the host's place.
    pub example: String,
}

/// A deployment in the form that was asked for.
#[derive(Clone, Debug)]
pub enum Rendered {
    /// The stream.
    Stream(String),
    /// The files that were written.
    Files(Vec<PathBuf>),
    /// The keys, in order.
    SecretKeys(Vec<SecretKey>),
}

/// Why nothing was written. Whose fault it is stands at each.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings cannot be read, or have mistakes.
    #[error(transparent)]
    Input(#[from] crate::Error),
    /// What was asked for cannot be written, and why. The person's.
    #[error("{}", .0.get(Lang::En))]
    Flaw(Text),
    /// Sentences that do not hold of the deployment with its policies. The settings'.
    #[error("the network policies are not proved: {}", .0.0.join(", "))]
    Unproved(Unproved),
    /// What is in the way in the folder.
    #[error(transparent)]
    Unwritten(#[from] WriteError),
}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Error {
        Error::Flaw(flaw.0)
    }
}

impl From<Unproved> for Error {
    fn from(unproved: Unproved) -> Error {
        Error::Unproved(unproved)
    }
}

/// Plans, renders, and writes where files were asked for.
///
/// # Errors
/// See [`Error`]; nothing was written then, but for what the machine failed in the middle of.
pub fn render(request: &Request) -> Result<Outcome, Error> {
    let settings = input::settings(request.settings.as_deref())?.render;
    let plan =
        |environment: Environment| Plan::new(&settings, environment, request.version.as_deref(), request.egress_lists);
    match &request.form {
        Form::SecretKeys(environment) => {
            let rendered = Rendered::SecretKeys(secret_keys(&plan(*environment)?));
            Ok(Outcome { without_host: Vec::new(), rendered })
        }
        Form::Stream(environment) => {
            let plan = plan(*environment)?;
            let rendered = Rendered::Stream(::render::render(&plan, request.lang)?);
            Ok(Outcome { without_host: without_host(&[plan]), rendered })
        }
        Form::File(environment, target) => {
            let plan = plan(*environment)?;
            let text = ::render::render(&plan, request.lang)?;
            let files = [File { path: format!("{}.yaml", environment.id()), text }];
            Ok(Outcome { rendered: target.write(&files)?, without_host: without_host(&[plan]) })
        }
        Form::Kustomize(target) => {
            let plans = Environment::ALL.into_iter().map(plan).collect::<Result<Vec<_>, _>>()?;
            let files = kustomize(&plans, request.lang)?;
            Ok(Outcome { rendered: target.write(&files)?, without_host: without_host(&plans) })
        }
    }
}

fn without_host(plans: &[Plan]) -> Vec<WithoutHost> {
    let bare = plans.iter().filter(|it| it.has_example_host());
    bare.map(|it| WithoutHost { environment: it.environment, example: it.host.clone() }).collect()
}

impl Target {
    /// Writes, and says where.
    fn write(&self, files: &[File]) -> Result<Rendered, WriteError> {
        let texts: Vec<(&str, &str)> = files.iter().map(|it| (&*it.path, &*it.text)).collect();
        source::write_below(&self.folder, &texts, self.overwrite)?;
        let at = |it: &File| self.folder.join(Path::new(&it.path));
        Ok(Rendered::Files(files.iter().map(at).collect()))
    }
}
