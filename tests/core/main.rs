//! Native tests of the core.
#![cfg(not(target_arch = "wasm32"))]

mod roster;
mod table;
