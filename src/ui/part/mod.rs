//! Parts that more than one page uses: values or signals in, callbacks out. None touches the context.

mod bar;
mod bring;
mod code;
mod curve;
mod exchange_log;
mod handing;
mod icon;
mod light;
mod live;
mod more;
mod passphrase;
mod radio;
mod tile;
mod verdict;

pub use bar::Bar;
pub use bring::{Brought, Drop, Meant, PasteField, PickFiles, PickFolder};
pub use code::{Code, CodeSize};
pub use curve::Curve;
pub use exchange_log::{ExchangeLog, addressed, receipt_mark, split};
pub use handing::{Handed, HandedSaid, Ready, hand_out};
pub use icon::Icon;
pub use light::{LightForm, LightMark, Meter, MonthStrip, light_name};
pub use live::{Followed, If, attr, live};
pub use more::{Drawn, More};
pub use passphrase::{AskPassphrase, NewPassphrase, Tried};
pub use radio::radio;
pub use tile::{FilterTile, Tile, Tone};
pub use verdict::VerdictMark;
