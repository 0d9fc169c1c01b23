//! Words of this page.

pub struct Words {
    pub title: &'static str,
}

pub static ZH: Words = Words { title: "" };
pub static EN: Words = Words { title: "" };
