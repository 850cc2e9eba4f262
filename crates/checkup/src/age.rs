//! How old values are, by the days that their Secrets carry.

use std::collections::BTreeMap;

use dify::Purpose;
use findings::Finding;
use lang::{Text, text};
use model::{Config, Date, Documents};
use provision::{CREATED, Dates, ROTATED};
use rules::registry::checked::EXPIRED;
use yaml::Ref;

use crate::environment::Options;
use crate::finding::{found, of_config};
use crate::found::Unknown;
use crate::held::credential_keys;

/// A key with the days on which its value was made and last replaced.
pub(crate) type Days = (String, Option<Date>, Option<Date>);

/// The days of a Secret's credentials.
pub(crate) fn days(config: &Config) -> Vec<Days> {
    let (created, rotated) = (Dates::of(config, CREATED), Dates::of(config, ROTATED));
    let day = |dates: &Dates, key: &str| dates.0.get(key).copied();
    credential_keys(config).map(|key| (key.to_owned(), day(&created, key), day(&rotated, key))).collect()
}

/// Credentials of a Secret that are too old, and those whose age nobody knows. A file's last change is younger than every value that
/// was in it before: where it is too old, its values are.
pub(crate) fn aged(
    environment: &str,
    config: &Config,
    documents: &Documents,
    modified: Option<Date>,
    options: &Options,
) -> (Vec<Finding>, Option<Unknown>) {
    let mut aged = Vec::new();
    let mut undated: Vec<String> = Vec::new();
    let mut dated: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    // A setup password means nothing after the first start: there is nothing to rotate.
    let ages = |key: &str| dify::credential(key).is_none_or(|it| it.purpose != Purpose::SetupPassword);
    for (key, created, rotated) in days(config).into_iter().filter(|it| ages(&it.0)) {
        match rotated.or(created) {
            Some(since) => dated.entry(since).or_default().push(key),
            None => undated.push(key),
        }
    }
    let most = options.max_age;
    for (since, keys) in dated {
        let age = options.today.days_since(since);
        if age <= i64::from(most) {
            continue;
        }
        let list = lang::list(&keys);
        let (en, ja) = list.both();
        let message = text!(
            "{en}: in use for {age} days, since {since}; {most} are allowed: rotate",
            "{ja} は {since} から {age} 日使われています(上限 {most} 日)。ローテーションしてください"
        );
        aged.push(expired(environment, config, documents, &keys[0], message));
    }
    let Some(first) = undated.first().cloned() else { return (aged, None) };
    let object = documents.node(config.meta.place);
    let is_old = |it: &Date| options.today.days_since(*it) > i64::from(most);
    // No value is older than the object that holds it.
    if made(object).is_some_and(|it| !is_old(&it) && it <= options.today) {
        return (aged, None);
    }
    if let Some(day) = changed(object).filter(is_old) {
        let list = lang::list(&undated);
        let (en, ja) = list.both();
        let message = text!(
            "{en}: the Secret was last changed on {day}, more than {most} days ago: rotate",
            "{ja} は Secret の最後の変更({day})から {most} 日を超えて使われています。ローテーションしてください"
        );
        aged.push(expired(environment, config, documents, &first, message));
        return (aged, None);
    }
    if let Some(day) = modified.filter(|it| options.today.days_since(*it) > i64::from(most)) {
        let list = lang::list(&undated);
        let (en, ja) = list.both();
        let message = text!(
            "{en}: the file was last changed on {day}, more than {most} days ago: rotate",
            "{ja} は最後の変更({day})から {most} 日を超えて使われています。ローテーションしてください"
        );
        aged.push(expired(environment, config, documents, &first, message));
        return (aged, None);
    }
    let name = format!("{}/{}", config.meta.namespace, &*config.meta.name.value);
    let (n, list) = (undated.len(), lang::list(&undated));
    let (en, ja) = list.both();
    let plural = lang::plural(n);
    let reason: Text = text!(
        "the age of {n} value{plural} ({en}): no {CREATED} names a day",
        "{n} 件の値({ja})の作成日がわからない({CREATED} に記録がない)"
    );
    (aged, Some(Unknown { environment: environment.to_owned(), what: name, reason }))
}

/// The day on which the cluster made an object, where it says so.
fn made(object: Ref<'_>) -> Option<Date> {
    day(object.get("metadata")?.get("creationTimestamp")?)
}

/// The day of an object's last change, by the fields that the cluster keeps of each manager. One manager without a day may have changed it at any time.
fn changed(object: Ref<'_>) -> Option<Date> {
    let managers = object.get("metadata")?.get("managedFields")?.items();
    let days: Option<Vec<Date>> = managers.map(|it| day(it.get("time")?)).collect();
    days?.into_iter().max()
}

fn day(time: Ref<'_>) -> Option<Date> {
    Date::parse(time.text()?.get(..10)?)
}

fn expired(environment: &str, config: &Config, documents: &Documents, key: &str, message: Text) -> Finding {
    let place = config.entry(key).map_or(config.meta.name.place, |it| it.key.place);
    found(&EXPIRED, environment, documents, Some(of_config(config)), place, message)
}
