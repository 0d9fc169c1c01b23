//! Whether a point lies on P-256. A key that does not is no key (design §1), and that must be known before
//! anything else of its pieces is looked at, so the core does not wait for a port to say it.
//!
//! Nothing secret comes here: no care is taken about timing.

/// Eight words of 32 bits, the least first.
type Words = [u32; 8];

/// p = 2²⁵⁶ − 2²²⁴ + 2¹⁹² + 2⁹⁶ − 1.
const P: Words = [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0, 0, 0, 1, 0xffff_ffff];
/// The constant of the curve y² = x³ − 3x + b.
const B: Words = [0x27d2_604b, 0x3bce_3c3e, 0xcc53_b0f6, 0x651d_06b0, 0x7698_86bc, 0xb3eb_bd55, 0xaa3a_93e7, 0x5ac6_35d8];

/// Whether both coordinates, the highest byte first, are below p and satisfy the curve's equation.
pub fn is_on_curve(x: &[u8; 32], y: &[u8; 32]) -> bool {
    let (x, y) = (words(x), words(y));
    if !is_below_p(&x) || !is_below_p(&y) {
        return false;
    }
    let sum = |a: &Words, b: &Words, times: i64| settle(std::array::from_fn(|i| i64::from(a[i]) + times * i64::from(b[i])));
    sum(&product(&y, &y), &x, 3) == sum(&product(&product(&x, &x), &x), &B, 1)
}

fn words(bytes: &[u8; 32]) -> Words {
    std::array::from_fn(|i| {
        let at = 28 - 4 * i;
        u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
    })
}

fn is_below_p(a: &Words) -> bool {
    a.iter().rev().lt(P.iter().rev())
}

/// Brings signed words to the one value below p that is congruent to them.
fn settle(mut acc: [i64; 8]) -> Words {
    loop {
        let mut carry = 0;
        for word in &mut acc {
            let sum = *word + carry;
            carry = sum >> 32;
            *word = sum & 0xffff_ffff;
        }
        if carry == 0 {
            break;
        }
        // 2²⁵⁶ ≡ 2²²⁴ − 2¹⁹² − 2⁹⁶ + 1.
        acc[0] += carry;
        acc[3] -= carry;
        acc[6] -= carry;
        acc[7] += carry;
    }
    let out: Words = std::array::from_fn(|i| acc[i] as u32);
    // Below 2²⁵⁶ and so below 2p: one subtraction is enough.
    if is_below_p(&out) { out } else { settle(std::array::from_fn(|i| i64::from(out[i]) - i64::from(P[i]))) }
}

/// a·b modulo p, by the fast reduction of FIPS 186-4, D.2.3.
fn product(a: &Words, b: &Words) -> Words {
    let mut c = [0u32; 16];
    for (i, x) in a.iter().enumerate() {
        let mut carry = 0u64;
        for (j, y) in b.iter().enumerate() {
            let sum = u64::from(*x) * u64::from(*y) + u64::from(c[i + j]) + carry;
            c[i + j] = sum as u32;
            carry = sum >> 32;
        }
        c[i + 8] = carry as u32;
    }
    let c: [i64; 16] = std::array::from_fn(|i| i64::from(c[i]));
    settle([
        c[0] + c[8] + c[9] - c[11] - c[12] - c[13] - c[14],
        c[1] + c[9] + c[10] - c[12] - c[13] - c[14] - c[15],
        c[2] + c[10] + c[11] - c[13] - c[14] - c[15],
        c[3] + 2 * c[11] + 2 * c[12] + c[13] - c[15] - c[8] - c[9],
        c[4] + 2 * c[12] + 2 * c[13] + c[14] - c[9] - c[10],
        c[5] + 2 * c[13] + 2 * c[14] + c[15] - c[10] - c[11],
        c[6] + 3 * c[14] + 2 * c[15] + c[13] - c[8] - c[9],
        c[7] + 3 * c[15] + c[8] - c[10] - c[11] - c[12] - c[13],
    ])
}
