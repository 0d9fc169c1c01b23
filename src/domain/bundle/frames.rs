//! A file as frames for codes on a screen, and together again (design §3, "A bundle as codes").
//!
//! Frames come in any order, come again, are damaged or of something else. Knows nothing of pictures or of time.

use crate::domain::hash::sha256;

/// What a payload may have, compressed or not: some two minutes at the faster speed.
pub const MAX_PAYLOAD: usize = PART * MAX_FRAMES;
/// What the file in it may have: a reader stops inflating there.
pub const MAX_CONTENT: usize = 8_000_000;
pub const MAX_FRAMES: usize = 300;
/// Bytes of the payload in a frame: a code that a phone still reads off another.
pub const PART: usize = 400;

const MARK: &str = "LX1:";
const NAME: usize = 8;
const HEAD: usize = NAME + 1 + 2 + 2;
const CHECK: usize = 4;

/// How the file lies in the payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Packing {
    Plain,
    Deflated,
}

/// A file put together again, still packed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payload {
    pub packing: Packing,
    pub bytes: Vec<u8>,
}

/// The texts of all frames; none of a payload that is empty or too large.
pub fn cut(payload: &Payload) -> Option<Vec<String>> {
    let count = payload.bytes.len().div_ceil(PART);
    if count == 0 || count > MAX_FRAMES {
        return None;
    }
    let hash = sha256(&payload.bytes);
    let frame = |(index, part): (usize, &[u8])| {
        let mut bytes = Vec::with_capacity(HEAD + part.len() + CHECK);
        bytes.extend_from_slice(&hash[..NAME]);
        bytes.push(match payload.packing {
            Packing::Plain => 0,
            Packing::Deflated => 1,
        });
        // Both are at most MAX_FRAMES.
        bytes.extend_from_slice(&(count as u16).to_be_bytes());
        bytes.extend_from_slice(&(index as u16).to_be_bytes());
        bytes.extend_from_slice(part);
        let check = sha256(&bytes);
        bytes.extend_from_slice(&check[..CHECK]);
        format!("{MARK}{}", base45(&bytes))
    };
    Some(payload.bytes.chunks(PART).enumerate().map(frame).collect())
}

/// What a code that was read turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    New,
    Known,
    /// A frame of another transfer than the one that was begun.
    Other,
    /// None of ours, or damaged.
    Foreign,
}

struct Frame {
    name: [u8; NAME],
    packing: Packing,
    count: usize,
    index: usize,
    part: Vec<u8>,
}

fn read(text: &str) -> Option<Frame> {
    let coded = text.strip_prefix(MARK)?;
    // Nothing longer is decoded at all.
    if coded.len() > (HEAD + PART + CHECK) * 3 / 2 + 2 {
        return None;
    }
    let bytes = from_base45(coded)?;
    let (said, check) = bytes.split_at_checked(bytes.len().checked_sub(CHECK)?)?;
    let (head, part) = said.split_at_checked(HEAD)?;
    if sha256(said)[..CHECK] != *check {
        return None;
    }
    let packing = match head[NAME] {
        0 => Packing::Plain,
        1 => Packing::Deflated,
        _ => return None,
    };
    let number = |at: usize| usize::from(u16::from_be_bytes([head[at], head[at + 1]]));
    let (count, index) = (number(NAME + 1), number(NAME + 3));
    if !(1..=PART).contains(&part.len()) || !(1..=MAX_FRAMES).contains(&count) || index >= count {
        return None;
    }
    Some(Frame { name: head[..NAME].try_into().ok()?, packing, count, index, part: part.to_vec() })
}

/// The frames of one transfer, as far as they came.
#[derive(Clone, Default, Debug)]
pub struct Gathering {
    begun: Option<([u8; NAME], Packing)>,
    parts: Vec<Option<Vec<u8>>>,
}

impl Gathering {
    /// Takes what a code said. The first frame begins the transfer.
    pub fn take(&mut self, text: &str) -> Seen {
        let Some(frame) = read(text) else { return Seen::Foreign };
        match self.begun {
            None => {
                self.begun = Some((frame.name, frame.packing));
                self.parts = vec![None; frame.count];
            }
            Some((name, _)) if name != frame.name => return Seen::Other,
            Some((_, packing)) if packing != frame.packing || self.parts.len() != frame.count => return Seen::Foreign,
            Some(_) => {}
        }
        let part = &mut self.parts[frame.index];
        if part.is_some() {
            return Seen::Known;
        }
        *part = Some(frame.part);
        Seen::New
    }

    /// Which are there, in their order.
    pub fn held(&self) -> impl Iterator<Item = bool> {
        self.parts.iter().map(Option::is_some)
    }

    /// The payload once all frames are there: an error if it is not what its name says, and then all is to come anew.
    pub fn whole(&mut self) -> Option<Result<Payload, Broken>> {
        let (name, packing) = self.begun?;
        let bytes = self.parts.iter().map(Option::as_deref).collect::<Option<Vec<&[u8]>>>()?.concat();
        if sha256(&bytes)[..NAME] != name {
            *self = Gathering::default();
            return Some(Err(Broken));
        }
        Some(Ok(Payload { packing, bytes }))
    }
}

/// Frames that were good each, and together are not what they say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Broken;

const DIGITS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

fn base45(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 3 / 2 + 2);
    for pair in bytes.chunks(2) {
        let (mut rest, digits) = match *pair {
            [one, two] => (usize::from(one) * 256 + usize::from(two), 3),
            _ => (usize::from(pair[0]), 2),
        };
        for _ in 0..digits {
            out.push(char::from(DIGITS[rest % 45]));
            rest /= 45;
        }
    }
    out
}

fn from_base45(text: &str) -> Option<Vec<u8>> {
    let digit = |c: &u8| DIGITS.iter().position(|known| known == c);
    let mut out = Vec::with_capacity(text.len() * 2 / 3);
    for group in text.as_bytes().chunks(3) {
        let digits = group.iter().map(digit).collect::<Option<Vec<usize>>>()?;
        match *digits.as_slice() {
            [a, b, c] => out.extend_from_slice(&u16::try_from(a + b * 45 + c * 2025).ok()?.to_be_bytes()),
            [a, b] => out.push(u8::try_from(a + b * 45).ok()?),
            _ => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base45_is_that_of_its_rfc() {
        for (plain, coded) in [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581")] {
            assert_eq!(base45(plain.as_bytes()), coded);
            assert_eq!(from_base45(coded).as_deref(), Some(plain.as_bytes()));
        }
        for bad in ["GGW", "A", "::", "ab", "中"] {
            assert_eq!(from_base45(bad), None, "{bad}");
        }
    }
}
