//! The browser's side of the ports, and what a page asks of the browser. Words nothing for people.

pub mod camera;
pub mod channel;
pub mod cipher;
pub mod clock;
pub mod collate;
pub mod files;
pub mod focus;
pub mod folder;
pub mod idb;
pub mod inbox;
pub mod js;
pub mod keys;
pub mod lock;
pub mod outbox;
pub mod pack;
pub mod photo;
pub mod qr;
pub mod seals;
pub mod share;
pub mod sheets;
pub mod storage;
pub mod worker;
pub mod workspaces;
