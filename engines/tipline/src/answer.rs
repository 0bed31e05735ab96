//! The two documents that a server of the format answers with.

use crate::fault::Code;

/// A `reportResponse`. `file` is the id of a file and the MD5 of its bytes as 32 hex digits each.
///
/// ```
/// let xml = tipline::answer::response(tipline::Code::Success, "Success", Some(7), None);
/// assert!(xml.ends_with("<reportResponse><responseCode>0</responseCode><responseDescription>Success</responseDescription><reportId>7</reportId></reportResponse>"));
/// ```
pub fn response(code: Code, description: &str, report_id: Option<u64>, file: Option<(&str, &str)>) -> String {
    let mut xml = begin("reportResponse");
    put(&mut xml, "responseCode", &code.number().to_string());
    put(&mut xml, "responseDescription", description);
    if let Some(id) = report_id {
        put(&mut xml, "reportId", &id.to_string());
    }
    if let Some((id, hash)) = file {
        put(&mut xml, "fileId", id);
        put(&mut xml, "hash", hash);
    }
    xml + "</reportResponse>"
}

/// A `reportDoneResponse`: it has no description.
///
/// ```
/// let xml = tipline::answer::done(tipline::Code::Success, 7, &[]);
/// assert!(xml.ends_with("<reportId>7</reportId><files/></reportDoneResponse>"));
/// ```
pub fn done(code: Code, report_id: u64, files: &[&str]) -> String {
    let mut xml = begin("reportDoneResponse");
    put(&mut xml, "responseCode", &code.number().to_string());
    put(&mut xml, "reportId", &report_id.to_string());
    if files.is_empty() {
        xml.push_str("<files/>");
    } else {
        xml.push_str("<files>");
        files.iter().for_each(|id| put(&mut xml, "fileId", id));
        xml.push_str("</files>");
    }
    xml + "</reportDoneResponse>"
}

fn begin(root: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><{root}>")
}

fn put(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>"));
    for char in text.chars() {
        match char {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}' => {
                xml.push(char)
            }
            _ => xml.push('\u{FFFD}'),
        }
    }
    xml.push_str(&format!("</{name}>"));
}
