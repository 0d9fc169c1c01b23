//! Native tests of the core.
#![cfg(not(target_arch = "wasm32"))]

mod exchange;
mod removal;
mod rights;
mod session;
mod shape;
mod statements;
mod table;
mod tidy;
mod trust;
mod world;
