//! Reads a file, a medium at a time.

use super::{Header, Holds, Medium};
use crate::Fault;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

/// Bytes between one medium and the next at most.
pub const MEDIUM_BYTES: usize = 4 << 20;

/// Reads a file and tells each medium with its place, from 0, or why it is not read; answers what the file says of itself. `told` ends the
/// reading by answering false.
///
/// ```
/// let file = br#"{"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media",
///     "value":[{"MediaID":1,"Category":0,"MD5":"ADEBF3FA3C9BE7F73825E1CB9E2DEA09"},{"MediaID":2}]}"#;
/// let mut told = Vec::new();
/// let header = hashshare::vics::read(&file[..], &mut |_, medium| { told.push(medium); true })?;
/// assert_eq!(header.scheme.as_deref(), Some("US"));
/// assert_eq!(told[0].as_ref().map(|medium| medium.category), Ok(Some(0)));
/// assert_eq!(told[1].as_ref().map_err(|fault| fault.to_string()), Err("MD5: 32 hex digits is expected".into()));
/// # Ok::<(), hashshare::Fault>(())
/// ```
///
/// # Errors
/// [`Fault`] where the file ends early, is no JSON, says nothing of its model first, or holds more than [`MEDIUM_BYTES`] at a time.
pub fn read(
    from: impl Read,
    told: &mut dyn FnMut(u64, Result<Medium, Fault>) -> bool,
) -> Result<Header, Fault> {
    let left = Cell::new(MEDIUM_BYTES);
    let mut from = BufReader::with_capacity(1 << 16, from);
    skip_mark(&mut from)?;
    let mut json = serde_json::Deserializer::from_reader(Bounded { from, left: &left });
    let mut reading = Reading { told, left: &left, header: None, place: 0, stopped: false };
    let ended = RootSeed(&mut reading).deserialize(&mut json);
    match (ended, reading.stopped) {
        (Err(fault), false) if left.get() == 0 => Err(Fault::Malformed(format!(
            "more than {MEDIUM_BYTES} bytes in one medium, line {}",
            fault.line()
        ))),
        (Err(fault), false) if reading.header.is_none() => Err(no_header(fault)),
        (Err(fault), false) => Err(fault.into()),
        (Ok(()) | Err(_), _) => reading.header.ok_or_else(|| Fault::field("@odata.context", WANTED)),
    }
}

const WANTED: &str = "the data model of Project VIC, version 1.2, 1.3 or 2.0, before the media";

fn no_header(fault: serde_json::Error) -> Fault {
    if fault.is_data() { Fault::field("@odata.context", WANTED) } else { fault.into() }
}

/// Some programs write a mark of the order of bytes first.
fn skip_mark(from: &mut impl BufRead) -> Result<(), Fault> {
    let unreadable =
        |fault: io::Error| Fault::Malformed(format!("the file cannot be read: {}", fault.kind()));
    if from.fill_buf().map_err(unreadable)?.starts_with(b"\xEF\xBB\xBF") {
        from.consume(3);
    }
    Ok(())
}

/// Ends where so much is read without a new medium.
struct Bounded<'l, R> {
    from: R,
    left: &'l Cell<usize>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.left.get());
        let read = self.from.read(&mut buffer[..most])?;
        self.left.set(self.left.get() - read);
        Ok(read)
    }
}

struct Reading<'t> {
    told: &'t mut dyn FnMut(u64, Result<Medium, Fault>) -> bool,
    left: &'t Cell<usize>,
    header: Option<Header>,
    place: u64,
    stopped: bool,
}

/// The whole file.
struct RootSeed<'r, 't>(&'r mut Reading<'t>);
/// What stands under `value`.
struct ValuesSeed<'r, 't>(&'r mut Reading<'t>, Holds);
/// A case, of which the media alone are told.
struct CaseSeed<'r, 't>(&'r mut Reading<'t>);
/// Media in a row.
struct MediaSeed<'r, 't>(&'r mut Reading<'t>);

impl<'de> DeserializeSeed<'de> for RootSeed<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RootSeed<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "@odata.context" | "odata.metadata" => {
                    let header = Header::of(&map.next_value::<String>()?);
                    self.0.header = Some(header.ok_or_else(|| A::Error::custom(WANTED))?);
                }
                "value" => {
                    let holds = self.0.header.as_ref().map(|header| header.holds);
                    let holds = holds.ok_or_else(|| A::Error::custom(WANTED))?;
                    map.next_value_seed(ValuesSeed(self.0, holds))?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for ValuesSeed<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match self.1 {
            Holds::Media => from.deserialize_seq(MediaSeed(self.0)),
            Holds::Cases => from.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for ValuesSeed<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of cases")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut cases: A) -> Result<(), A::Error> {
        while cases.next_element_seed(CaseSeed(self.0))?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for CaseSeed<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for CaseSeed<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a case")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.left.set(MEDIUM_BYTES);
        while let Some(key) = map.next_key::<String>()? {
            if key == "Media" {
                map.next_value_seed(MediaSeed(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for MediaSeed<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for MediaSeed<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of media")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut media: A) -> Result<(), A::Error> {
        let reading = self.0;
        reading.left.set(MEDIUM_BYTES);
        while let Some(value) = media.next_element::<Value>()? {
            reading.left.set(MEDIUM_BYTES);
            let goes_on = (reading.told)(reading.place, Medium::of(value));
            reading.place += 1;
            if !goes_on {
                reading.stopped = true;
                return Err(A::Error::custom("it was told to end"));
            }
        }
        Ok(())
    }
}
