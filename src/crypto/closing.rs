//! Encrypting a bundle and opening it again: the core's rules with a port's answers.

use super::{Boxed, Cipher, CryptoError};
use crate::domain::bundle::jwe::{self, ForPassphrase, Fresh, Jwe, Recipient, Secret};
use crate::domain::bundle::key::PublicKey;
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::id::DeviceId;

/// Who shall be able to open a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lock {
    /// These devices, with the public keys of their boxes.
    Devices(Vec<(DeviceId, PublicKey)>),
    /// Whoever is told the passphrase, which is stretched by so many rounds.
    Passphrase { words: String, rounds: u32 },
}

/// What became of an encrypted file without asking anyone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opened {
    Content(Vec<u8>),
    /// Not for this device, but a passphrase opens it.
    AsksPassphrase(Box<Jwe>),
}

/// Encrypts a bundle.
pub async fn close(content: &[u8], lock: &Lock, fresh: &Fresh, cipher: &impl Cipher) -> Result<Vec<u8>, CryptoError> {
    let mut recipients = Vec::new();
    match lock {
        Lock::Devices(devices) => {
            for (device, key) in devices {
                let (epk, common) = cipher.offer(key).await?;
                let wrapped = cipher.wrap(&jwe::own_wrapping_key(&common), &fresh.content_key).await?;
                recipients.push(Recipient::Device { device: *device, epk, wrapped });
            }
        }
        Lock::Passphrase { words, rounds } => {
            let by = cipher.stretch(words, &jwe::own_salt(fresh), *rounds).await?;
            let wrapped = cipher.wrap(&by, &fresh.content_key).await?;
            recipients.push(Recipient::Passphrase { rounds: *rounds, wrapped });
        }
    }
    let sealed = cipher.seal(&fresh.content_key, &fresh.iv, &jwe::own_aad(), content).await?;
    Ok(jwe::write(&recipients, fresh, &sealed))
}

/// What a device's own box opens; `own` is none where no ledger is open.
pub async fn open(bytes: &[u8], own: Option<(DeviceId, &impl Boxed)>, cipher: &impl Cipher) -> Result<Opened, Problem> {
    let jwe = jwe::read(bytes)?;
    let mut found = None;
    let mut ours = false;
    if let Some((device, key)) = own {
        for one in jwe.of(&device) {
            ours |= one.kid.is_some();
            // What a browser won't compute is as closed as what is for others.
            let Ok(common) = key.agree(&one.epk).await else { continue };
            if let Ok(Some(content_key)) = cipher.unwrap(&one.wrapping_key(&common), &one.wrapped).await {
                found = Some(content_key);
                break;
            }
        }
    }
    match found {
        Some(content_key) => content(&jwe, &content_key, cipher).await.map(Opened::Content),
        None if jwe.passphrase.is_some() => Ok(Opened::AsksPassphrase(Box::new(jwe))),
        // Its key was changed on the way, or is not what the file says.
        None if ours => Err(jwe::refused()),
        None => Err(Problem::new(Code::Decrypt, jwe::NOT_OURS)),
    }
}

/// Opens what asks for a passphrase. `None`: it is not this one.
pub async fn open_by_passphrase(jwe: &Jwe, words: &str, cipher: &impl Cipher) -> Result<Option<Vec<u8>>, Problem> {
    let Some(ForPassphrase { salt, rounds, wrapped }) = &jwe.passphrase else { return Ok(None) };
    let by = cipher.stretch(words, salt, *rounds).await.map_err(not_here)?;
    match cipher.unwrap(&by, wrapped).await.map_err(not_here)? {
        Some(content_key) => content(jwe, &content_key, cipher).await.map(Some),
        None => Ok(None),
    }
}

async fn content(jwe: &Jwe, key: &Secret, cipher: &impl Cipher) -> Result<Vec<u8>, Problem> {
    cipher.unseal(key, &jwe.iv, &jwe.aad, &jwe.sealed).await.map_err(not_here)?.ok_or_else(jwe::refused)
}

/// A browser that refuses to compute leaves the file as closed as a damaged one.
fn not_here(_: CryptoError) -> Problem {
    jwe::refused()
}
