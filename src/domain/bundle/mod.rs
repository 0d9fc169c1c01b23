//! The bundle: pieces of feeds as JSON (design §3). Reading, writing and what a reader reports.

pub mod export;
pub mod frames;
pub mod jwe;
pub mod key;
pub mod plan;
pub mod problem;
pub mod read;
pub mod row;
