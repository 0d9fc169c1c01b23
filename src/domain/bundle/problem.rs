//! What was wrong with a file, and where (design §7).

use std::fmt;

use crate::domain::json::{Fault, FaultCode};

macro_rules! codes {
    ($($variant:ident = $name:literal,)*) => {
        /// Why a file, or a part of it, was not taken.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code { $($variant,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            pub fn parse(text: &str) -> Option<Code> {
                match text { $($name => Some(Code::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    TooLarge = "too-large",
    JsonText = "json-text",
    JsonSyntax = "json-syntax",
    JsonDuplicateKey = "json-duplicate-key",
    JsonDepth = "json-depth",
    JsonNumber = "json-number",
    NotABundle = "not-a-bundle",
    NewerFormat = "newer-format",
    OtherWorkspace = "other-workspace",
    BundleSeal = "bundle-seal",
    InviteUsed = "invite-used",
    DeviceUnknown = "device-unknown",
    ChainBroken = "chain-broken",
    EventId = "event-id",
    FeedSeal = "feed-seal",
    BodyTooLarge = "body-too-large",
    Gap = "gap",
    Fork = "fork",
    BodyShape = "body-shape",
    FileHash = "file-hash",
    FileType = "file-type",
    Decrypt = "decrypt",
}

impl Code {
    /// Whether nothing of the file can be used.
    pub fn refuses_file(self) -> bool {
        matches!(
            self,
            Code::TooLarge
                | Code::JsonText
                | Code::JsonSyntax
                | Code::JsonDuplicateKey
                | Code::JsonDepth
                | Code::JsonNumber
                | Code::NewerFormat
                | Code::OtherWorkspace
                | Code::Decrypt
        )
    }
}

/// A code and the place: a JSON Pointer, or `@` and an offset in bytes for the codes of JSON itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    pub code: Code,
    #[serde(rename = "where")]
    pub place: String,
}

impl Problem {
    pub fn new(code: Code, place: impl Into<String>) -> Self {
        Problem { code, place: place.into() }
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Code::parse(&text).ok_or_else(|| serde::de::Error::custom("no such code"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code.as_str(), self.place)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let code = match fault.code {
            FaultCode::Text => Code::JsonText,
            FaultCode::Syntax => Code::JsonSyntax,
            FaultCode::DuplicateKey => Code::JsonDuplicateKey,
            FaultCode::Depth => Code::JsonDepth,
            FaultCode::Number => Code::JsonNumber,
        };
        Problem::new(code, format!("@{}", fault.at))
    }
}
