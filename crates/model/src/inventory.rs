//! Everything known of one deployment.

use crate::{
    Autoscaler, Binding, Claim, Config, ConfigKind, DisruptionBudget, Documents, EncryptionConfig, LeftOut, Meta,
    Namespace, NetworkPolicy, Other, Problem, Role, Route, Service, ServiceAccount, SettingsFile, Suppression,
    Workload,
};

/// Everything known of one deployment. Lists are in the order in which the objects were read.
#[derive(Default)]
pub struct Inventory {
    /// The texts.
    pub documents: Documents,
    /// All kinds that run pods.
    pub workloads: Vec<Workload>,
    /// Services.
    pub services: Vec<Service>,
    /// ConfigMaps and Secrets.
    pub configs: Vec<Config>,
    /// Network policies.
    pub network_policies: Vec<NetworkPolicy>,
    /// Roles and ClusterRoles.
    pub roles: Vec<Role>,
    /// Bindings.
    pub bindings: Vec<Binding>,
    /// Service accounts.
    pub service_accounts: Vec<ServiceAccount>,
    /// Ingresses and routes of the Gateway API.
    pub routes: Vec<Route>,
    /// Autoscalers.
    pub autoscalers: Vec<Autoscaler>,
    /// Disruption budgets.
    pub disruption_budgets: Vec<DisruptionBudget>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Namespaces.
    pub namespaces: Vec<Namespace>,
    /// Encryption configurations.
    pub encryption: Vec<EncryptionConfig>,
    /// Every other object.
    pub others: Vec<Other>,
    /// Settings files.
    pub settings: Vec<SettingsFile>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was met and not looked at, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Findings that comments beside the lines ask to leave out.
    pub suppressions: Vec<Suppression>,
    /// What the person declares in `sekisho.yaml`.
    pub declared: Declared,
}

/// What a person declares of the deployment; empty without a settings file.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// Registries, or registry and path, that are the person's own or trusted by them: `harbor.example.com/dify`.
    pub registries: Vec<String>,
    /// The environments that must not share a credential.
    pub environments: Vec<Environment>,
    /// Findings to leave out.
    pub suppressions: Vec<Suppression>,
}

/// An environment: production, staging, ...
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// The namespaces that are it.
    pub namespaces: Vec<String>,
    /// Paths of files and folders that are it, as prefixes of the names that origins have.
    pub files: Vec<String>,
}

/// The lists of objects that have a [`Meta`], one behind the other.
macro_rules! metas {
    ($inventory:ident, $iter:ident, $($borrow:tt)+) => {
        $inventory.workloads.$iter().map(|it| $($borrow)+ it.meta)
            .chain($inventory.configs.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.services.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.network_policies.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.roles.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.bindings.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.service_accounts.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.routes.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.autoscalers.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.disruption_budgets.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.claims.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.namespaces.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.encryption.$iter().map(|it| $($borrow)+ it.meta))
            .chain($inventory.others.$iter().map(|it| $($borrow)+ it.meta))
    };
}

impl Inventory {
    /// What could not be judged because it could not be read.
    pub fn unread(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|it| it.kind.hides())
    }

    /// What could not be read, and what Kubernetes refuses or other readers take otherwise: beside it no answer is certain.
    pub fn in_doubt(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter()
    }

    /// Where a problem stands, as `file:line:column`.
    #[must_use]
    pub fn address(&self, problem: &Problem) -> String {
        let origin = &self.documents.origins()[problem.origin.0 as usize];
        let at = origin.position(problem.span.start);
        format!("{}:{}:{}", origin.name(), at.line, at.column)
    }

    /// Takes over the objects of `other`, behind its own. The documents stay its own: both must speak of the same ones.
    pub fn append(&mut self, mut other: Inventory) {
        self.workloads.append(&mut other.workloads);
        self.services.append(&mut other.services);
        self.configs.append(&mut other.configs);
        self.network_policies.append(&mut other.network_policies);
        self.roles.append(&mut other.roles);
        self.bindings.append(&mut other.bindings);
        self.service_accounts.append(&mut other.service_accounts);
        self.routes.append(&mut other.routes);
        self.autoscalers.append(&mut other.autoscalers);
        self.disruption_budgets.append(&mut other.disruption_budgets);
        self.claims.append(&mut other.claims);
        self.namespaces.append(&mut other.namespaces);
        self.encryption.append(&mut other.encryption);
        self.others.append(&mut other.others);
        self.settings.append(&mut other.settings);
        self.problems.append(&mut other.problems);
        self.left_out.append(&mut other.left_out);
        self.suppressions.append(&mut other.suppressions);
    }

    /// Number of objects, of whatever kind.
    #[must_use]
    pub fn n_objects(&self) -> usize {
        self.workloads.len()
            + self.configs.len()
            + self.services.len()
            + self.network_policies.len()
            + self.roles.len()
            + self.bindings.len()
            + self.service_accounts.len()
            + self.routes.len()
            + self.autoscalers.len()
            + self.disruption_budgets.len()
            + self.claims.len()
            + self.namespaces.len()
            + self.encryption.len()
            + self.others.len()
    }

    /// What every object has, for all objects, kind by kind.
    pub fn metas(&self) -> impl Iterator<Item = &Meta> {
        metas!(self, iter, &)
    }

    /// The same, to be changed.
    pub fn metas_mut(&mut self) -> impl Iterator<Item = &mut Meta> {
        metas!(self, iter_mut, &mut)
    }

    /// A ConfigMap or Secret by namespace and name; the later one where it stands twice.
    ///
    /// Linear: who asks for many builds an index.
    #[must_use]
    pub fn config(&self, kind: ConfigKind, namespace: &str, name: &str) -> Option<&Config> {
        self.configs
            .iter()
            .rev()
            .find(|config| config.kind == kind && *config.meta.namespace == *namespace && **config.meta.name == *name)
    }
}
