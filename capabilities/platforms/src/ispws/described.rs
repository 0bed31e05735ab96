//! What the machine door's OpenAPI says of the wire. The tree of a report is too deep for it: `/ispws/xsd` is its schema.

use tipline::Code;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{IntoResponses, OpenApi, PartialSchema, ToSchema};

/// The codes of the wire.
fn codes() -> ObjectBuilder {
    let all: Vec<i64> = Code::ALL.into_iter().map(|code| i64::from(code.number())).collect();
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).enum_values(Some(all)).description(Some(
        "0 where it is done. 1000 a fault of ours, or too much at once; 1100, 1110, 1111, 1300 the same where something was to be saved, \
         uploaded or changed; 1210 no such call; 2000 no key, or none that is open; 3000, 3100, 3300 the key may not; 4000 no request of \
         the format; 4100 the document breaks the schema; 4110 it is no XML that is read here; 4200 the file is broken; 5001 no such \
         report; 5002 no such file; 5101 retracted before; 5102 finished before.",
    ))
}

/// An answer.
#[derive(ToSchema)]
#[schema(as = ReportResponse, xml(name = "reportResponse"))]
#[expect(dead_code, reason = "it is what the description says of `tipline::answer::response`")]
pub(super) struct Answer {
    /// What came of it.
    #[schema(rename = "responseCode", schema_with = codes)]
    response_code: i64,
    /// The same in words, and what to mend.
    #[schema(rename = "responseDescription")]
    response_description: String,
    /// The report, where one is known.
    #[schema(rename = "reportId")]
    report_id: Option<u64>,
    /// The file that was taken.
    #[schema(rename = "fileId", pattern = "^[a-f][0-9a-f]{31}$")]
    file_id: Option<String>,
    /// MD5 of its bytes as they came.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    hash: Option<String>,
}

/// The answer to whoever finishes a report.
#[derive(ToSchema)]
#[schema(as = ReportDoneResponse, xml(name = "reportDoneResponse"))]
#[expect(dead_code, reason = "it is what the description says of `tipline::answer::done`")]
pub(super) struct Done {
    /// What came of it.
    #[schema(rename = "responseCode", schema_with = codes)]
    response_code: i64,
    /// The report.
    #[schema(rename = "reportId")]
    report_id: u64,
    /// Its files, in the order in which they came.
    files: Files,
}

/// Files of a report.
#[derive(ToSchema)]
#[schema(as = ReportFiles)]
#[expect(dead_code, reason = "it is what the description says of `tipline::answer::done`")]
struct Files {
    /// The number of each.
    #[schema(rename = "fileId")]
    file_id: Vec<String>,
}

/// The answer to whoever finishes: what is no request of the wire is answered as everywhere.
pub(super) struct Finishing;

impl PartialSchema for Finishing {
    fn schema() -> RefOr<Schema> {
        let either = ["ReportDoneResponse", "ReportResponse"].map(Ref::from_schema_name);
        RefOr::T(Schema::OneOf(either.into_iter().fold(OneOfBuilder::new(), OneOfBuilder::item).build()))
    }
}

impl ToSchema for Finishing {}

/// A form with the number of a report.
#[derive(ToSchema)]
#[schema(as = ReportForm)]
#[expect(dead_code, reason = "it is what the description says of `body::number`")]
pub(super) struct Form {
    /// The report.
    id: u64,
}

/// A form with a file. Its fields may come in either order, without a length; fields of other names are passed over.
#[derive(ToSchema)]
#[schema(as = FileForm)]
#[expect(dead_code, reason = "it is what the description says of `body::upload`")]
pub(super) struct FileForm {
    /// The report.
    id: u64,
    /// The file, of whatever kind: 1 GiB at most where the operator says nothing else.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// What every call may be answered with beside its own.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is what the description says of `Refused`")]
pub(super) enum Usual {
    /// No key, or none that is open: code 2000.
    #[response(status = 401, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"), ("WWW-Authenticate" = String, description = "Basic")))]
    Nobody(#[to_schema] Answer),
    /// More than the key may hand in, code 1000: the same again after so many seconds.
    #[response(status = 429, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"), ("Retry-After" = u64, description = "Seconds")))]
    TooMuch(#[to_schema] Answer),
    /// A fault of ours: the same again after so many seconds.
    #[response(status = 503, content_type = "application/xml", headers(("Request-ID" = String, description = "The answer's number"), ("Retry-After" = u64, description = "Seconds")))]
    Ours(#[to_schema] Answer),
}

#[derive(OpenApi)]
#[openapi(
    paths(super::status, super::xsd, super::submit, super::upload, super::fileinfo, super::finish, super::retract),
    components(schemas(Answer, Done, Files, Form, FileForm)),
    tags((name = "ispws", description = "The wire of platforms, as CyberTipline clients speak it: XML and forms. What is wrong with a request is told with status 200 and a code."))
)]
pub(super) struct Described;
