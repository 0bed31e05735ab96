//! What is kept of a text before it is sealed, so that reports which tell the same are found without opening them: tokens and a
//! sketch under keys of the node. They go with the report when it is erased.

use crate::sealed::{Likeness, MarkToken};
use kernel::Id;
use likeness::{Key, Mark, MarkKind, Sketch, marks_in, names_in, normal};
use store::Node;

/// Bytes of a mark's token.
const TOKEN_BYTES: usize = 16;

/// What a report tells, in plain, as far as it is compared.
pub(crate) struct Plain<'t> {
    /// The text.
    pub(crate) text: &'t str,
    /// The app or site, and the name used there.
    pub(crate) place: &'t str,
    /// All that a machine told, in an order of its own; none for what a person told.
    pub(crate) by_machine: Option<&'t [u8]>,
}

/// The domain under which the store makes tokens of such marks.
fn domain(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Address => "reports.mark.address",
        MarkKind::Mail => "reports.mark.mail",
        MarkKind::Phone => "reports.mark.phone",
        MarkKind::Name => "reports.mark.name",
    }
}

/// The blind token of a mark.
pub(crate) fn token(node: &Node, mark: &Mark) -> Vec<u8> {
    let token = node.token(domain(mark.kind), mark.text.as_bytes());
    token.get(..TOKEN_BYTES).unwrap_or_default().to_vec()
}

fn number(node: &Node, domain: &str, bytes: &[u8]) -> i64 {
    let token = node.token(domain, bytes);
    i64::from_be_bytes(token.first_chunk().copied().unwrap_or_default())
}

/// The token under which a machine's report is found again when it says the same.
pub(crate) fn whole_of_machine(node: &Node, told: &[u8]) -> i64 {
    number(node, "reports.whole.machine", told)
}

fn key(node: &Node) -> Key {
    let token = node.token("reports.sketch", b"key");
    Key::new(token.first_chunk().copied().unwrap_or_default())
}

/// The row that finds what tells nearly the same; none where there are no words.
pub(crate) fn likeness(node: &Node, report: Id, plain: &Plain) -> Option<Likeness> {
    let text = normal(plain.text);
    let whole = match plain.by_machine {
        Some(told) => whole_of_machine(node, told),
        None if text.is_empty() => return None,
        None => number(node, "reports.whole", text.as_bytes()),
    };
    let sketch = Sketch::of(&key(node), &text);
    let bands = sketch.map_or([0; likeness::BANDS], |sketch| sketch.bands().map(u64::cast_signed));
    let [band_1, band_2, band_3, band_4, band_5, band_6] = bands;
    let sketch = sketch.map(|sketch| sketch.to_bytes()).unwrap_or_default();
    Some(Likeness { report, whole, band_1, band_2, band_3, band_4, band_5, band_6, sketch })
}

/// The tokens of what is named in a report, or in a later message of its thread.
pub(crate) fn marks(node: &Node, report: Id, told_in: Id, plain: &Plain) -> Vec<MarkToken> {
    let mut tokens: Vec<Vec<u8>> =
        marks_in(plain.text).iter().chain(&names_in(plain.place)).map(|mark| token(node, mark)).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens.into_iter().map(|mark| MarkToken { mark, told_in, report }).collect()
}
