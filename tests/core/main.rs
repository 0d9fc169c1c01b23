//! Native tests of the core.
#![cfg(not(target_arch = "wasm32"))]

mod bodies;
mod cli;
mod curve;
mod envelope;
mod golden;
mod json;
mod merge;
mod pieces;
mod press;
mod project_list;
mod table;
mod table_page;
mod values;
