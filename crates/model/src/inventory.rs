//! Everything known of one deployment.

use crate::{
    Autoscaler, Binding, Claim, Config, ConfigKind, DisruptionBudget, Documents, EncryptionConfig, Namespace, NetworkPolicy,
    Other, Problem, Role, Route, Service, ServiceAccount, SettingsFile, Workload,
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
    /// Files that were met and are not of a kind that is read here, by name.
    pub passed_over: Vec<String>,
}

impl Inventory {
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
