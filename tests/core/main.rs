//! Native tests of the core.
#![cfg(not(target_arch = "wasm32"))]

mod removal;
mod statements;
mod table;
mod trust;
mod world;
