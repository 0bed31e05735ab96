//! The two documents that a server of the format answers with.

use crate::fault::Code;
use bounded_xml::Written;

/// A `reportResponse`. `file` is the id of a file and the MD5 of its bytes as 32 hex digits each.
///
/// ```
/// let xml = tipline::answer::response(tipline::Code::Success, "Success", Some(7), None);
/// assert!(xml.ends_with("<reportResponse><responseCode>0</responseCode><responseDescription>Success</responseDescription><reportId>7</reportId></reportResponse>"));
/// ```
pub fn response(code: Code, description: &str, report_id: Option<u64>, file: Option<(&str, &str)>) -> String {
    let mut xml = Written::begin("reportResponse", &[]);
    xml.put("responseCode", &code.number().to_string());
    xml.put("responseDescription", description);
    if let Some(id) = report_id {
        xml.put("reportId", &id.to_string());
    }
    if let Some((id, hash)) = file {
        xml.put("fileId", id);
        xml.put("hash", hash);
    }
    xml.end()
}

/// A `reportDoneResponse`: it has no description.
///
/// ```
/// let xml = tipline::answer::done(tipline::Code::Success, 7, &[]);
/// assert!(xml.ends_with("<reportId>7</reportId><files/></reportDoneResponse>"));
/// ```
pub fn done(code: Code, report_id: u64, files: &[&str]) -> String {
    let mut xml = Written::begin("reportDoneResponse", &[]);
    xml.put("responseCode", &code.number().to_string());
    xml.put("reportId", &report_id.to_string());
    if files.is_empty() {
        xml.empty("files", &[]);
    } else {
        xml.open("files", &[]);
        files.iter().for_each(|id| xml.put("fileId", id));
    }
    xml.end()
}
