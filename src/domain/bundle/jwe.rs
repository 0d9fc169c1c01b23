//! Encrypted files: a JWE in JSON serialization (RFC 7516) around a bundle (design §3).
//!
//! Reads the header and refuses everything that is not exactly the agreed way, before a port computes anything; makes
//! what the port needs, and writes the whole from what it answered. Knows no key that opens anything.

use crate::domain::bundle::key::PublicKey;
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::bundle::read::MAX_FILE;
use crate::domain::hash::{self, Hasher};
use crate::domain::id::DeviceId;
use crate::domain::json::{self, Json};
use crate::domain::order::InOrder;

/// Devices that one file can be encrypted to.
pub const MAX_DEVICES: usize = 64;
/// Bounds of p2c: below it is guessed too fast, above it a phone is kept busy by a file.
pub const ROUNDS: std::ops::RangeInclusive<i64> = 210_000..=2_000_000;
/// What this app itself asks of whoever guesses.
pub const OWN_ROUNDS: u32 = 600_000;
/// Where a problem points whose file is none of this device's.
pub const NOT_OURS: &str = "/recipients";

const FOR_DEVICE: &str = "ECDH-ES+A256KW";
const FOR_PASSPHRASE: &str = "PBES2-HS512+A256KW";
const CONTENT: &str = "A256GCM";
const PROTECTED: &[u8] = br#"{"enc":"A256GCM"}"#;
/// Bytes of a header, which is read once for each recipient.
const MAX_HEADER: usize = 65_536;
/// Salts shorter than this are none (RFC 7518, 4.8.1.1).
const MIN_SALT: usize = 8;

/// A key of 256 bits, or what two keys have in common.
pub type Secret = [u8; 32];
/// A [`Secret`] under AES key wrap (RFC 3394).
pub type Wrapped = [u8; 40];

/// What must be random and new for each file.
pub struct Fresh {
    pub content_key: Secret,
    pub iv: [u8; 12],
    pub salt: [u8; 16],
}

/// A file of which nothing but the content is still closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Jwe {
    pub devices: Vec<ForDevice>,
    pub passphrase: Option<ForPassphrase>,
    pub iv: [u8; 12],
    /// What the content's tag covers beside the content.
    pub aad: Vec<u8>,
    /// The content with its tag.
    pub sealed: Vec<u8>,
}

/// The content's key for a device's box.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForDevice {
    /// The device, if the file says which.
    pub kid: Option<String>,
    /// The writer's half of the agreement, a point of the curve.
    pub epk: PublicKey,
    pub wrapped: Wrapped,
    /// `apu` and `apv` of the header.
    parties: [Vec<u8>; 2],
}

/// The content's key for whoever knows the passphrase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForPassphrase {
    /// As the function takes it, the algorithm's name before the header's p2s.
    pub salt: Vec<u8>,
    pub rounds: u32,
    pub wrapped: Wrapped,
}

impl ForDevice {
    /// The key that wraps the content's key, from what the two keys have in common.
    pub fn wrapping_key(&self, common: &Secret) -> Secret {
        wrapping_key(common, &self.parties)
    }
}

/// Concat KDF of one round (RFC 7518, 4.6.2).
fn wrapping_key(common: &Secret, parties: &[Vec<u8>; 2]) -> Secret {
    let mut hasher = Hasher::default();
    hasher.update(&1u32.to_be_bytes());
    hasher.update(common);
    for part in [FOR_DEVICE.as_bytes(), &parties[0], &parties[1]] {
        hasher.update(&(part.len() as u32).to_be_bytes());
        hasher.update(part);
    }
    hasher.update(&256u32.to_be_bytes());
    hasher.finish()
}

/// The salt of a passphrase (RFC 7518, 4.8.1.1).
fn full_salt(p2s: &[u8]) -> Vec<u8> {
    [FOR_PASSPHRASE.as_bytes(), &[0], p2s].concat()
}

impl Jwe {
    /// Where the content's key may lie for a device: under its name, else under none.
    pub fn of(&self, device: &DeviceId) -> Vec<&ForDevice> {
        let under = |name: Option<&str>| self.devices.iter().filter(|one| one.kid.as_deref() == name).collect::<Vec<_>>();
        let named = under(Some(device.as_str()));
        if named.is_empty() { under(None) } else { named }
    }
}

/// The file is not encrypted in the agreed way, or damaged.
pub fn refused() -> Problem {
    Problem::new(Code::Decrypt, "")
}

/// Reads a file up to what needs a key. `Err`: nothing of it can be used.
pub fn read(bytes: &[u8]) -> Result<Jwe, Problem> {
    if bytes.len() > MAX_FILE {
        return Err(Problem::new(Code::TooLarge, ""));
    }
    let text = json::check(bytes)?;
    parse(json::Cursor::new(text).take()).ok_or_else(refused)
}

fn parse(file: Json<'_>) -> Option<Jwe> {
    let bytes = |name: &str| hash::decode_any(&file.get(name)?.text()?);
    let (iv, tag) = (bytes("iv")?.try_into().ok()?, <[u8; 16]>::try_from(bytes("tag")?).ok()?);
    let mut aad = file.get("protected").map_or(Some(String::new()), |text| Some(text.text()?.into_owned()))?;
    let protected = match file.get("protected") {
        Some(_) => hash::decode_any(&aad)?,
        None => EMPTY.bytes().to_vec(),
    };
    let shared = [object(&protected)?, file.get("unprotected").unwrap_or(EMPTY)];
    if let Some(more) = file.get("aad") {
        let more = more.text()?;
        hash::decode_any(&more)?;
        aad = format!("{aad}.{more}");
    }
    let recipients = match file.get("recipients") {
        // The flattened form is one recipient, and is not mixed with the other.
        None => vec![file],
        Some(list) if list.is_array() && file.get("header").is_none() && file.get("encrypted_key").is_none() => list.items(),
        Some(_) => return None,
    };
    let (mut devices, mut passphrase) = (Vec::new(), None);
    for recipient in recipients {
        let header = Header::read([shared[0], shared[1], recipient.get("header").unwrap_or(EMPTY)])?;
        let wrapped = hash::decode(&recipient.get("encrypted_key")?.text()?)?;
        match header.text("alg")?.as_ref() {
            FOR_DEVICE if devices.len() < MAX_DEVICES => devices.push(header.for_device(wrapped)?),
            FOR_PASSPHRASE if passphrase.is_none() => passphrase = Some(header.for_passphrase(wrapped)?),
            _ => return None,
        }
    }
    if devices.is_empty() && passphrase.is_none() {
        return None;
    }
    let mut sealed = bytes("ciphertext")?;
    sealed.extend_from_slice(&tag);
    Some(Jwe { devices, passphrase, iv, aad: aad.into_bytes(), sealed })
}

const EMPTY: Json<'static> = Json::trusted(b"{}");

/// A checked object in bytes of its own.
fn object(bytes: &[u8]) -> Option<Json<'_>> {
    let value = json::Cursor::new(json::check(bytes).ok()?).take();
    value.is_object().then_some(value)
}

/// The members that hold for one recipient, wherever they stand.
struct Header<'a>([Json<'a>; 3]);

impl<'a> Header<'a> {
    fn read(parts: [Json<'a>; 3]) -> Option<Self> {
        let header = Header(parts);
        let mut names: Vec<_> = Vec::new();
        for part in parts {
            if !part.is_object() || part.bytes().len() > MAX_HEADER {
                return None;
            }
            names.extend(part.members().into_iter().map(|(name, _)| name));
        }
        let count = names.len();
        names.order();
        names.dedup();
        let is_plain = names.len() == count && header.get("crit").is_none() && header.get("zip").is_none();
        (is_plain && header.get("enc")?.says(CONTENT)).then_some(header)
    }

    fn get(&self, name: &str) -> Option<Json<'a>> {
        self.0.iter().find_map(|part| part.get(name))
    }

    fn text(&self, name: &str) -> Option<std::borrow::Cow<'a, str>> {
        self.get(name)?.text()
    }

    fn for_device(&self, wrapped: Wrapped) -> Option<ForDevice> {
        let party = |name: &str| match self.get(name) {
            Some(value) => hash::decode_any(&value.text()?),
            None => Some(Vec::new()),
        };
        let kid = match self.get("kid") {
            Some(kid) => Some(kid.text()?.into_owned()),
            None => None,
        };
        Some(ForDevice { kid, epk: PublicKey::from_jwk(self.get("epk")?)?, wrapped, parties: [party("apu")?, party("apv")?] })
    }

    fn for_passphrase(&self, wrapped: Wrapped) -> Option<ForPassphrase> {
        let rounds = self.get("p2c")?.int().filter(|rounds| ROUNDS.contains(rounds))?;
        let salt = hash::decode_any(&self.text("p2s")?).filter(|salt| salt.len() >= MIN_SALT)?;
        Some(ForPassphrase { salt: full_salt(&salt), rounds: rounds.try_into().ok()?, wrapped })
    }
}

/// What the tag of every file that is written here covers beside the content.
pub fn own_aad() -> Vec<u8> {
    hash::encode(PROTECTED).into_bytes()
}

/// The key that wraps the content's key for a device, of files that are written here.
pub fn own_wrapping_key(common: &Secret) -> Secret {
    wrapping_key(common, &[Vec::new(), Vec::new()])
}

/// The salt as the function takes it, of files that are written here.
pub fn own_salt(fresh: &Fresh) -> Vec<u8> {
    full_salt(&fresh.salt)
}

/// The content's key as it is written down for one receiver.
pub enum Recipient {
    Device { device: DeviceId, epk: PublicKey, wrapped: Wrapped },
    Passphrase { rounds: u32, wrapped: Wrapped },
}

/// The whole file; `sealed` is the content with its tag.
pub fn write(recipients: &[Recipient], fresh: &Fresh, sealed: &[u8]) -> Vec<u8> {
    let (content, tag) = sealed.split_at(sealed.len() - 16);
    let one = |recipient: &Recipient| {
        let (header, wrapped) = match recipient {
            Recipient::Device { device, epk, wrapped } => {
                (format!(r#""alg":"{FOR_DEVICE}","epk":{},"kid":"{device}""#, epk.to_jwk()), wrapped)
            }
            Recipient::Passphrase { rounds, wrapped } => {
                (format!(r#""alg":"{FOR_PASSPHRASE}","p2c":{rounds},"p2s":"{}""#, hash::encode(&fresh.salt)), wrapped)
            }
        };
        format!(r#"{{"encrypted_key":"{}","header":{{{header}}}}}"#, hash::encode(wrapped))
    };
    let recipients = recipients.iter().map(one).collect::<Vec<_>>().join(",");
    let mut out = br#"{"ciphertext":""#.to_vec();
    out.append(&mut hash::encode(content).into_bytes());
    let (iv, protected, tag) = (hash::encode(&fresh.iv), hash::encode(PROTECTED), hash::encode(tag));
    out.extend_from_slice(format!(r#"","iv":"{iv}","protected":"{protected}","recipients":[{recipients}],"tag":"{tag}"}}"#).as_bytes());
    out
}
