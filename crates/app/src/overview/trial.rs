//! Carrying a remedy out in memory, and judging the result as the audit would.

use std::sync::Arc;

use findings::{Audit, FixClass};
use inventory::Input;
use model::{Inventory, Parsed};
use overview::{Left, Remedy, Steps};

use super::stand_in::StandIn;
use super::{Request, left, upgrade};
use crate::audit;

/// What the encrypted values of a store begin with: without a key nothing is known of them.
const ENCRYPTED: &str = "ENC[AES256_GCM";

/// An input on which remedies are tried.
pub(super) struct Trial<'a> {
    request: &'a Request<'a>,
}

impl<'a> Trial<'a> {
    pub(super) const fn new(request: &'a Request<'a>) -> Trial<'a> {
        Trial { request }
    }

    /// What is left after a remedy; `None` where it cannot be carried out on this input.
    pub(super) fn of(&self, remedy: &Remedy) -> Option<Left> {
        let request = self.request;
        let after = match remedy {
            Remedy::Credentials => self.beside(&request.names.secrets, &secrets(request.inventory, request)?),
            Remedy::Policies => self.beside(&request.names.policies, &self.policies()?),
            Remedy::Harden(steps) => self.judge(&self.hardened(steps)?),
            Remedy::Fix(class) => self.fixed(*class),
            Remedy::Whole(steps) => self.whole(steps)?,
            Remedy::Upgrade(_) => self.judge(&self.read(&upgrade::texts(request.inventory)?)),
        };
        Some(left::left(request.audit, &after))
    }

    fn judge(&self, inventory: &Inventory) -> Audit {
        audit::judge(inventory, self.request.baseline, self.request.today)
    }

    fn read(&self, texts: &[Arc<Parsed>]) -> Inventory {
        inventory::assemble(texts, self.request.options)
    }

    /// The input with another text behind it.
    fn beside(&self, name: &str, text: &str) -> Audit {
        let mut texts = self.request.inventory.texts.clone();
        texts.push(inventory::parse(Input::file(name, text)));
        self.judge(&self.read(&texts))
    }

    fn policies(&self) -> Option<String> {
        let request = self.request;
        if request.inventory.unread().next().is_some() {
            return None;
        }
        let plan = policies::generate(request.inventory, request.options, &egress());
        let is_proved = plan.unproved().next().is_none();
        (is_proved && !plan.policies.is_empty()).then(|| plan.yaml(request.lang))
    }

    fn hardened(&self, steps: &Steps) -> Option<Inventory> {
        let request = self.request;
        let [origin] = request.inventory.documents.origins() else { return None };
        let input = Input::file(origin.name(), origin.text());
        let asked = harden::Request {
            owned_volumes: false,
            components: Vec::new(),
            confirmed_only: false,
            sandbox_namespace: steps.sandbox_namespace.clone(),
            ssrf_proxy: steps.ssrf_proxy,
            secret_refs: steps.secret_refs,
            policies: steps.policies.then(egress),
        };
        let hardened = harden::harden(input, request.options, &asked, request.lang);
        if !hardened.unproved.is_empty() || hardened.inventory.unread().next().is_some() {
            return None;
        }
        // Read as the next audit will read it: from a file of that name, by what the person said of namespaces.
        let text = hardened.text().to_owned();
        Some(inventory::read(vec![Input::file(request.names.hardened.as_str(), text)], request.options))
    }

    fn fixed(&self, class: FixClass) -> Audit {
        let request = self.request;
        let judge = |it: &Inventory| self.judge(it);
        fix::mend_parsed(
            request.inventory.texts.clone(),
            request.options,
            class,
            fix::Choices::default(),
            &judge,
            &|_| true,
        )
        .audit
    }

    fn whole(&self, steps: &Steps) -> Option<Audit> {
        let hardened = self.hardened(steps)?;
        let secrets = secrets(&hardened, self.request)?;
        let mut texts = hardened.texts.clone();
        texts.push(inventory::parse(Input::file(self.request.names.secrets.as_str(), &**secrets)));
        Some(self.judge(&self.read(&texts)))
    }
}

/// The Secrets that would be made for an inventory, with values that stand in for the new ones.
fn secrets(inventory: &Inventory, request: &Request<'_>) -> Option<zeroize::Zeroizing<String>> {
    let is_encrypted = inventory.documents.origins().iter().any(|it| it.text().contains(ENCRYPTED));
    if is_encrypted || inventory.unread().next().is_some() {
        return None;
    }
    let asked = provision::Request { inventory, existing: None, today: request.today, replace: &[] };
    let plan = provision::plan(&asked, &mut StandIn::new()).ok()?;
    (!plan.secrets.is_empty()).then(|| provision::manifest(&plan.secrets))
}

/// What the internet is needed for stays reachable, for the parts that need it: model vendors, mail, the marketplace.
fn egress() -> policies::Options {
    policies::Options { egress: policies::Egress::Lists(None), ..policies::Options::default() }
}
