//! Words of today.

use crate::screen::receive::What as _;
use crate::screen::today::{LastSent, Lateness, Today};
use crate::text::{Lang, Text};
