#![doc = include_str!("ARCHITECTURE.md")]

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod crypto;
pub mod domain;
#[cfg_attr(not(target_arch = "wasm32"), path = "nfkc/native.rs")]
#[cfg_attr(target_arch = "wasm32", path = "nfkc/web.rs")]
pub mod nfkc;
pub mod screen;
pub mod session;
pub mod store;
pub mod text;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
