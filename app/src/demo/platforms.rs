//! A fictional platform of the demo: its unit, and a key for each environment, kept beside the data.

use super::people::{Staff, by_role, unit};
use crate::commands::write_for_this_user;
use crate::fault::Fault;
use access::codes::Environment;
use access::machine_keys::open_machine_key;
use access::{AccountFault, add_unit};
use desk::Desk;
use facts::unit::UnitKind;
use kernel::Role;
use serde_json::{Value, json};
use std::path::Path;
use store::Node;

/// The platform's unit.
const PLATFORM: &str = "fictional-platform";

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
        for (name, environment) in
            [("production", Environment::Production), ("sandbox", Environment::Sandbox)]
        {
            let user = format!("{PLATFORM}-{name}");
            let opened =
                open_machine_key(node, by, &user, unit(PLATFORM), environment, Desk::now()).map_err(told)?;
            keys[name] = json!({ "user": opened.name, "password": opened.secret });
        }
        write_for_this_user(&file, keys.to_string().as_bytes())?;
    }
    let text = std::fs::read_to_string(&file).map_err(Fault::file(&file))?;
    serde_json::from_str(&text).map_err(|error| Fault::Input(format!("{}: {error}", file.display())))
}
