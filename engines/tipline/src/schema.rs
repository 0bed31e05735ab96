//! What a document may hold: a table, what checks a tree against it, and the schema document written from it.

mod rules;
pub(crate) mod table;
mod written;

pub use rules::unix_ms;
pub use written::xsd;

use crate::fault::Fault;
use bounded_xml::{Node, shown};

/// What a text may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// At most so many characters.
    Text(u32),
    /// At most so many characters, and more than blanks.
    NotBlank(u32),
    /// Nothing, or a truth value.
    Flag,
    /// A truth value.
    Bool,
    /// A date and time of XML Schema.
    DateTime,
    /// A date of XML Schema.
    Date,
    /// A whole number of up to 18 digits.
    Long,
    /// 0 to 150.
    Age,
    /// 0 to 65535.
    Port,
    /// A number with a point.
    Decimal,
    /// Nothing, or that it is so.
    Mark,
    /// A code of [`table::COUNTRIES`], or nothing.
    Country,
    /// A code of [`table::STATES`], or nothing.
    State,
    /// Up to ten digits.
    Extension,
    /// A plus and up to three digits.
    CallingCode,
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// An attribute that an element may carry.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) rule: Rule,
    pub(crate) required: bool,
}

/// What stands in an element.
#[derive(Debug)]
pub(crate) enum Content {
    /// Text alone.
    Text(Rule),
    /// Elements in this order.
    Sequence(&'static [Part]),
    /// Elements in any order, each at most once.
    All(&'static [Item]),
}

/// A place in a sequence.
#[derive(Debug)]
pub(crate) enum Part {
    /// One element.
    One(Item),
    /// One of several elements; with least 0 also none.
    Or(u16, &'static [Item]),
}

/// An element: its name, how often it stands there, what it holds.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) name: &'static str,
    pub(crate) least: u16,
    pub(crate) most: u16,
    pub(crate) shape: &'static Shape,
}

/// What an element holds.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) attributes: &'static [Attribute],
    pub(crate) content: Content,
}

/// Checks a tree against the table from its root on.
pub(crate) fn check(node: &Node, root: &Item) -> Result<(), Fault> {
    if node.name != root.name {
        return Err(Fault::invalid(
            node.place,
            shown(&node.name),
            format_args!("the root element must be {}", root.name),
        ));
    }
    element(node, root.shape, root.name)
}

fn element(node: &Node, shape: &Shape, path: &str) -> Result<(), Fault> {
    attributes(node, shape, path)?;
    if let Content::Text(rule) = &shape.content {
        if let Some(child) = node.children.first() {
            return Err(Fault::invalid(child.place, path, "no element may stand in it"));
        }
        return rule.check(&node.text).map_err(|wanted| Fault::invalid(node.place, path, wanted));
    }
    if !node.text.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
        return Err(Fault::invalid(node.place, path, "no text may stand between its elements"));
    }
    match &shape.content {
        Content::Text(_) => Ok(()),
        Content::Sequence(parts) => sequence(node, parts, path),
        Content::All(items) => all(node, items, path),
    }
}

fn attributes(node: &Node, shape: &Shape, path: &str) -> Result<(), Fault> {
    for (name, value) in &node.attributes {
        let Some(known) = shape.attributes.iter().find(|known| known.name == name) else {
            return Err(Fault::invalid(
                node.place,
                path,
                format_args!("attribute {} is not known there", shown(name)),
            ));
        };
        known
            .rule
            .check(value)
            .map_err(|wanted| Fault::invalid(node.place, path, format_args!("attribute {name}: {wanted}")))?;
    }
    match shape.attributes.iter().find(|known| known.required && node.attribute(known.name).is_none()) {
        Some(missing) => {
            Err(Fault::invalid(node.place, path, format_args!("attribute {} is missing", missing.name)))
        }
        None => Ok(()),
    }
}

fn sequence(node: &Node, parts: &[Part], path: &str) -> Result<(), Fault> {
    let mut left = node.children.as_slice();
    for part in parts {
        let (items, least, most): (&[Item], _, _) = match part {
            Part::One(item) => (std::slice::from_ref(item), item.least, item.most),
            Part::Or(least, items) => (items, *least, 1),
        };
        let mut found = 0;
        while let Some((child, rest)) = left.split_first() {
            let Some(item) = items.iter().find(|item| item.name == child.name) else { break };
            if found == most && most != u16::MAX {
                break;
            }
            element(child, item.shape, &format!("{path}/{}", item.name))?;
            found = found.saturating_add(1);
            left = rest;
        }
        if found < least {
            let wanted = items.iter().map(|item| item.name).collect::<Vec<_>>().join(" or ");
            let (place, instead) = match left.first() {
                Some(child) => {
                    (child.place, format!("{} stands where {wanted} is expected", shown(&child.name)))
                }
                None => (node.place, format!("{wanted} is missing")),
            };
            return Err(Fault::invalid(place, path, instead));
        }
    }
    match left.first() {
        Some(child) => {
            let order = parts.iter().map(names).collect::<Vec<_>>().join(", ");
            Err(Fault::invalid(
                child.place,
                path,
                format_args!(
                    "{} is unknown, stands too often or out of order: the order is {order}",
                    shown(&child.name)
                ),
            ))
        }
        None => Ok(()),
    }
}

fn names(part: &Part) -> String {
    match part {
        Part::One(item) => item.name.to_owned(),
        Part::Or(_, items) => items.iter().map(|item| item.name).collect::<Vec<_>>().join(" or "),
    }
}

fn all(node: &Node, items: &[Item], path: &str) -> Result<(), Fault> {
    for (index, child) in node.children.iter().enumerate() {
        let Some(item) = items.iter().find(|item| item.name == child.name) else {
            return Err(Fault::invalid(
                child.place,
                path,
                format_args!("{} is not known there", shown(&child.name)),
            ));
        };
        // More children than names end here at the latest, so this is never quadratic.
        if node.children[..index].iter().any(|before| before.name == child.name) {
            return Err(Fault::invalid(child.place, path, format_args!("{} stands twice", item.name)));
        }
        element(child, item.shape, &format!("{path}/{}", item.name))?;
    }
    Ok(())
}
