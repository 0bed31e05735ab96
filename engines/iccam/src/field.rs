//! Names of fields. Those of the login are SCART's; all others are assumed.

/// Answer to a login: the token that lets each call in.
pub const BEARER: &str = "bearerToken";
/// Answer to a login: the token that gets a new one.
pub const REFRESH: &str = "refreshToken";
/// Answer to a login: for how many seconds the first of them holds.
pub const EXPIRES: &str = "bearerTokenExpiresIn";

/// Assumed: the number of a report.
pub const REPORT_ID: &str = "reportId";
/// Assumed: what a report is about.
pub const CONTENTS: &str = "contents";
/// Assumed: the number of one of these.
pub const CONTENT_ID: &str = "contentId";
/// Assumed: its address.
pub const URL: &str = "url";
/// Assumed: when it came in.
pub const RECEIVED: &str = "receivedDate";
/// Assumed: the number under which the hotline that has it keeps it.
pub const REFERENCE: &str = "hotlineReference";
/// Assumed: its classification.
pub const CLASSIFICATION: &str = "classification";
/// Assumed: what was done about it.
pub const ACTIONS: &str = "actions";
/// Assumed: the number of one of these.
pub const ACTION_ID: &str = "actionId";
/// Assumed: what it was.
pub const ACTION_TYPE: &str = "actionType";
/// Assumed: when it was done.
pub const ACTION_DATE: &str = "actionDate";
/// Assumed: why.
pub const ACTION_REASON: &str = "actionReason";
/// Assumed: the State of an assignment or of a host, by two letters.
pub const COUNTRY: &str = "countryCode";
