//! Keys by WebCrypto: the device's own can't be extracted, so they never leave it.

use std::collections::HashMap;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};

use crate::browser::js;
use crate::crypto::{CryptoError, InvitePair, Signer, Verifier};
use crate::domain::bundle::key::{Answer, PublicKey, Question, Signature};
use crate::domain::json::Json;

fn failed(error: &JsValue) -> CryptoError {
    CryptoError(js::error_name(error))
}

/// The same on the page and in a worker.
fn crypto() -> Result<web_sys::Crypto, CryptoError> {
    let crypto = js::get(&js_sys::global(), "crypto").ok_or_else(|| CryptoError("no crypto".into()))?;
    Ok(crypto.unchecked_into())
}

pub(super) fn subtle() -> Result<SubtleCrypto, CryptoError> {
    Ok(crypto()?.subtle())
}

/// Random bytes of the browser.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    crypto()?.get_random_values_with_u8_array(&mut bytes).map_err(|e| failed(&e))?;
    Ok(bytes)
}

pub(super) async fn await_js(promise: Result<js_sys::Promise, JsValue>) -> Result<JsValue, CryptoError> {
    JsFuture::from(promise.map_err(|e| failed(&e))?).await.map_err(|e| failed(&e))
}

fn ecdsa() -> js_sys::Object {
    js::object([("name", "ECDSA".into()), ("namedCurve", "P-256".into()), ("hash", "SHA-256".into())])
}

pub(super) fn ecdh() -> js_sys::Object {
    js::object([("name", "ECDH".into()), ("namedCurve", "P-256".into())])
}

pub(super) fn usages(names: &[&str]) -> Array {
    names.iter().map(|name| JsValue::from_str(name)).collect()
}

pub(super) async fn generate(algorithm: &js_sys::Object, extractable: bool, uses: &[&str]) -> Result<CryptoKeyPair, CryptoError> {
    let pair = await_js(subtle()?.generate_key_with_object(algorithm, extractable, &usages(uses))).await?;
    Ok(pair.unchecked_into())
}

async fn export(key: &CryptoKey) -> Result<String, CryptoError> {
    let jwk = await_js(subtle()?.export_key("jwk", key)).await?;
    let text = js_sys::JSON::stringify(&jwk).map_err(|e| failed(&e))?;
    Ok(String::from(text))
}

pub(super) async fn export_public(pair: &CryptoKeyPair) -> Result<PublicKey, CryptoError> {
    let jwk = export(&pair.get_public_key()).await?;
    PublicKey::from_jwk(Json::trusted(jwk.as_bytes())).ok_or_else(|| CryptoError("no P-256 key".into()))
}

/// This device's two pairs.
#[derive(Clone)]
pub struct WebSigner {
    signing: CryptoKeyPair,
    boxing: CryptoKeyPair,
    public: PublicKey,
    box_public: PublicKey,
}

impl WebSigner {
    pub async fn generate() -> Result<Self, CryptoError> {
        let signing = generate(&ecdsa(), false, &["sign", "verify"]).await?;
        let boxing = generate(&ecdh(), false, &["deriveBits"]).await?;
        let (public, box_public) = (export_public(&signing).await?, export_public(&boxing).await?);
        Ok(WebSigner { signing, boxing, public, box_public })
    }

    /// As it is stored: the pairs by structured clone, beside their public parts.
    pub fn to_js(&self) -> JsValue {
        js::object([
            ("signing", self.signing.clone().into()),
            ("boxing", self.boxing.clone().into()),
            ("public", self.public.to_jwk().into()),
            ("boxPublic", self.box_public.to_jwk().into()),
        ])
        .into()
    }

    pub fn from_js(value: &JsValue) -> Option<Self> {
        let key = |name: &str| PublicKey::from_jwk(Json::trusted(js::get(value, name)?.as_string()?.as_bytes()));
        Some(WebSigner {
            signing: js::get(value, "signing")?.unchecked_into(),
            boxing: js::get(value, "boxing")?.unchecked_into(),
            public: key("public")?,
            box_public: key("boxPublic")?,
        })
    }

    /// The private halves: what signs, and the box.
    pub fn private_keys(&self) -> [CryptoKey; 2] {
        [self.signing.get_private_key(), self.boxing.get_private_key()]
    }
}

impl Signer for WebSigner {
    fn key(&self) -> &PublicKey {
        &self.public
    }

    fn box_key(&self) -> &PublicKey {
        &self.box_public
    }

    async fn sign(&self, message: &[u8]) -> Result<Signature, CryptoError> {
        sign(&self.signing.get_private_key(), message).await
    }
}

async fn sign(key: &CryptoKey, message: &[u8]) -> Result<Signature, CryptoError> {
    let signature = await_js(subtle()?.sign_with_object_and_u8_array(&ecdsa(), key, message)).await?;
    Uint8Array::new(&signature).to_vec().try_into().map_err(|_| CryptoError("not 64 bytes".into()))
}

/// Verifies by WebCrypto; each key is imported once a call.
pub struct WebVerifier;

async fn import(key: &PublicKey) -> Result<CryptoKey, CryptoError> {
    let point = Uint8Array::from(key.to_sec1().as_slice());
    let promise = subtle()?.import_key_with_object("raw", &point, &ecdsa(), false, &usages(&["verify"]));
    Ok(await_js(promise).await?.unchecked_into())
}

impl Verifier for WebVerifier {
    async fn verify(&self, questions: &[Question]) -> Vec<Answer> {
        let mut keys: HashMap<&PublicKey, Option<CryptoKey>> = HashMap::new();
        for question in questions {
            if !keys.contains_key(&question.key) {
                keys.insert(&question.key, import(&question.key).await.ok());
            }
        }
        let mut answers = Vec::with_capacity(questions.len());
        for question in questions {
            let Some(Some(key)) = keys.get(&question.key) else {
                answers.push(Answer::BadKey);
                continue;
            };
            let promise = subtle().and_then(|subtle| {
                let verify = subtle.verify_with_object_and_u8_array_and_u8_array(&ecdsa(), key, &question.signature, &question.message);
                verify.map_err(|e| failed(&e))
            });
            let good = match promise {
                Ok(promise) => JsFuture::from(promise).await.ok().and_then(|v| v.as_bool()).unwrap_or(false),
                Err(_) => false,
            };
            answers.push(if good { Answer::Good } else { Answer::Bad });
        }
        answers
    }
}

/// A fresh pair for an invitation.
pub async fn invite_pair() -> Result<InvitePair, CryptoError> {
    let pair = generate(&ecdsa(), true, &["sign", "verify"]).await?;
    let public = export_public(&pair).await?;
    let jwk = export(&pair.get_private_key()).await?;
    let d = Json::trusted(jwk.as_bytes()).get("d").and_then(|v| Some(v.text()?.into_owned()));
    let d = d.ok_or_else(|| CryptoError("no private part".into()))?;
    let private_jwk = format!(r#"{{"crv":"P-256","d":"{d}","kty":"EC","x":"{}","y":"{}"}}"#, public.x, public.y);
    Ok(InvitePair { public, private_jwk })
}

/// Signs with the private JWK of an invitation.
pub async fn sign_with_jwk(jwk: &str, message: &[u8]) -> Result<Signature, CryptoError> {
    let key = js_sys::JSON::parse(jwk).map_err(|e| failed(&e))?;
    let promise = subtle()?.import_key_with_object("jwk", key.unchecked_ref(), &ecdsa(), false, &usages(&["sign"]));
    let key: CryptoKey = await_js(promise).await?.unchecked_into();
    sign(&key, message).await
}
