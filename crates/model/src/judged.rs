//! Objects as one inventory judges them: what a text says, shared, beside what follows from all texts together.

use std::ops::Deref;
use std::sync::Arc;

use dify::Component;
use lang::Text;

use crate::{Container, Labels, Meta, RunningVersion, Subject, written};

/// An object as one inventory judges it. It reads like what is written, which it shares with whoever else holds the text.
pub struct Object<T> {
    /// What every object has.
    pub meta: Meta,
    written: Arc<T>,
}

impl<T> Object<T> {
    /// Joins what is written with what the inventory says of it.
    #[must_use]
    pub fn new(meta: Meta, written: Arc<T>) -> Object<T> {
        Object { meta, written }
    }
}

impl<T> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.written
    }
}

/// An object that runs pods, and which part of Dify it is.
pub struct Workload {
    object: Object<written::Workload>,
    /// The Dify component that it is, where it is one.
    pub component: Option<Component>,
    /// The version that its main container runs, or why none can be read.
    pub version: Result<RunningVersion, Text>,
    /// Which container of [`crate::PodSpec::containers`] makes it that component.
    pub main_container: Option<usize>,
}

impl Workload {
    /// A workload that nobody recognised yet.
    #[must_use]
    pub fn new(object: Object<written::Workload>) -> Workload {
        let version = Err(Text::new("no component was recognised", "コンポーネントとして認識されませんでした"));
        Workload { object, component: None, version, main_container: None }
    }

    /// The container that makes it the component that it is.
    #[must_use]
    pub fn main(&self) -> Option<&Container> {
        self.pod.spec.containers.get(self.main_container?)
    }
}

impl Deref for Workload {
    type Target = Object<written::Workload>;

    fn deref(&self) -> &Object<written::Workload> {
        &self.object
    }
}

/// A kind that is recognised, but not looked into by the types here.
pub struct Other {
    object: Object<written::Other>,
    /// The Dify component that it makes, where it makes one: the database of an operator.
    pub component: Option<Component>,
}

impl Other {
    /// An object that nobody recognised yet.
    #[must_use]
    pub fn new(object: Object<written::Other>) -> Other {
        Other { object, component: None }
    }
}

impl Deref for Other {
    type Target = Object<written::Other>;

    fn deref(&self) -> &Object<written::Other> {
        &self.object
    }
}

impl Object<written::Service> {
    /// Whether it leads to pods with these labels in this namespace. One without a selector leads to none by itself.
    #[must_use]
    pub fn selects(&self, namespace: &str, labels: &Labels) -> bool {
        let all =
            |selector: &[(Box<str>, Box<str>)]| selector.iter().all(|(key, value)| labels.get(key) == Some(&**value));
        *self.meta.namespace == *namespace && self.selector.as_deref().is_some_and(all)
    }
}

impl Object<written::Binding> {
    /// The namespace of one of its subjects: for a service account that is named without one, the binding's own.
    #[must_use]
    pub fn namespace_of<'a>(&'a self, subject: &'a Subject) -> Option<&'a str> {
        let own =
            (&*subject.kind == "ServiceAccount" && !self.meta.namespace.is_empty()).then_some(&*self.meta.namespace);
        subject.namespace.as_deref().or(own)
    }
}

/// v1 Service.
pub type Service = Object<written::Service>;
/// A ConfigMap or a Secret.
pub type Config = Object<written::Config>;
/// networking.k8s.io/v1 NetworkPolicy.
pub type NetworkPolicy = Object<written::NetworkPolicy>;
/// Role or ClusterRole; the kind is in [`Object::meta`].
pub type Role = Object<written::Role>;
/// RoleBinding or ClusterRoleBinding; the kind is in [`Object::meta`].
pub type Binding = Object<written::Binding>;
/// v1 ServiceAccount.
pub type ServiceAccount = Object<written::ServiceAccount>;
/// An entry point from outside.
pub type Route = Object<written::Route>;
/// autoscaling HorizontalPodAutoscaler.
pub type Autoscaler = Object<written::Autoscaler>;
/// policy PodDisruptionBudget.
pub type DisruptionBudget = Object<written::DisruptionBudget>;
/// v1 PersistentVolumeClaim.
pub type Claim = Object<written::Claim>;
/// v1 Namespace; its Pod Security labels are in [`crate::Head::labels`].
pub type Namespace = Object<written::Namespace>;
/// apiserver.config.k8s.io EncryptionConfiguration: a file on the control plane.
pub type EncryptionConfig = Object<written::EncryptionConfig>;
