//! JSON as design §1 reads it: one strict pass over the bytes, then views into them.
//!
//! [`check`] is the only gate: it refuses the whole file at its first fault. What passed it is read through
//! [`Cursor`] (once, forward) or [`Json`] (small values, in any order) without another error path.

use crate::domain::order::InOrder;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use memchr::{memchr, memchr2};

/// Greatest depth of brackets in a file, the outermost being 1.
pub const MAX_DEPTH: usize = 32;
/// 2⁵³ − 1.
pub const MAX_INT: i64 = 9_007_199_254_740_991;
const MAX_KEY: usize = 128;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultCode {
    Text,
    Syntax,
    DuplicateKey,
    Depth,
    Number,
}

/// The first fault of a file and its offset in bytes from the file's start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fault {
    pub code: FaultCode,
    pub at: usize,
}

/// Checks a whole file and returns its text without a leading byte order mark.
pub fn check(bytes: &[u8]) -> Result<&[u8], Fault> {
    str::from_utf8(bytes).map_err(|e| Fault { code: FaultCode::Text, at: e.valid_up_to() })?;
    let skipped = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    let mut checker = Checker { bytes, at: skipped, keys: Vec::new() };
    checker.space();
    checker.value(1)?;
    checker.space();
    if checker.at < bytes.len() {
        return checker.fault(FaultCode::Syntax);
    }
    Ok(&bytes[skipped..])
}

struct Checker<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Keys of the objects that are open, innermost last; each object knows where its own begin.
    keys: Vec<Cow<'a, [u8]>>,
}

impl<'a> Checker<'a> {
    fn fault<T>(&self, code: FaultCode) -> Result<T, Fault> {
        Err(Fault { code, at: self.at })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<(), Fault> {
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(|_| ()),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.fault(FaultCode::Syntax),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Fault> {
        for &b in word {
            if self.peek() != Some(b) {
                return self.fault(FaultCode::Syntax);
            }
            self.at += 1;
        }
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<(), Fault> {
        if depth > MAX_DEPTH {
            return self.fault(FaultCode::Depth);
        }
        self.at += 1;
        let base = self.keys.len();
        // Sorted keys need one comparison each; a set is built only for a large unsorted object.
        let mut sorted = true;
        let mut set: Option<HashSet<Cow<'a, [u8]>>> = None;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return self.fault(FaultCode::Syntax);
            }
            let key = self.string()?;
            if key.is_empty() || key.len() > MAX_KEY || !key.iter().all(|b| (0x20..0x7f).contains(b)) {
                return Err(Fault { code: FaultCode::Syntax, at: start });
            }
            let mine = &self.keys[base..];
            let twice = match mine.last() {
                None => false,
                Some(last) if sorted && *last < key => false,
                Some(_) => {
                    sorted = false;
                    if mine.len() < 16 {
                        mine.contains(&key)
                    } else {
                        let set = set.get_or_insert_with(|| mine.iter().cloned().collect());
                        !set.insert(key.clone())
                    }
                }
            };
            if twice {
                return Err(Fault { code: FaultCode::DuplicateKey, at: start });
            }
            self.keys.push(key);
            self.space();
            if self.peek() != Some(b':') {
                return self.fault(FaultCode::Syntax);
            }
            self.at += 1;
            self.space();
            self.value(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return self.fault(FaultCode::Syntax),
            }
            self.space();
        }
        self.at += 1;
        self.keys.truncate(base);
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<(), Fault> {
        if depth > MAX_DEPTH {
            return self.fault(FaultCode::Depth);
        }
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return self.fault(FaultCode::Syntax),
            }
            self.space();
        }
        self.at += 1;
        Ok(())
    }

    /// Leaves the string's meaning in UTF-8; only escapes cost a copy.
    fn string(&mut self) -> Result<Cow<'a, [u8]>, Fault> {
        self.at += 1;
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    let text = &self.bytes[start..self.at];
                    self.at += 1;
                    return Ok(Cow::Borrowed(text));
                }
                Some(b'\\') => break,
                Some(0x20..) => self.at += 1,
                _ => return self.fault(FaultCode::Syntax),
            }
        }
        let mut text = self.bytes[start..self.at].to_vec();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => self.escape(&mut text)?,
                Some(b @ 0x20..) => {
                    text.push(b);
                    self.at += 1;
                }
                _ => return self.fault(FaultCode::Syntax),
            }
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        let plain = match self.peek() {
            Some(b @ (b'"' | b'\\' | b'/')) => b,
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'u') => {
                self.at += 1;
                let first = self.hex4()?;
                let scalar = match first {
                    0xd800..0xdc00 => {
                        if !self.bytes[self.at..].starts_with(b"\\u") {
                            return Err(Fault { code: FaultCode::Syntax, at: start });
                        }
                        self.at += 2;
                        let second = self.hex4()?;
                        if !(0xdc00..0xe000).contains(&second) {
                            return Err(Fault { code: FaultCode::Syntax, at: start });
                        }
                        0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                    }
                    _ => first,
                };
                // A low surrogate alone is no scalar value either.
                let Some(c) = char::from_u32(scalar) else {
                    return Err(Fault { code: FaultCode::Syntax, at: start });
                };
                text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => return self.fault(FaultCode::Syntax),
        };
        text.push(plain);
        self.at += 1;
        Ok(())
    }

    fn hex4(&mut self) -> Result<u32, Fault> {
        let mut value = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|b| (b as char).to_digit(16)) else {
                return self.fault(FaultCode::Syntax);
            };
            value = value << 4 | digit;
            self.at += 1;
        }
        Ok(value)
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let refuse = Err(Fault { code: FaultCode::Number, at: start });
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return self.fault(FaultCode::Syntax),
        }
        let whole = &self.bytes[start..self.at];
        let mut integer = true;
        if self.peek() == Some(b'.') {
            integer = false;
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            integer = false;
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits()?;
        }
        if !integer
            || whole == b"-0"
            || !str::from_utf8(whole).is_ok_and(|t| t.parse::<i64>().is_ok_and(|n| (-MAX_INT..=MAX_INT).contains(&n)))
        {
            return refuse;
        }
        Ok(())
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), Fault> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return self.fault(FaultCode::Syntax);
        }
        self.digits();
        Ok(())
    }
}

/// A forward reader of text that [`check`] let pass.
#[derive(Clone)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(checked: &'a [u8]) -> Self {
        let mut cursor = Cursor { bytes: checked, at: 0 };
        cursor.space();
        cursor
    }

    /// The offset of the next value from the start of the text.
    pub fn position(&self) -> usize {
        self.at
    }

    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    pub fn is_object(&self) -> bool {
        self.bytes.get(self.at) == Some(&b'{')
    }

    pub fn is_array(&self) -> bool {
        self.bytes.get(self.at) == Some(&b'[')
    }

    /// Calls `each` with every key; `each` must take the value (by `take`, `object` or `array`). False if it is no object.
    pub fn object(&mut self, mut each: impl FnMut(Cow<'a, str>, &mut Self)) -> bool {
        if !self.is_object() {
            self.take();
            return false;
        }
        self.open();
        while let Some(key) = self.key() {
            each(key.text().expect("a checked key is a string"), self);
            self.next();
        }
        true
    }

    /// Steps into an object or array.
    fn open(&mut self) {
        self.at += 1;
        self.space();
    }

    /// Steps over what parts one member or item from the next.
    fn next(&mut self) {
        self.space();
        if self.bytes[self.at] == b',' {
            self.at += 1;
            self.space();
        }
    }

    /// The next key of an object, standing at its value then; none behind the last one.
    fn key(&mut self) -> Option<Json<'a>> {
        if self.bytes[self.at] == b'}' {
            self.at += 1;
            return None;
        }
        let key = self.take();
        self.space();
        self.at += 1; // the colon
        self.space();
        Some(key)
    }

    /// Calls `each` before every item; `each` must take it. False if it is no array.
    pub fn array(&mut self, mut each: impl FnMut(&mut Self)) -> bool {
        if !self.is_array() {
            self.take();
            return false;
        }
        self.open();
        while self.bytes[self.at] != b']' {
            each(self);
            self.next();
        }
        self.at += 1;
        true
    }

    /// Steps over the next value and returns it.
    pub fn take(&mut self) -> Json<'a> {
        let start = self.at;
        let mut depth = 0usize;
        loop {
            match self.bytes[self.at] {
                b'"' => {
                    self.at += 1;
                    loop {
                        self.at += memchr2(b'"', b'\\', &self.bytes[self.at..]).expect("a checked string ends");
                        if self.bytes[self.at] == b'"' {
                            break;
                        }
                        self.at += 2;
                    }
                    self.at += 1;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    while self.bytes.get(self.at).is_some_and(|b| !matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Json(&self.bytes[start..self.at]);
            }
        }
    }
}

/// One checked value, as the bytes that it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Json<'a>(&'a [u8]);

impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.0))
    }
}

impl<'a> Json<'a> {
    /// A view of a value that was checked before: one that lies in the ledger, say.
    pub const fn trusted(bytes: &'a [u8]) -> Self {
        Json(bytes)
    }

    pub fn bytes(self) -> &'a [u8] {
        self.0
    }

    pub fn is_object(self) -> bool {
        self.0[0] == b'{'
    }

    pub fn is_array(self) -> bool {
        self.0[0] == b'['
    }

    pub fn is_text(self) -> bool {
        self.0[0] == b'"'
    }

    pub fn is_null(self) -> bool {
        self.0[0] == b'n'
    }

    pub fn text(self) -> Option<Cow<'a, str>> {
        let inner = self.0.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        if memchr(b'\\', inner).is_none() {
            return Some(Cow::Borrowed(str::from_utf8(inner).expect("checked as UTF-8")));
        }
        let mut checker = Checker { bytes: self.0, at: 0, keys: Vec::new() };
        let text = checker.string().expect("checked before").into_owned();
        Some(Cow::Owned(String::from_utf8(text).expect("scalars only")))
    }

    pub fn int(self) -> Option<i64> {
        str::from_utf8(self.0).ok()?.parse().ok()
    }

    pub fn bool(self) -> Option<bool> {
        match self.0 {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// The members of an object in the order written; nothing for anything else.
    pub fn members(self) -> Vec<(Cow<'a, str>, Json<'a>)> {
        let mut out = Vec::new();
        if self.is_object() {
            Cursor::new(self.0).object(|key, cursor| out.push((key, cursor.take())));
        }
        out
    }

    /// The same without copying, the names as they are written between their quotes.
    pub fn raw_members(self) -> impl Iterator<Item = (&'a [u8], Json<'a>)> {
        let mut cursor = Cursor::new(self.0);
        let mut open = self.is_object();
        if open {
            cursor.open();
        }
        std::iter::from_fn(move || {
            let key = if open { cursor.key() } else { None };
            open = key.is_some();
            let member = key.map(|key| (&key.0[1..key.0.len() - 1], cursor.take()));
            if open {
                cursor.next();
            }
            member
        })
    }

    pub fn items(self) -> Vec<Json<'a>> {
        let mut out = Vec::new();
        if self.is_array() {
            Cursor::new(self.0).array(|cursor| out.push(cursor.take()));
        }
        out
    }

    /// The member of that name of an object. Steps over those before it without copying.
    pub fn get(self, name: &str) -> Option<Json<'a>> {
        if !self.is_object() {
            return None;
        }
        let mut cursor = Cursor::new(self.0);
        cursor.open();
        while let Some(key) = cursor.key() {
            let value = cursor.take();
            if key.says(name) {
                return Some(value);
            }
            cursor.next();
        }
        None
    }

    /// Whether it is this text.
    pub fn says(self, text: &str) -> bool {
        let inner = self.0.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
        // What is written with escapes is longer than what it says.
        inner.is_some_and(|inner| inner == text.as_bytes() || (inner.len() > text.len() && self.text().is_some_and(|t| t == text)))
    }

    /// The RFC 8785 form; borrowed if the value already stands in it.
    pub fn canonical(self) -> Cow<'a, [u8]> {
        if is_canonical(self.0) {
            Cow::Borrowed(self.0)
        } else {
            let mut out = Vec::with_capacity(self.0.len());
            write_canonical(self, &mut out);
            Cow::Owned(out)
        }
    }
}

/// Writes a string with the shortest escapes.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for b in text.bytes() {
        match b {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            8 => out.extend_from_slice(b"\\b"),
            12 => out.extend_from_slice(b"\\f"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => out.extend_from_slice(format!("\\u{b:04x}").as_bytes()),
            _ => out.push(b),
        }
    }
    out.push(b'"');
}

fn write_canonical(value: Json<'_>, out: &mut Vec<u8>) {
    if value.is_object() {
        let mut members = value.members();
        members.order_by(|a, b| a.0.cmp(&b.0));
        out.push(b'{');
        for (i, (key, member)) in members.into_iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            write_string(&key, out);
            out.push(b':');
            write_canonical(member, out);
        }
        out.push(b'}');
    } else if value.is_array() {
        out.push(b'[');
        for (i, item) in value.items().into_iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            write_canonical(item, out);
        }
        out.push(b']');
    } else if let Some(text) = value.text() {
        write_string(&text, out);
    } else {
        out.extend_from_slice(value.0);
    }
}

/// Whether a checked value stands in its canonical form: one pass, no copy of what has no escapes.
fn is_canonical(bytes: &[u8]) -> bool {
    struct Open<'a> {
        last_key: Option<&'a [u8]>,
        object: bool,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    let mut expect_key = false;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'{' | b'[' => {
                open.push(Open { last_key: None, object: b == b'{' });
                expect_key = b == b'{';
                at += 1;
            }
            b'}' | b']' => {
                open.pop();
                expect_key = false;
                at += 1;
            }
            b',' => {
                expect_key = open.last().is_some_and(|o| o.object);
                at += 1;
            }
            b':' => at += 1,
            b' ' | b'\t' | b'\n' | b'\r' => return false,
            b'"' => {
                let start = at + 1;
                at += 1;
                loop {
                    match bytes[at] {
                        b'"' => break,
                        b'\\' => {
                            let short = match bytes[at + 1] {
                                b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                                b'u' => {
                                    let hex = &bytes[at + 2..at + 6];
                                    let control = hex.starts_with(b"00") && matches!(hex[2], b'0' | b'1');
                                    let has_short = hex[2] == b'0' && matches!(hex[3], b'8' | b'9' | b'a' | b'c' | b'd');
                                    if !control || has_short || hex[3].is_ascii_uppercase() {
                                        return false;
                                    }
                                    6
                                }
                                _ => return false,
                            };
                            at += short;
                        }
                        _ => at += 1,
                    }
                }
                let text = &bytes[start..at];
                at += 1;
                if expect_key {
                    let top = open.last_mut().expect("a key stands in an object");
                    // A key with an escape is rare enough to be rewritten: its order is that of its meaning.
                    if text.contains(&b'\\') || top.last_key.is_some_and(|last| last >= text) {
                        return false;
                    }
                    top.last_key = Some(text);
                    expect_key = false;
                }
            }
            _ => at += 1,
        }
    }
    true
}
