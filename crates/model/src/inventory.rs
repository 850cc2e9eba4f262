//! Everything known of one deployment.

use std::sync::Arc;

use crate::written::{Body, Decoded};
use crate::{
    Autoscaler, Binding, Claim, Config, ConfigKind, DisruptionBudget, Documents, EncryptionConfig, LeftOut, Meta,
    Namespace, NetworkPolicy, Object, Other, Parsed, Problem, Role, Route, Service, ServiceAccount, SettingsFile,
    Suppression, Workload,
};

/// Everything known of one deployment. Lists are in the order in which the objects were read.
#[derive(Default)]
pub struct Inventory {
    /// The texts as they were read: what to assemble again, with others beside them or in their place.
    pub texts: Vec<Arc<Parsed>>,
    /// The way from places to these texts.
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
    pub settings: Vec<Arc<SettingsFile>>,
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

impl Inventory {
    /// Every suppression: those beside the lines, then those that are declared.
    pub fn all_suppressions(&self) -> impl Iterator<Item = &Suppression> {
        self.suppressions.iter().chain(&self.declared.suppressions)
    }

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
        let origin = self.documents.text(problem.origin);
        let at = origin.position(problem.span.start);
        format!("{}:{}:{}", origin.name(), at.line, at.column)
    }

    /// Adds an object that is judged in a namespace; empty for kinds without one.
    pub fn add(&mut self, object: &Decoded, namespace: Arc<str>) {
        let meta = Meta::new(Arc::clone(&object.head), namespace);
        match &object.body {
            Body::Workload(it) => self.workloads.push(Workload::new(Object::new(meta, Arc::clone(it)))),
            Body::Service(it) => self.services.push(Object::new(meta, Arc::clone(it))),
            Body::Config(it) => self.configs.push(Object::new(meta, Arc::clone(it))),
            Body::NetworkPolicy(it) => self.network_policies.push(Object::new(meta, Arc::clone(it))),
            Body::Role(it) => self.roles.push(Object::new(meta, Arc::clone(it))),
            Body::Binding(it) => self.bindings.push(Object::new(meta, Arc::clone(it))),
            Body::ServiceAccount(it) => self.service_accounts.push(Object::new(meta, Arc::clone(it))),
            Body::Route(it) => self.routes.push(Object::new(meta, Arc::clone(it))),
            Body::Autoscaler(it) => self.autoscalers.push(Object::new(meta, Arc::clone(it))),
            Body::DisruptionBudget(it) => self.disruption_budgets.push(Object::new(meta, Arc::clone(it))),
            Body::Claim(it) => self.claims.push(Object::new(meta, Arc::clone(it))),
            Body::Namespace(it) => self.namespaces.push(Object::new(meta, Arc::clone(it))),
            Body::Encryption(it) => self.encryption.push(Object::new(meta, Arc::clone(it))),
            Body::Other(it) => self.others.push(Other::new(Object::new(meta, Arc::clone(it)))),
        }
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
        let workloads = self.workloads.iter().map(|it| &it.meta);
        workloads
            .chain(self.configs.iter().map(|it| &it.meta))
            .chain(self.services.iter().map(|it| &it.meta))
            .chain(self.network_policies.iter().map(|it| &it.meta))
            .chain(self.roles.iter().map(|it| &it.meta))
            .chain(self.bindings.iter().map(|it| &it.meta))
            .chain(self.service_accounts.iter().map(|it| &it.meta))
            .chain(self.routes.iter().map(|it| &it.meta))
            .chain(self.autoscalers.iter().map(|it| &it.meta))
            .chain(self.disruption_budgets.iter().map(|it| &it.meta))
            .chain(self.claims.iter().map(|it| &it.meta))
            .chain(self.namespaces.iter().map(|it| &it.meta))
            .chain(self.encryption.iter().map(|it| &it.meta))
            .chain(self.others.iter().map(|it| &it.meta))
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
