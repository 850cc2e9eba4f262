//! A failing cluster made small: whatever can go goes, one piece after the other.

use super::world::{Admin, AdminRule, Native, NativeRule, Selector, World};

/// The smallest cluster that still fails, by greedy removal.
pub(crate) fn shrink(mut world: World, fails: impl Fn(&World) -> bool) -> World {
    'again: loop {
        for smaller in candidates(&world) {
            if fails(&smaller) {
                world = smaller;
                continue 'again;
            }
        }
        return world;
    }
}

fn candidates(world: &World) -> Vec<World> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut World) -> bool| {
        let mut smaller = world.clone();
        if change(&mut smaller) {
            found.push(smaller);
        }
    };
    for at in 0..world.natives.len() {
        with(&|it| remove(&mut it.natives, at));
        let smaller: Vec<Native> = natives(&world.natives[at]);
        smaller.into_iter().for_each(|native| {
            with(&|it| {
                it.natives[at] = native.clone();
                true
            });
        });
    }
    for at in 0..world.admins.len() {
        with(&|it| remove(&mut it.admins, at));
        let smaller: Vec<Admin> = admins(&world.admins[at]);
        smaller.into_iter().for_each(|admin| {
            with(&|it| {
                it.admins[at] = admin.clone();
                true
            });
        });
    }
    for at in 0..world.pods.len() {
        with(&|it| remove(&mut it.pods, at));
        for label in 0..world.pods[at].labels.len() {
            with(&|it| remove(&mut it.pods[at].labels, label));
        }
        for port in 0..world.pods[at].ports.len() {
            with(&|it| remove(&mut it.pods[at].ports, port));
        }
        with(&|it| std::mem::replace(&mut it.pods[at].host, false));
        with(&|it| std::mem::replace(&mut it.pods[at].deployment, false));
    }
    for at in 0..world.namespaces.len() {
        for label in 0..world.namespaces[at].labels.len() {
            with(&|it| remove(&mut it.namespaces[at].labels, label));
        }
    }
    found
}

fn remove<T>(list: &mut Vec<T>, at: usize) -> bool {
    list.remove(at);
    true
}

fn natives(native: &Native) -> Vec<Native> {
    let mut found = Vec::new();
    for ingress in [true, false] {
        let rules = if ingress { &native.ingress } else { &native.egress };
        for at in 0..rules.as_ref().map_or(0, Vec::len) {
            for change in 0..8 {
                let mut smaller = native.clone();
                let rules = if ingress { &mut smaller.ingress } else { &mut smaller.egress };
                let Some(rules) = rules else { continue };
                let changed = if change == 0 { remove(rules, at) } else { smaller_rule(&mut rules[at], change) };
                if changed {
                    found.push(smaller);
                }
            }
        }
    }
    if native.selector.is_some() {
        found.push(Native { selector: None, ..native.clone() });
    }
    found
}

fn smaller_rule(rule: &mut NativeRule, change: usize) -> bool {
    fn one<T>(list: &mut Option<Vec<T>>, at: usize) -> bool {
        match list {
            Some(items) if items.len() > 1 && at < items.len() => remove(items, at),
            Some(_) if at == 0 => list.take().is_some(),
            _ => false,
        }
    }
    if change < 4 { one(&mut rule.peers, change - 1) } else { one(&mut rule.ports, change - 4) }
}

fn admins(admin: &Admin) -> Vec<Admin> {
    let mut found = Vec::new();
    for ingress in [true, false] {
        let rules = if ingress { &admin.ingress } else { &admin.egress };
        for at in 0..rules.len() {
            for change in 0..5 {
                let mut smaller = admin.clone();
                let rules: &mut Vec<AdminRule> = if ingress { &mut smaller.ingress } else { &mut smaller.egress };
                let changed = match change {
                    0 => remove(rules, at),
                    1 => rules[at].ports.take().is_some(),
                    _ => rules[at].peers.len() > change - 1 && remove(&mut rules[at].peers, change - 2),
                };
                if changed {
                    found.push(smaller);
                }
            }
        }
    }
    found.push(Admin { subject: (Selector::default(), None), ..admin.clone() });
    found.retain(|it| format!("{it:?}").len() < format!("{admin:?}").len());
    found
}
