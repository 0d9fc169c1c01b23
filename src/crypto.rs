//! The port to a curve and to ciphers: ES256 signatures, and what encrypted files take.
//!
//! WebCrypto answers it in the browser, RustCrypto's crates natively. The core only asks.

use crate::domain::bundle::jwe::{Secret, Wrapped};
use crate::domain::bundle::key::{Answer, PublicKey, Question, Signature};
use crate::domain::id::DeviceId;

pub mod closing;

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

/// A device's box: it agrees on secrets with keys of others, without letting its own out.
#[allow(async_fn_in_trait)]
pub trait Boxed {
    /// The x coordinate of the point that both arrive at.
    async fn agree(&self, with: &PublicKey) -> Result<Secret, CryptoError>;
}

/// The ciphers of encrypted files (RFC 7518). `None` of an answer: the key is the wrong one, or what it should open was
/// changed.
#[allow(async_fn_in_trait)]
pub trait Cipher {
    /// A fresh key and what it has in common with a box; its private half is forgotten.
    async fn offer(&self, to: &PublicKey) -> Result<(PublicKey, Secret), CryptoError>;
    /// PBKDF2 with HMAC-SHA-512.
    async fn stretch(&self, passphrase: &str, salt: &[u8], rounds: u32) -> Result<Secret, CryptoError>;
    /// AES key wrap.
    async fn wrap(&self, by: &Secret, key: &Secret) -> Result<Wrapped, CryptoError>;
    async fn unwrap(&self, by: &Secret, wrapped: &Wrapped) -> Result<Option<Secret>, CryptoError>;
    /// AES-GCM; the tag of 16 bytes stands behind the content.
    async fn seal(&self, by: &Secret, iv: &[u8; 12], aad: &[u8], content: &[u8]) -> Result<Vec<u8>, CryptoError>;
    async fn unseal(&self, by: &Secret, iv: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Result<Option<Vec<u8>>, CryptoError>;
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

    use std::cell::Cell;

    use aes_gcm::Aes256Gcm;
    use aes_gcm::aead::{Aead, KeyInit, Payload};
    use aes_kw::KwAes256;
    use p256::ecdsa::signature::{Signer as _, Verifier as _};
    use p256::ecdsa::{Signature as P256Signature, SigningKey, VerifyingKey};
    use sha2::Sha512;

    use super::{Answer, Boxed, Cipher, CryptoError, InvitePair, PublicKey, Question, Secret, Signature, Signer, Verifier, Wrapped};
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
    #[derive(Clone)]
    pub struct SeedSigner {
        signing: SigningKey,
        boxing: SigningKey,
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
            let (signing, boxing) = (signing_key(seed), signing_key(&format!("{seed} box")));
            let (public, box_key) = (public_key(&signing), public_key(&boxing));
            SeedSigner { signing, boxing, public, box_key }
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

    fn common(mine: &SigningKey, theirs: &PublicKey) -> Result<Secret, CryptoError> {
        let theirs = p256::PublicKey::from_sec1_bytes(&theirs.to_sec1()).map_err(|e| CryptoError(e.to_string()))?;
        let point = p256::ecdh::diffie_hellman(mine.as_nonzero_scalar(), theirs.as_affine());
        Ok((*point.raw_secret_bytes()).into())
    }

    impl Boxed for SeedSigner {
        async fn agree(&self, with: &PublicKey) -> Result<Secret, CryptoError> {
            common(&self.boxing, with)
        }
    }

    /// RustCrypto's ciphers; its fresh keys come from a seed, so it is for tests only.
    pub struct SeedCipher {
        seed: String,
        made: Cell<u32>,
    }

    impl SeedCipher {
        pub fn new(seed: &str) -> Self {
            SeedCipher { seed: seed.into(), made: Cell::new(0) }
        }
    }

    fn refused(error: impl std::fmt::Display) -> CryptoError {
        CryptoError(error.to_string())
    }

    impl Cipher for SeedCipher {
        async fn offer(&self, to: &PublicKey) -> Result<(PublicKey, Secret), CryptoError> {
            self.made.set(self.made.get() + 1);
            let fresh = signing_key(&format!("{} {}", self.seed, self.made.get()));
            Ok((public_key(&fresh), common(&fresh, to)?))
        }

        async fn stretch(&self, passphrase: &str, salt: &[u8], rounds: u32) -> Result<Secret, CryptoError> {
            Ok(pbkdf2::pbkdf2_hmac_array::<Sha512, 32>(passphrase.as_bytes(), salt, rounds))
        }

        async fn wrap(&self, by: &Secret, key: &Secret) -> Result<Wrapped, CryptoError> {
            let mut out = [0; 40];
            KwAes256::new(by.into()).wrap_key(key, &mut out).map_err(refused)?;
            Ok(out)
        }

        async fn unwrap(&self, by: &Secret, wrapped: &Wrapped) -> Result<Option<Secret>, CryptoError> {
            let mut out = [0; 32];
            Ok(KwAes256::new(by.into()).unwrap_key(wrapped, &mut out).is_ok().then_some(out))
        }

        async fn seal(&self, by: &Secret, iv: &[u8; 12], aad: &[u8], content: &[u8]) -> Result<Vec<u8>, CryptoError> {
            Aes256Gcm::new(by.into()).encrypt(iv.into(), Payload { msg: content, aad }).map_err(refused)
        }

        async fn unseal(&self, by: &Secret, iv: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Result<Option<Vec<u8>>, CryptoError> {
            Ok(Aes256Gcm::new(by.into()).decrypt(iv.into(), Payload { msg: sealed, aad }).ok())
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
