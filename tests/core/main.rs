//! Native tests of the core.
#![cfg(not(target_arch = "wasm32"))]

mod attack;
mod backup;
mod bodies;
mod cli;
mod conflict;
mod curve;
mod envelope;
mod exchange;
mod frames;
mod golden;
mod heard;
mod hostile;
mod json;
mod jwe;
mod many;
mod merge;
mod naughty;
mod newer;
mod node_state;
mod order;
mod pieces;
mod press;
mod project_list;
mod project_page;
mod reminder;
mod removal;
mod rights;
mod roster;
mod row;
mod sample;
mod session;
mod shape;
mod stated;
mod statements;
mod table;
mod table_page;
mod tidy;
mod trust;
mod trust_page;
mod values;
mod wipe;
mod world;
#[path = "../shared/wycheproof.rs"]
mod wycheproof;
