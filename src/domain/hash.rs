//! SHA-256, base64url and Crockford base32.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Crockford's alphabet, in capitals.
pub const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A hash over pieces that are never joined in memory.
#[derive(Default)]
pub struct Hasher(Sha256);

impl Hasher {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// base64url without padding.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn encode_into(bytes: &[u8], out: &mut [u8]) {
    let n = URL_SAFE_NO_PAD.encode_slice(bytes, out).expect("the caller gives room");
    debug_assert_eq!(n, out.len());
}

/// Decodes canonical base64url of exactly `N` bytes: what does not encode back to itself is refused.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    let n = URL_SAFE_NO_PAD.decode_slice(text, &mut out).ok()?;
    (n == N).then_some(out)
}

/// Decodes canonical base64url of any length.
pub fn decode_any(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Standard base64 with padding, as files have it.
pub fn encode_standard(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub fn decode_standard(text: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The first `chars` × 5 bits in Crockford base32, capitals.
pub fn crockford(bytes: &[u8], chars: usize) -> String {
    (0..chars)
        .map(|i| {
            let bit = i * 5;
            let pair = u16::from(bytes[bit / 8]) << 8 | u16::from(*bytes.get(bit / 8 + 1).unwrap_or(&0));
            CROCKFORD[usize::from(pair >> (11 - bit % 8) & 31)] as char
        })
        .collect()
}
