//! Services whose names set a port's number in the pods of Dify beside them.

use model::{Place, Service, Workload};

use crate::facts::Facts;
use crate::part::is_whole;

/// A pod that cannot start, or listens elsewhere, once it is started after a Service.
pub struct Link<'a> {
    /// The Service.
    pub service: &'a Service,
    /// The pod's workload.
    pub workload: &'a Workload,
    /// The setting that the Service's name sets.
    pub setting: &'static str,
}

/// Every such pod.
#[must_use]
pub fn broken<'a>(facts: &Facts<'a>) -> Vec<Link<'a>> {
    let mut found = Vec::new();
    for service in facts.inventory.services.iter().filter(|it| is_linked(it)) {
        let variable = dify::link_of(&service.meta.name.value);
        for &workload in facts.tops.iter().filter(|it| it.meta.namespace == service.meta.namespace) {
            let Some(setting) = read_by(facts, workload, &variable) else { continue };
            found.push(Link { service, workload, setting });
        }
    }
    found
}

/// Those that the Service whose name stands at a place breaks.
#[must_use]
pub fn broken_by<'a>(facts: &Facts<'a>, place: Place) -> Vec<Link<'a>> {
    broken(facts).into_iter().filter(|it| it.service.meta.name.place == place).collect()
}

/// Whether Kubernetes makes variables for it: not for a headless one.
fn is_linked(service: &Service) -> bool {
    !service.headless && service.external_name.is_none()
}

/// The setting that a pod reads from a variable and does not set itself.
fn read_by<'a>(facts: &Facts<'a>, workload: &'a Workload, variable: &str) -> Option<&'static str> {
    let component = workload.component?;
    let setting = dify::port_settings(component).find(|it| it.name == variable)?;
    if workload.pod.spec.service_links.is_some_and(|links| !links.value) {
        return None;
    }
    let container = workload.main()?;
    // Nobody sets the port that api listens on by what is not in the input; the others may well be.
    let seen = setting.name == "DIFY_PORT" || is_whole(&facts.index, workload, container).is_ok();
    (seen && facts.variable(workload, container, setting.name).is_none()).then_some(setting.name)
}
