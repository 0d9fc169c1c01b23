//! The port to a curve: ES256 signatures, made and verified.
//!
//! WebCrypto answers it in the browser, the `p256` crate natively. The core only asks.

use crate::domain::bundle::key::{Answer, PublicKey, Question, Signature};
use crate::domain::id::DeviceId;

/// Verifies signatures.
#[allow(async_fn_in_trait)]
pub trait Verifier {
    /// One answer to each question, in order.
    async fn verify(&self, questions: &[Question]) -> Vec<Answer>;
}

/// Signs for one device. The private keys never leave it.
#[allow(async_fn_in_trait)]
pub trait Signer {
    fn key(&self) -> &PublicKey;
    /// The key to which others encrypt.
    fn box_key(&self) -> &PublicKey;
    async fn sign(&self, message: &[u8]) -> Result<Signature, CryptoError>;

    fn device(&self) -> DeviceId {
        self.key().device()
    }
}

/// A fresh pair for an invitation: its private half goes into a starter file, and nowhere else.
#[derive(Clone, Debug)]
pub struct InvitePair {
    pub public: PublicKey,
    /// The private JWK as JSON.
    pub private_jwk: String,
}

/// The browser or the operating system refused; the text is for the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CryptoError(pub String);

#[cfg(not(target_arch = "wasm32"))]
pub mod native {
    //! Keys of tests, of the sample tool and of the command line.

    use p256::ecdsa::signature::{Signer as _, Verifier as _};
    use p256::ecdsa::{Signature as P256Signature, SigningKey, VerifyingKey};

    use super::{Answer, CryptoError, InvitePair, PublicKey, Question, Signature, Signer, Verifier};
    use crate::domain::hash;

    /// Verifies by the `p256` crate.
    pub struct P256;

    pub fn answer(question: &Question) -> Answer {
        let Ok(key) = VerifyingKey::from_sec1_bytes(&question.key.to_sec1()) else { return Answer::BadKey };
        match P256Signature::from_slice(&question.signature) {
            Ok(signature) if key.verify(&question.message, &signature).is_ok() => Answer::Good,
            _ => Answer::Bad,
        }
    }

    impl Verifier for P256 {
        async fn verify(&self, questions: &[Question]) -> Vec<Answer> {
            questions.iter().map(answer).collect()
        }
    }

    /// A device whose keys are derived from a seed: for tests and made-up workspaces only.
    pub struct SeedSigner {
        signing: SigningKey,
        public: PublicKey,
        box_key: PublicKey,
    }

    fn signing_key(seed: &str) -> SigningKey {
        (0u32..)
            .find_map(|n| SigningKey::from_slice(&hash::sha256(format!("{seed} {n}").as_bytes())).ok())
            .expect("almost every hash is a scalar")
    }

    fn public_key(signing: &SigningKey) -> PublicKey {
        let point = signing.verifying_key().to_sec1_point(false);
        PublicKey::from_sec1(point.as_bytes()).expect("an uncompressed point")
    }

    impl SeedSigner {
        pub fn new(seed: &str) -> Self {
            let signing = signing_key(seed);
            let (public, box_key) = (public_key(&signing), public_key(&signing_key(&format!("{seed} box"))));
            SeedSigner { signing, public, box_key }
        }

        pub fn sign_now(&self, message: &[u8]) -> Signature {
            let signature: P256Signature = self.signing.sign(message);
            signature.to_bytes().into()
        }
    }

    impl Signer for SeedSigner {
        fn key(&self) -> &PublicKey {
            &self.public
        }

        fn box_key(&self) -> &PublicKey {
            &self.box_key
        }

        async fn sign(&self, message: &[u8]) -> Result<Signature, CryptoError> {
            Ok(self.sign_now(message))
        }
    }

    /// An invitation's pair from a seed.
    pub fn invite_pair(seed: &str) -> InvitePair {
        let signing = signing_key(seed);
        let public = public_key(&signing);
        let d = hash::encode(&signing.to_bytes());
        let private_jwk = format!(r#"{{"crv":"P-256","d":"{d}","kty":"EC","x":"{}","y":"{}"}}"#, public.x, public.y);
        InvitePair { public, private_jwk }
    }

    /// Signs with the private JWK of an invitation.
    pub fn sign_with_jwk(jwk: &str, message: &[u8]) -> Option<Signature> {
        let value: serde_json::Value = serde_json::from_str(jwk).ok()?;
        let d = hash::decode::<32>(value.get("d")?.as_str()?)?;
        let signing = SigningKey::from_slice(&d).ok()?;
        let signature: P256Signature = signing.sign(message);
        Some(signature.to_bytes().into())
    }
}
