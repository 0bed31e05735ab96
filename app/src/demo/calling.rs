//! Ways by which the demo's fictional people are reached: phone numbers that are reserved for fiction, through a gateway that
//! reaches nobody.

use crate::commands::gateway;
use crate::demo::people::{Staff, by_role};
use crate::fault::Fault;
use ::calling::acts::{OpenWay, SLOT_ADDRESS};
use ::calling::codes::{Means, WayLanguage};
use couriers::hook::Secret;
use kernel::{Id, Outcome, Role};
use store::Node;

/// Means, level and number of each way.
const WAYS: [(Means, u8, &str); 3] =
    [(Means::Text, 1, "+12025550101"), (Means::Voice, 2, "+12025550102"), (Means::Voice, 3, "+12025550103")];

/// Opens the demo's ways.
///
/// # Errors
/// [`Fault`].
pub(crate) fn open_ways(node: &Node, staff: &[Staff]) -> Result<(), Fault> {
    let administrator = by_role(staff, Role::Administrator)?;
    for (means, level, number) in WAYS {
        let way = node.new_id()?;
        let act = OpenWay {
            way,
            means,
            unit: Id::NONE,
            from_level: level,
            officer: Id::NONE,
            way_language: WayLanguage::English,
        };
        let deed = node.deed(node.new_id()?, &act, administrator.actor(), administrator.purpose);
        let deed = deed.seal(SLOT_ADDRESS, way, number.as_bytes())?.build();
        match node.enter_now(deed)?.outcome {
            Outcome::Entered { .. } => {}
            other => return Err(Fault::Input(format!("the demo's way was not opened: {other:?}"))),
        }
    }
    Ok(())
}

/// Starts the gateway; what it takes over is shown nowhere but in the demo's lists.
///
/// # Errors
/// [`Fault`].
pub(crate) async fn gateway() -> Result<::calling::Gateway, Fault> {
    let bytes = store::crypto::random().map_err(|error| Fault::Input(error.to_string()))?;
    let secret = Secret::read(&Secret::written(&bytes)).map_err(Fault::Input)?;
    let (listener, url) = crate::commands::listen("127.0.0.1:0").await?;
    let routes = gateway::routes(secret.clone(), 0, Box::new(|_| {}));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(::calling::Gateway { address: format!("{url}/calls"), secret })
}
