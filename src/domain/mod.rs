//! The pure core: the ledger, its fold and the rules.
//!
//! Nothing here knows a clock, a disk, a random source, a framework or a word that a user reads.
//! Time, ids and randomness are arguments; seals are asked for and answered, never verified here.
#![deny(clippy::disallowed_methods)]

pub mod bundle;
pub mod calendar;
pub mod command;
pub mod curve;
pub mod decision;
pub mod event;
pub mod filename;
pub mod hash;
pub mod id;
pub mod json;
pub mod ledger;
pub mod money;
pub mod order;
pub mod rules;
pub mod shape;
pub mod state;
pub mod table;
pub mod trust;
