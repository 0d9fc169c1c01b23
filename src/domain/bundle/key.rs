//! Public keys as JWK, and the questions that only a port with a curve can answer.

use crate::domain::curve::is_on_curve;
use crate::domain::hash;
use crate::domain::id::{DeviceId, EventId, FeedKey, Hash, WorkspaceId};
use crate::domain::json::Json;

/// A P-256 public key: its two coordinates as 43 characters of base64url each.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct PublicKey {
    pub x: Hash,
    pub y: Hash,
}

impl PublicKey {
    /// Reads a JWK of a point on the curve; a private part is refused, other members are dropped.
    pub fn from_jwk(value: Json<'_>) -> Option<Self> {
        if !value.is_object() || value.get("d").is_some() {
            return None;
        }
        let text = |name: &str| value.get(name)?.text();
        let coordinate = |name: &str| Hash::parse(&text(name)?);
        (text("kty")? == "EC" && text("crv")? == "P-256").then_some(())?;
        let key = PublicKey { x: coordinate("x")?, y: coordinate("y")? };
        is_on_curve(&key.x.digest(), &key.y.digest()).then_some(key)
    }

    /// The canonical JWK, which is also what the thumbprint is made of (RFC 7638).
    pub fn to_jwk(&self) -> String {
        format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, self.x, self.y)
    }

    pub fn device(&self) -> DeviceId {
        DeviceId::of_thumbprint(&Hash::of(self.to_jwk().as_bytes()))
    }

    /// The uncompressed SEC1 point.
    pub fn to_sec1(&self) -> [u8; 65] {
        let mut out = [4; 65];
        out[1..33].copy_from_slice(&self.x.digest());
        out[33..].copy_from_slice(&self.y.digest());
        out
    }

    pub fn from_sec1(point: &[u8]) -> Option<Self> {
        let coordinate = |bytes: &[u8]| Some(Hash::from_digest(bytes.try_into().ok()?));
        (point.len() == 65 && point[0] == 4).then(|| Some(PublicKey { x: coordinate(&point[1..33])?, y: coordinate(&point[33..])? }))?
    }
}

/// A raw ES256 signature, r‖s.
pub type Signature = [u8; 64];

/// What a device vouches for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Seal {
    pub seq: u64,
    pub id: EventId,
    /// As it was written, 86 characters of base64url.
    pub sig: String,
}

/// A signature to be verified by a port.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Question {
    pub key: PublicKey,
    pub message: Vec<u8>,
    pub signature: Signature,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    Good,
    Bad,
    /// The key is no point on the curve.
    BadKey,
}

/// What an invited device signs with the invite's key to join.
pub fn join_message(workspace: &WorkspaceId, device: &DeviceId, person: &str) -> Vec<u8> {
    format!(r#"{{"device":"{device}","person":"{person}","workspace":"{workspace}"}}"#).into_bytes()
}

/// The six characters that two people compare by voice, as `XXX-XXX`.
pub fn spoken_code(workspace: &WorkspaceId, device: &DeviceId, person: &str) -> String {
    let code = hash::crockford(&hash::sha256(&join_message(workspace, device, person)), 6);
    format!("{}-{}", &code[..3], &code[3..])
}

/// The question that a piece's seal asks; `None` if its signature is not even 64 bytes.
pub fn seal_question(workspace: &WorkspaceId, feed: &FeedKey, seal: &Seal, key: &PublicKey) -> Option<Question> {
    let signature = hash::decode::<64>(&seal.sig)?;
    Some(Question { key: key.clone(), message: crate::domain::event::seal_message(workspace, feed, seal.seq, &seal.id), signature })
}
