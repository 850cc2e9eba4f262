//! Hardened manifests: what `fix` mends, and on request what only a person can ask for.
//!
//! Responsible for: the order of the steps ([`harden`]); the sandboxes in a namespace of their own, an SSRF proxy, credentials by
//! reference, network policies; and a word for each step ([`Remark`]).
//!
//! Left to others: how a finding is mended (`fix`), how text is edited (`edit`), which policies (`policies`), what a proxy looks like
//! (`render`), reading and writing (`cli`). Pure: a text in, a text out.
//!
//! Each step reads the text that the one before left, so that none has to know of another.

mod address;
mod companions;
mod levels;
mod network;
mod parts;
mod proxy;
mod remark;
mod sandbox_namespace;
mod secret_refs;
mod stream;
mod taken;
mod written;

use fix::{Applied, Choices, Fix, Left, Lines};
use inventory::{Input, Options};
use lang::Lang;
use model::{Inventory, Location};
use rules::{Audit, FixClass};

pub use dify::Component;
pub use fix::Held;
pub use levels::levels;
pub use remark::Remark;

use stream::Stream;

/// What is asked for beside the fixes.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Leave out what was inferred from Dify's code and not confirmed upstream.
    pub confirmed_only: bool,
    /// Move the sandboxes to this namespace.
    pub sandbox_namespace: Option<String>,
    /// Add an SSRF proxy, and send through it what fetches for users.
    pub ssrf_proxy: bool,
    /// Refer to single keys of a Secret in place of credentials that are written out.
    pub secret_refs: bool,
    /// The volumes belong already to the users that are written.
    pub owned_volumes: bool,
    /// Change these parts of Dify alone; all of them where none is named.
    pub components: Vec<dify::Component>,
    /// Add network policies.
    pub policies: Option<policies::Options>,
}

impl Request {
    /// Whether it is about this part of Dify; about all, and what is none, where no part is named.
    #[must_use]
    pub fn is_about(&self, component: Option<dify::Component>) -> bool {
        self.components.is_empty() || component.is_some_and(|it| self.components.contains(&it))
    }
}

/// What came of it. No `Debug`: it holds secrets.
pub struct Hardened {
    /// The manifests as they are now.
    pub inventory: Inventory,
    /// What the rules say of them.
    pub audit: Audit,
    /// What was done on request, in order, before and after the fixes.
    pub remarks: Vec<Remark>,
    /// The fixes that were made.
    pub applied: Vec<Applied>,
    /// The fixes that could not be made.
    pub left: Vec<Left>,
    /// What is left alone, because nobody knows that it would go on running.
    pub held: Vec<Held>,
    /// What leads back from the manifests as they are now to those that were handed in.
    pub lines: Lines,
    /// Sentences that are not proved with the network policies that were asked for, which were not added then.
    pub unproved: Vec<String>,
}

/// Hardens manifests. A document that cannot be read is among the inventory's problems: whoever calls decides what that means.
#[must_use]
pub fn harden(input: Input, options: &Options, request: &Request, lang: Lang) -> Hardened {
    let mut stream = Stream::new(input, options);
    if let Some(namespace) = &request.sandbox_namespace {
        sandbox_namespace::separate(&mut stream, namespace);
    }
    if request.ssrf_proxy {
        proxy::provide(&mut stream, lang);
    }
    if request.secret_refs {
        secret_refs::refer(&mut stream);
    }
    let allow = |fix: &Fix| (fix.confirmed || !request.confirmed_only) && request.is_about(fix.component);
    let choices = Choices { owned_volumes: request.owned_volumes };
    let texts = stream.inventory.texts.clone();
    let mended = fix::mend_parsed(texts, stream.options(), FixClass::Review, choices, &rules::audit, &allow);
    let (mut applied, mut left, mut held) = (mended.applied, mended.left, mended.held);
    // What was added on request as a whole has no line there: what is mended or left of it is ours to say elsewhere.
    let was_there = |it: &mut Location| stream.was(it).map(|was| *it = was).is_some();
    applied.retain_mut(|it| was_there(&mut it.location));
    left.retain_mut(|it| was_there(&mut it.location));
    held.retain_mut(|it| was_there(&mut it.location));
    stream.go_on(mended.inventory);
    if request.sandbox_namespace.is_some() {
        levels::enforce(&mut stream, lang);
    }
    let policies = request.policies.as_ref();
    let unproved = policies.map_or_else(Vec::new, |it| network::isolate(&mut stream, it, lang));
    // Nothing was changed since where neither was asked for.
    let audit = if request.sandbox_namespace.is_none() && request.policies.is_none() {
        mended.audit
    } else {
        rules::audit(&stream.inventory)
    };
    let (inventory, remarks, lines) = stream.end();
    Hardened { inventory, audit, remarks, applied, left, held, lines, unproved }
}

impl Hardened {
    /// The manifests.
    #[must_use]
    pub fn text(&self) -> &str {
        self.inventory.documents.origins().first().map_or("", |it| it.text())
    }
}
