//! The arithmetic that tells a key from two numbers, against a library that has more of it.

use lianxin::crypto::Signer;
use lianxin::crypto::native::{SeedSigner, answer};
use lianxin::domain::bundle::key::{Answer, PublicKey, Question};
use lianxin::domain::curve::is_on_curve;
use lianxin::domain::hash::sha256;
use lianxin::domain::id::Hash;

use crate::world::says;
use crate::wycheproof::{counted, vectors};

const P: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";

fn number(hex: &str) -> [u8; 32] {
    std::array::from_fn(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
}

/// p − a.
fn negative(a: &[u8; 32]) -> [u8; 32] {
    let (p, mut out, mut borrow) = (number(P), [0; 32], 0);
    for i in (0..32).rev() {
        let d = i32::from(p[i]) - i32::from(a[i]) - borrow;
        borrow = i32::from(d < 0);
        out[i] = d.rem_euclid(256) as u8;
    }
    out
}

/// Asks both, which must agree.
#[track_caller]
fn on_curve(x: &[u8; 32], y: &[u8; 32]) -> bool {
    let key = PublicKey { x: Hash::from_digest(*x), y: Hash::from_digest(*y) };
    let library = answer(&Question { key, message: Vec::new(), signature: [1; 64] }) != Answer::BadKey;
    let ours = is_on_curve(x, y);
    assert_eq!(ours, library, "{x:?} {y:?}");
    ours
}

#[test]
fn keys_and_what_lies_beside_them() {
    for seed in 0..100 {
        let signer = SeedSigner::new(&format!("curve {seed}"));
        let (x, y) = (signer.key().x.digest(), signer.key().y.digest());
        assert!(on_curve(&x, &y));
        assert!(on_curve(&x, &negative(&y)));
        assert!(!on_curve(&y, &x));
        let bit = seed % 256;
        let mut beside = x;
        beside[bit / 8] ^= 1 << (bit % 8);
        on_curve(&beside, &y);
        on_curve(&sha256(&x), &sha256(&y));
        on_curve(&x, &negative(&x));
    }
}

#[test]
fn edges() {
    let zero = [0; 32];
    // The point whose x is 0: its y is a root of the curve's b.
    let root = number("66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4");
    assert!(on_curve(&zero, &root));
    assert!(on_curve(&zero, &negative(&root)));
    assert!(!on_curve(&zero, &zero));
    // The same number written as one that is not below p.
    assert!(!on_curve(&number(P), &root));
    let (greatest, last) = ([0xff; 32], negative(&number(&format!("{:064x}", 1))));
    for a in [zero, number(P), greatest, last] {
        for b in [zero, number(P), greatest, last] {
            assert!(!on_curve(&a, &b));
        }
    }
}

#[test]
fn numbers_with_long_runs_of_ones_and_zeros() {
    // Carries run far in these; whether they lie on the curve is the library's to say.
    for i in 0..64 {
        let mut x = [0xff; 32];
        let mut y = [0; 32];
        x[i % 32] = (i * 37) as u8;
        y[(i * 7) % 32] = 0xff;
        on_curve(&x, &y);
        on_curve(&y, &x);
        on_curve(&negative(&y), &y);
    }
}

#[test]
fn every_vector_of_wycheproof_is_answered_as_it_says() {
    let vectors = vectors();
    for v in &vectors {
        let is_good = v.question.as_ref().is_some_and(|question| answer(question) == Answer::Good);
        assert_eq!(is_good, v.is_good, "{} {}", v.id, v.about);
    }
    says(&format!("p256 answered {}", counted(&vectors)));
}
