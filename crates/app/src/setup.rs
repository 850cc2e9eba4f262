//! The credentials of a deployment: what it needs, and what is there already.

use std::io::Read;
use std::path::PathBuf;

use ::render::{Flaw, Plan as Rendered};
use inventory::Input;
use keep::setup::{self, Form, Target};
use keep::{Keys, unlock};
use lang::{Lang, Text};
use model::Inventory;

use crate::input::{self, Sources};

pub use ::render::{Environment, Unproved};

/// What is looked at.
pub struct Request<'a> {
    /// The manifests of the deployment.
    pub sources: &'a Sources,
    /// The deployment that is rendered in their place.
    pub environment: Option<Environment>,
    /// The version of Dify that is rendered, where the settings do not decide.
    pub version: Option<&'a str>,
    /// Files with values that are there already.
    pub existing: &'a [PathBuf],
    /// The form of the output: what was written before in it is read, where it can be.
    pub form: &'a Form,
    /// Where the output goes.
    pub target: &'a Target,
    /// What opens encrypted files.
    pub keys: &'a Keys,
    /// The language of what is rendered.
    pub lang: Lang,
}

/// What was found.
pub struct Found {
    /// The deployment.
    pub inventory: Inventory,
    /// The values that are there; none where nothing was handed over and nothing was written before.
    pub existing: Option<Inventory>,
}

/// Why nothing was found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The sources, or the settings.
    #[error(transparent)]
    Input(#[from] crate::Error),
    /// A file with values.
    #[error(transparent)]
    Keep(#[from] keep::Error),
    /// What is to be rendered cannot be.
    #[error("{}", .0.get(Lang::En))]
    Flaw(Text),
    /// What is rendered is not proved.
    #[error("the network policies are not proved")]
    Unproved(Unproved),
}

/// Reads the deployment and the values that are there. `stdin` is read where a path is `-`.
///
/// # Errors
/// [`Error`].
pub fn find(request: &Request<'_>, stdin: &mut dyn Read) -> Result<Found, Error> {
    let inventory = deployment(request, stdin)?;
    let handed = source::gather(request.existing, stdin, &source::Limits::default()).map_err(crate::Error::from)?;
    let existing = setup::existing(handed.inputs, request.form, request.target, request.keys)?;
    Ok(Found { inventory, existing })
}

/// The deployment: what the paths hold, or what is rendered, read as anybody's manifests are.
fn deployment(request: &Request<'_>, stdin: &mut dyn Read) -> Result<Inventory, Error> {
    let Some(environment) = request.environment else {
        let gathered = input::gather(request.sources, stdin)?;
        // A store among the manifests holds values that are there already.
        let open = |it| unlock(it, request.keys);
        let opened = gathered.inputs.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
        return Ok(inventory::read(opened, &gathered.options));
    };
    let settings = input::settings(request.sources.settings.as_deref())?;
    let plan = Rendered::new(&settings.render, environment, request.version, None);
    let plan = plan.map_err(|Flaw(reason)| Error::Flaw(reason))?;
    let text = ::render::render(&plan, request.lang).map_err(Error::Unproved)?;
    let name = format!("<{}>", environment.id());
    let read = input::options(request.sources.namespace.as_ref(), &settings);
    Ok(inventory::read(vec![Input::file(name, text)], &read))
}
