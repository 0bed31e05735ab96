//! Entries by the page, and who asks.

use super::{Entry, Medium, Member, NAMESPACE, Next, Page, Reason, Votes};
use crate::{Fault, read_moment, written_moment};
use bounded_xml::{Limits, Node, Written, read};
use std::collections::BTreeMap;

/// Bounds of a page: a thousand entries, each with its fingerprints and the votes of every member.
const PAGE_LIMITS: Limits = Limits {
    bytes: 64 << 20,
    elements: 1_000_000,
    depth: 16,
    text: 64 << 10,
    attributes: 8,
    attribute: 4_096,
};

/// Who asks, from where.
#[must_use]
pub fn status(ip_address: &str, username: &str, member: &Member) -> String {
    let mut xml = Written::begin("status", &[("xmlns", NAMESPACE)]);
    xml.put("ipAddress", ip_address);
    xml.put("username", username);
    put_member(&mut xml, member);
    xml.end()
}

/// As whom another service knows us.
///
/// # Errors
/// [`Fault`].
pub fn read_status(bytes: &[u8]) -> Result<Member, Fault> {
    let root = read(bytes, &Limits::default())?;
    member_of(child(&root, "member").ok_or_else(|| Fault::field("member", "one member"))?)
}

/// All who take part.
#[must_use]
pub fn members(all: &[Member]) -> String {
    let mut xml = Written::begin("members", &[("xmlns", NAMESPACE)]);
    all.iter().for_each(|member| put_member(&mut xml, member));
    xml.end()
}

fn put_member(xml: &mut Written, member: &Member) {
    xml.put_with("member", &[("id", &member.id.to_string())], &member.name);
}

/// A page.
#[must_use]
pub fn page(page: &Page) -> String {
    let mut xml = Written::begin("queryResult", &[("xmlns", NAMESPACE)]);
    for (medium, block) in [(Medium::Image, "images"), (Medium::Video, "videos")] {
        let of: Vec<&Entry> = page.entries.iter().filter(|entry| entry.medium == medium).collect();
        if let Some(newest) = of.iter().map(|entry| entry.at).max() {
            xml.open(block, &[("count", &of.len().to_string()), ("maxTimestamp", &written_moment(newest))]);
            of.iter().for_each(|entry| put_entry(&mut xml, entry));
            xml.close();
        }
    }
    if let Some(next) = &page.next {
        xml.open("paging", &[]);
        xml.put("next", &next.path());
        xml.close();
    }
    xml.end()
}

fn put_entry(xml: &mut Written, entry: &Entry) {
    let name = match (entry.medium, entry.deleted) {
        (Medium::Image, false) => "image",
        (Medium::Image, true) => "deletedImage",
        (Medium::Video, false) => "video",
        (Medium::Video, true) => "deletedVideo",
    };
    xml.open(name, &[]);
    put_member(xml, &entry.member);
    xml.put("id", &entry.id);
    xml.put("timestamp", &written_moment(entry.at));
    if !entry.deleted {
        if let Some(class) = &entry.classification {
            xml.put("classification", class);
        }
        xml.open("fingerprints", &[]);
        entry.fingerprints.iter().for_each(|(kind, fingerprint)| xml.put(kind, fingerprint));
        xml.close();
        put_votes(xml, &entry.votes);
    }
    xml.close();
}

fn put_votes(xml: &mut Written, votes: &BTreeMap<String, Votes>) {
    let Some(newest) = votes.values().map(|votes| votes.at).max() else { return };
    xml.open("feedback", &[("lastUpdateTimestamp", &written_moment(newest))]);
    for (kind, votes) in votes {
        let at = written_moment(votes.at);
        let named = [("type", kind.as_str()), ("lastUpdateTimestamp", at.as_str())];
        if !votes.affirmed.is_empty() {
            xml.open("affirmativeFeedback", &named);
            put_members(xml, &votes.affirmed, &at);
            xml.close();
        }
        if !votes.denied.is_empty() {
            xml.open("negativeFeedback", &named);
            xml.open("reasons", &[]);
            for (reason, members) in &votes.denied {
                xml.empty("reason", &[("guid", &reason.guid), ("name", &reason.name), ("type", kind)]);
                put_members(xml, members, &at);
            }
            xml.close();
            xml.close();
        }
    }
    xml.close();
}

fn put_members(xml: &mut Written, members: &[Member], at: &str) {
    xml.open("members", &[("timestamp", at)]);
    members.iter().for_each(|member| put_member(xml, member));
    xml.close();
}

/// Reads a page. An entry of a kind that is not known is refused with the page, since nobody can say what it would have taken back.
///
/// # Errors
/// [`Fault`].
pub fn read_page(bytes: &[u8]) -> Result<Page, Fault> {
    let root = read(bytes, &PAGE_LIMITS)?;
    if root.local_name() != "queryResult" {
        return Err(Fault::field("the root", "queryResult"));
    }
    let mut page = Page::default();
    for block in root.children.iter().filter(|block| ["images", "videos"].contains(&block.local_name())) {
        for node in &block.children {
            page.entries.push(entry_of(node)?);
        }
    }
    let next = child(&root, "paging").and_then(|paging| child(paging, "next"));
    let next = next.map(|next| next.text.trim()).filter(|text| !text.is_empty());
    page.next = next.map(Next::read).transpose()?;
    Ok(page)
}

/// The first child of a name, whatever its prefix.
pub(super) fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    node.children.iter().find(|child| child.local_name() == name)
}

fn children<'a>(node: &'a Node, name: &'a str) -> impl Iterator<Item = &'a Node> {
    node.children.iter().filter(move |child| child.local_name() == name)
}

fn text<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    child(node, name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
}

fn member_of(node: &Node) -> Result<Member, Fault> {
    let id = node.attribute("id").and_then(|id| id.trim().parse().ok());
    let id = id.ok_or_else(|| Fault::field("member id", "a whole number"))?;
    Ok(Member { id, name: node.text.trim().to_owned() })
}

fn members_of(node: Option<&Node>) -> Result<Vec<Member>, Fault> {
    node.map_or(Ok(Vec::new()), |node| children(node, "member").map(member_of).collect())
}

fn entry_of(node: &Node) -> Result<Entry, Fault> {
    let (medium, deleted) = match node.local_name() {
        "image" => (Medium::Image, false),
        "deletedImage" => (Medium::Image, true),
        "video" => (Medium::Video, false),
        "deletedVideo" => (Medium::Video, true),
        _ => return Err(Fault::field("an entry", "image, video, deletedImage or deletedVideo")),
    };
    let member = member_of(child(node, "member").ok_or_else(|| Fault::field("member", "one member"))?)?;
    let id = text(node, "id").ok_or_else(|| Fault::field("id", "the number of the entry"))?;
    let at = text(node, "timestamp").ok_or_else(|| Fault::field("timestamp", "a moment"))?;
    let mut entry = Entry::standing(id, member, medium, read_moment(at, "timestamp")?);
    entry.deleted = deleted;
    if deleted {
        return Ok(entry);
    }
    entry.classification = text(node, "classification").map(ToOwned::to_owned);
    // Large ones stand elsewhere and hold no text here.
    let fingerprints = child(node, "fingerprints").map_or(&[][..], |node| node.children.as_slice());
    for fingerprint in fingerprints {
        let held = fingerprint.text.trim();
        if !held.is_empty() {
            entry.fingerprints.insert(fingerprint.local_name().to_owned(), held.to_owned());
        }
    }
    if let Some(feedback) = child(node, "feedback") {
        entry.votes = votes_of(feedback)?;
    }
    Ok(entry)
}

fn votes_of(feedback: &Node) -> Result<BTreeMap<String, Votes>, Fault> {
    let mut all: BTreeMap<String, Votes> = BTreeMap::new();
    for node in &feedback.children {
        let kind =
            node.attribute("type").ok_or_else(|| Fault::field("feedback type", "a kind of fingerprint"))?;
        let votes = all.entry(kind.to_owned()).or_default();
        let at = node.attribute("lastUpdateTimestamp").map(|at| read_moment(at, "lastUpdateTimestamp"));
        votes.at = votes.at.max(at.transpose()?.unwrap_or_default());
        match node.local_name() {
            "affirmativeFeedback" => votes.affirmed.extend(members_of(child(node, "members"))?),
            "negativeFeedback" => votes.denied.extend(denials_of(node)?),
            // Something newer than this: it takes nothing away.
            _ => {}
        }
    }
    Ok(all)
}

/// Reasons, each followed by who gives it.
fn denials_of(node: &Node) -> Result<Vec<(Reason, Vec<Member>)>, Fault> {
    let mut all = Vec::new();
    let listed = child(node, "reasons").map_or(&[][..], |reasons| reasons.children.as_slice());
    for pair in listed.chunks(2) {
        let [reason, members] = pair else {
            return Err(Fault::field("reasons", "after each reason the members who give it"));
        };
        if reason.local_name() != "reason" || members.local_name() != "members" {
            return Err(Fault::field("reasons", "after each reason the members who give it"));
        }
        let word = |name: &str| reason.attribute(name).unwrap_or_default().to_owned();
        all.push((Reason { guid: word("guid"), name: word("name") }, members_of(Some(members))?));
    }
    Ok(all)
}
