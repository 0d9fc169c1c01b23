//! Names of things, each a type of its own, all kept as the ASCII that stands in a bundle.
//!
//! Ids are compared as ASCII text (design §2), which is not the order of the bytes that they encode,
//! so the text is what is stored.

use std::fmt;

use crate::domain::hash;

macro_rules! ascii_id {
    ($(#[$doc:meta])* $name:ident, $len:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Reads the text form; `None` if it is not one.
            pub fn parse(text: &str) -> Option<Self> {
                let bytes: [u8; $len] = text.as_bytes().try_into().ok()?;
                let ok: fn(&str) -> bool = $ok;
                ok(text).then_some(Self(bytes))
            }

            pub fn as_str(&self) -> &str {
                str::from_utf8(&self.0).expect("only ASCII gets in")
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom(concat!("not a ", stringify!($name))))
            }
        }
    };
}

fn is_base64url(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

ascii_id! {
    /// SHA-256 as 43 characters of canonical base64url.
    Hash, 43, |t| hash::decode::<32>(t).is_some()
}
ascii_id! {
    /// The first 22 characters of an event's id; how bodies name events.
    Ref, 22, is_base64url
}
ascii_id! {
    /// The first 22 characters of the RFC 7638 thumbprint of a device's key.
    DeviceId, 22, is_base64url
}
ascii_id! {
    /// 16 characters of lower-case Crockford base32.
    ProjectId, 16, |t| t.bytes().all(|b| hash::CROCKFORD.contains(&b.to_ascii_uppercase()) && !b.is_ascii_uppercase())
}

/// An event's id is the hash of its canonical form.
pub type EventId = Hash;
/// The workspace's id is the hash of the body that founded it.
pub type WorkspaceId = Hash;

impl Hash {
    /// Sorts before every other: `-` is the least character of base64url.
    pub const ZERO: Hash = Hash([b'-'; 43]);

    pub fn of(bytes: &[u8]) -> Self {
        Self::from_digest(hash::sha256(bytes))
    }

    pub fn from_digest(digest: [u8; 32]) -> Self {
        let mut text = [0; 43];
        hash::encode_into(&digest, &mut text);
        Self(text)
    }

    /// The name by which bodies refer to the event with this id.
    pub fn to_ref(&self) -> Ref {
        Ref(self.0[..22].try_into().expect("43 ≥ 22"))
    }

    pub fn prefix(&self, len: usize) -> &str {
        &self.as_str()[..len]
    }

    pub fn digest(&self) -> [u8; 32] {
        hash::decode(self.as_str()).expect("checked when made")
    }
}

impl DeviceId {
    /// Sorts before every other.
    pub const MIN: DeviceId = DeviceId([b'-'; 22]);

    /// The id of the device whose key has this thumbprint.
    pub fn of_thumbprint(thumbprint: &Hash) -> Self {
        Self(thumbprint.0[..22].try_into().expect("43 ≥ 22"))
    }
}

impl ProjectId {
    /// Makes an id of 80 random bits.
    pub fn from_random(bytes: [u8; 10]) -> Self {
        let text = hash::crockford(&bytes, 16).to_ascii_lowercase();
        Self(text.as_bytes().try_into().expect("80 bits are 16 characters"))
    }
}

/// Who is sent an event (design §2). Ordered as its text is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everyone in the workspace.
    All,
    /// Coordinators and assessors.
    Office,
    /// Whoever works on the project.
    Project(ProjectId),
}

impl Scope {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "all" => Some(Scope::All),
            "office" => Some(Scope::Office),
            _ => text.strip_prefix("p:").and_then(ProjectId::parse).map(Scope::Project),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::All => f.write_str("all"),
            Scope::Office => f.write_str("office"),
            Scope::Project(id) => write!(f, "p:{id}"),
        }
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A feed is what one device wrote in one scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FeedKey {
    pub scope: Scope,
    pub device: DeviceId,
}
