//! A fictional platform of the demo: its unit, a key for each environment and one that asks whether something is listed, kept beside the
//! data.

use super::people::{Staff, by_role, unit};
use crate::commands::write_for_this_user;
use crate::fault::Fault;
use access::codes::Environment;
use access::machine_keys::open_machine_key;
use access::{AccountFault, add_unit};
use desk::Desk;
use facts::unit::UnitKind;
use kernel::{Id, Record as _, Role};
use known_material::service::acts::LetMatch;
use known_material::tables::HashList;
use serde_json::{Value, json};
use std::path::Path;
use store::Node;
use store::database::TableSql;

/// The platform's unit.
const PLATFORM: &str = "fictional-platform";

/// The key that asks whether something is listed.
const MATCH: &str = "match";

/// Lets the platform's key ask every list of the node, by an analyst of the unit that keeps it, where it may not yet. Blocking.
///
/// # Errors
/// [`Fault`] when the node fails.
pub(crate) fn let_match(node: &Node, people: &[Staff], keys: &Value) -> Result<(), Fault> {
    let Some(asker) = keys[MATCH]["key"].as_str().and_then(|key| key.parse::<Id>().ok()) else {
        return Ok(());
    };
    let sql = TableSql::of(HashList::TABLE).all;
    for list in node.read(|database| database.records::<HashList>(&sql, Vec::new()))? {
        let keeper = people.iter().find(|one| one.role == Role::Analyst && unit(one.unit) == list.owner);
        let Some(keeper) = keeper else { continue };
        let act = LetMatch { list: list.list, asker };
        // The same act each time the demo starts: it is entered once.
        let id = asker.derive(&format!("may ask {}", list.list), 0);
        let deed = node.deed(id, &act, keeper.actor(), keeper.purpose).build();
        node.enter_now(deed)?;
    }
    Ok(())
}

/// The token by which the match service is asked.
pub(crate) fn match_token(keys: &Value) -> String {
    let part = |name: &str| keys[MATCH][name].as_str().unwrap_or_default();
    format!("{}.{}", part("user"), part("password"))
}

/// Name and secret of the platform's keys, by environment; opened where there are none yet.
///
/// # Errors
/// [`Fault`] when the node fails, or the file.
pub(crate) fn keys_of(node: &Node, data: &Path, people: &[Staff]) -> Result<Value, Fault> {
    let file = data.join("machine-keys.json");
    if !file.exists() {
        let told = |fault: AccountFault| Fault::Input(fault.to_string());
        add_unit(node, unit(PLATFORM), PLATFORM, UnitKind::Platform).map_err(told)?;
        let by = by_role(people, Role::Administrator)?.actor();
        let mut keys = json!({});
        for (name, environment) in [
            ("production", Environment::Production),
            ("sandbox", Environment::Sandbox),
            (MATCH, Environment::Production),
        ] {
            let user = format!("{PLATFORM}-{name}");
            let opened =
                open_machine_key(node, by, &user, unit(PLATFORM), environment, Desk::now()).map_err(told)?;
            keys[name] =
                json!({ "user": opened.name, "password": opened.secret, "key": opened.key.to_string() });
        }
        write_for_this_user(&file, keys.to_string().as_bytes())?;
    }
    let text = std::fs::read_to_string(&file).map_err(Fault::file(&file))?;
    serde_json::from_str(&text).map_err(|error| Fault::Input(format!("{}: {error}", file.display())))
}
