//! A platform's system reports, as the wire of platforms goes: a document, a file, its details, the end.

use super::steps::Story;
use crate::demo::http::AtDoor;
use crate::demo::pictures::{jpeg, landscape};
use crate::fault::Fault;
use kernel::Role;

/// A fictional report of a platform, in the wire's own terms.
const REPORT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><report><incidentSummary>\
    <incidentType>Online Enticement of Children for Sexual Acts</incidentType><platform>Fictional platform</platform>\
    <incidentDateTime>2026-01-05T10:00:00Z</incidentDateTime></incidentSummary>\
    <internetDetails><webPageIncident><url>https://platform.example/fictional</url></webPageIncident></internetDetails>\
    <reporter><reportingPerson><email>trust@platform.example</email></reportingPerson></reporter>\
    <personOrUserReported><espIdentifier>fictional-user-1</espIdentifier><screenName>fictional_user</screenName>\
    <ipCaptureEvent><ipAddress>192.0.2.7</ipAddress><eventName>Login</eventName><dateTime>2026-01-05T09:59:00Z</dateTime>\
    </ipCaptureEvent></personOrUserReported></report>";

/// What stands in an element of an answer.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
    xml.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end)).map_or("", |(text, _)| text)
}

impl Story<'_> {
    /// A platform's system sends a report, and the desk has it.
    pub(crate) fn platform(&mut self) -> Result<(), Fault> {
        let keys = &self.running.machine_keys["production"];
        let part = |name: &str| keys[name].as_str().unwrap_or_default().to_owned();
        let bearer = format!("{}.{}", part("user"), part("password"));
        let door = AtDoor::new(&self.running.machine, Some(&bearer));
        let opened = door.post("/ispws/submit", "text/xml", REPORT.as_bytes())?.body;
        let number = element(&opened, "reportId").to_owned();
        self.step("a platform's system opens a report", "0", element(&opened, "responseCode"));
        let picture = jpeg(&landscape(300), 90);
        let file = [("file", "picture.jpg", "image/jpeg", picture.as_slice())];
        let taken = door.form("/ispws/upload", &[("id", &number)], &file)?.body;
        self.step("and sends a file", "0", element(&taken, "responseCode"));
        let details = format!(
            "<fileDetails><reportId>{number}</reportId><fileId>{}</fileId><fileViewedByEsp>false</fileViewedByEsp></fileDetails>",
            element(&taken, "fileId")
        );
        let described = door.post("/ispws/fileinfo", "text/xml", details.as_bytes())?.body;
        self.step("and its details", "0", element(&described, "responseCode"));
        let id = format!("id={number}");
        let finish = || door.post("/ispws/finish", "application/x-www-form-urlencoded", id.as_bytes());
        let finished = finish()?.body;
        self.step("and finishes it", "0", element(&finished, "responseCode"));
        self.step("which it can do once", "5102", element(&finish()?.body, "responseCode"));
        let path = "/api/lists/reports/queue?came_by=platform";
        let desk = self.staff(Role::Analyst)?;
        let waits =
            || -> Result<usize, Fault> { Ok(desk.get(path)?.json()["rows"].as_array().map_or(0, Vec::len)) };
        let mut seen = waits()?;
        for _ in 0..200 {
            if seen > 0 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
            seen = waits()?;
        }
        self.step("the desk has it in its queue", "1", &seen.to_string());
        Ok(())
    }
}
