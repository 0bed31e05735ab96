//! The room's own pages and their twins in the API: where it begins, addresses that come in, one address.

mod follow;
mod intake;
mod one;

use crate::READ_ADDRESSES;
use crate::acts::{AddAddress, FollowMove};
use desk::{Line, Routes};
use kernel::Act as _;

/// Largest list, in bytes: 100,000 lines of usual length.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// The pages.
pub(crate) fn pages() -> Routes {
    Routes::new()
        .get("/takedown", Line::Read(&READ_ADDRESSES), intake::show)
        .post_at_most("/takedown", Line::Act(AddAddress::KIND), MAX_BODY, intake::from_page)
        .get("/takedown/addresses/{address}", Line::Read(&READ_ADDRESSES), one::show)
        .post("/takedown/addresses/{address}/follow", Line::Act(FollowMove::KIND), follow::from_page)
}

/// The JSON routes.
pub(crate) fn api() -> Routes {
    Routes::new()
        .post_at_most("/api/takedown/addresses", Line::Act(AddAddress::KIND), MAX_BODY, intake::from_api)
        .post_at_most(
            "/api/takedown/addresses/file",
            Line::Act(AddAddress::KIND),
            MAX_BODY,
            intake::file_from_api,
        )
        .post("/api/takedown/addresses/{address}/follow", Line::Act(FollowMove::KIND), follow::from_api)
        .get("/api/takedown/addresses/{address}", Line::Read(&READ_ADDRESSES), one::show_json)
}

/// The JSON routes as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(paths(intake::from_api, intake::file_from_api, follow::from_api, one::show_json))]
pub(crate) struct Described;
