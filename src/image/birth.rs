//! What an image remembers of its birth: from which library, in which order, and a *census* of what the library made.
//!
//! The census has each object that names lead to, and of each slot a fingerprint of what it held. So a later program can
//! tell what its own library has changed since from what a person has.

use crate::image::codec::Bytes;
use crate::image::codec::Malformed;
use crate::image::codec::byte;
use crate::image::codec::count;
use crate::image::codec::put;
use crate::image::codec::put_bytes;
use crate::image::codec::tag;

/// One object that names lead to, and what stood in its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The names from the lobby on; the lobby itself is `lobby`.
    pub path: String,
    /// The name of each slot and the fingerprint of what it held; the object's annotation is called `{}`.
    pub slots: Vec<(String, u64)>,
}

/// The record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Birth {
    /// What tells the library from others. Of an image that was upgraded, the library it has now; so is the census.
    pub library: [u8; 32],
    /// The primitives that the library could use.
    pub primitives: Vec<String>,
    /// What was awakened, in this order, for people.
    pub log: Vec<String>,
    pub census: Vec<Counted>,
}

impl Birth {
    /// The record's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![tag::BIRTH];
        out.extend(self.library);
        for list in [&self.primitives, &self.log] {
            put(&mut out, list.len() as u64);
            list.iter().for_each(|text| put_bytes(&mut out, text.as_bytes()));
        }
        put(&mut out, self.census.len() as u64);
        for Counted { path, slots } in &self.census {
            put_bytes(&mut out, path.as_bytes());
            put(&mut out, slots.len() as u64);
            for (name, print) in slots {
                put_bytes(&mut out, name.as_bytes());
                out.extend(print.to_le_bytes());
            }
        }
        out
    }

    pub(super) fn decode(record: &[u8]) -> Result<Birth, Malformed> {
        let from = &mut Bytes::new(record);
        if byte(from)? != tag::BIRTH {
            return Err(Malformed);
        }
        let library = from.take(32)?.try_into().map_err(|_| Malformed)?;
        let mut lists = [Vec::new(), Vec::new()];
        for list in &mut lists {
            for _ in 0..count(from)? {
                list.push(from.text()?.to_string());
            }
        }
        let [primitives, log] = lists;
        let mut census = Vec::new();
        for _ in 0..count(from)? {
            let path = from.text()?.to_string();
            let mut slots = Vec::new();
            for _ in 0..count(from)? {
                let name = from.text()?.to_string();
                let print = from.take(8)?.try_into().map_err(|_| Malformed)?;
                slots.push((name, u64::from_le_bytes(print)));
            }
            census.push(Counted { path, slots });
        }
        Ok(Birth { library, primitives, log, census })
    }
}
