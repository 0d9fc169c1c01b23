//! Native tests of the core.
#![cfg(not(target_arch = "wasm32"))]

mod project_list;
mod table;
mod table_page;
