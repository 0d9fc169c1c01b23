//! Encrypted files by WebCrypto.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CryptoKey, SubtleCrypto};

use crate::browser::js;
use crate::browser::keys::{WebSigner, await_js, ecdh, export_public, generate, subtle, usages};
use crate::crypto::{Boxed, Cipher, CryptoError};
use crate::domain::bundle::jwe::{Secret, Wrapped};
use crate::domain::bundle::key::PublicKey;

/// The ciphers of the browser.
pub struct WebCipher;

fn fixed<const N: usize>(bytes: &JsValue) -> Result<[u8; N], CryptoError> {
    Uint8Array::new(bytes).to_vec().try_into().map_err(|_| CryptoError("another length".into()))
}

async fn import(bytes: &[u8], algorithm: &js_sys::Object, uses: &[&str]) -> Result<CryptoKey, CryptoError> {
    let promise = subtle()?.import_key_with_object("raw", &Uint8Array::from(bytes), algorithm, false, &usages(uses));
    Ok(await_js(promise).await?.unchecked_into())
}

async fn agree(mine: &CryptoKey, theirs: &PublicKey) -> Result<Secret, CryptoError> {
    let theirs = import(&theirs.to_sec1(), &ecdh(), &[]).await?;
    let algorithm = js::object([("name", "ECDH".into()), ("public", theirs.into())]);
    fixed(&await_js(subtle()?.derive_bits_with_object(&algorithm, mine, 256)).await?)
}

impl Boxed for WebSigner {
    async fn agree(&self, with: &PublicKey) -> Result<Secret, CryptoError> {
        let [_, boxing] = self.private_keys();
        agree(&boxing, with).await
    }
}

fn named(name: &str) -> js_sys::Object {
    js::object([("name", name.into())])
}

fn gcm(iv: &[u8; 12], aad: &[u8]) -> js_sys::Object {
    let (iv, aad) = (Uint8Array::from(iv.as_slice()), Uint8Array::from(aad));
    js::object([("name", "AES-GCM".into()), ("iv", iv.into()), ("additionalData", aad.into()), ("tagLength", 128.into())])
}

/// The browser has one name for everything that does not open.
fn unless_wrong<T>(outcome: Result<T, CryptoError>) -> Result<Option<T>, CryptoError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(CryptoError(name)) if name == "OperationError" => Ok(None),
        Err(error) => Err(error),
    }
}

async fn ask(promise: impl FnOnce(SubtleCrypto) -> Result<js_sys::Promise, JsValue>) -> Result<JsValue, CryptoError> {
    await_js(promise(subtle()?)).await
}

impl Cipher for WebCipher {
    async fn offer(&self, to: &PublicKey) -> Result<(PublicKey, Secret), CryptoError> {
        let pair = generate(&ecdh(), false, &["deriveBits"]).await?;
        let public = export_public(&pair).await?;
        Ok((public, agree(&pair.get_private_key(), to).await?))
    }

    async fn stretch(&self, passphrase: &str, salt: &[u8], rounds: u32) -> Result<Secret, CryptoError> {
        let words = import(passphrase.as_bytes(), &named("PBKDF2"), &["deriveBits"]).await?;
        let salt = Uint8Array::from(salt);
        let algorithm =
            js::object([("name", "PBKDF2".into()), ("hash", "SHA-512".into()), ("salt", salt.into()), ("iterations", rounds.into())]);
        fixed(&ask(|subtle| subtle.derive_bits_with_object(&algorithm, &words, 256)).await?)
    }

    async fn wrap(&self, by: &Secret, key: &Secret) -> Result<Wrapped, CryptoError> {
        let by = import(by, &named("AES-KW"), &["wrapKey"]).await?;
        let promise =
            subtle()?.import_key_with_object("raw", &Uint8Array::from(key.as_slice()), &named("AES-GCM"), true, &usages(&["encrypt"]));
        let key: CryptoKey = await_js(promise).await?.unchecked_into();
        fixed(&ask(|subtle| subtle.wrap_key_with_str("raw", &key, &by, "AES-KW")).await?)
    }

    async fn unwrap(&self, by: &Secret, wrapped: &Wrapped) -> Result<Option<Secret>, CryptoError> {
        let by = import(by, &named("AES-KW"), &["unwrapKey"]).await?;
        let wrapped = Uint8Array::from(wrapped.as_slice());
        let unwrapped = ask(|subtle| {
            subtle.unwrap_key_with_buffer_source_and_str_and_object(
                "raw",
                &wrapped,
                &by,
                "AES-KW",
                &named("AES-GCM"),
                true,
                &usages(&["decrypt"]),
            )
        });
        let Some(key) = unless_wrong(unwrapped.await)? else { return Ok(None) };
        Ok(Some(fixed(&ask(|subtle| subtle.export_key("raw", key.unchecked_ref())).await?)?))
    }

    async fn seal(&self, by: &Secret, iv: &[u8; 12], aad: &[u8], content: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let by = import(by, &named("AES-GCM"), &["encrypt"]).await?;
        let sealed = ask(|subtle| subtle.encrypt_with_object_and_u8_array(&gcm(iv, aad), &by, content)).await?;
        Ok(Uint8Array::new(&sealed).to_vec())
    }

    async fn unseal(&self, by: &Secret, iv: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Result<Option<Vec<u8>>, CryptoError> {
        let by = import(by, &named("AES-GCM"), &["decrypt"]).await?;
        let content = unless_wrong(ask(|subtle| subtle.decrypt_with_object_and_u8_array(&gcm(iv, aad), &by, sealed)).await)?;
        Ok(content.map(|content| Uint8Array::new(&content).to_vec()))
    }
}
