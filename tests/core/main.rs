//! Native tests of the core.
#![cfg(not(target_arch = "wasm32"))]

mod exchange;
mod removal;
mod rights;
mod shape;
mod statements;
mod table;
mod trust;
mod world;
