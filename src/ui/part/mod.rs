//! Parts that more than one page uses: values or signals in, callbacks out. None touches the context.

mod bar;
mod icon;

pub use bar::Bar;
pub use icon::Icon;
