//! Handing a finished file out: the tap, what became of it, and that it is recorded.

use leptos::prelude::*;

use super::{Icon, live};
use crate::browser::share::{Outcome, Prepared};
use crate::session::{Failure, Parcel};
use crate::store::{SentHow, StoreError};
use crate::text::Text;
use crate::text::send::Handing;

/// What became of the last tap.
#[derive(Clone, PartialEq, Debug)]
pub enum Handed {
    Ready,
    Sharing,
    Sent(SentHow),
    Cancelled,
    NotShared,
    /// The file left, but the exchange log could not be written.
    NotRecorded(Failure),
}

/// A file that only waits for the tap.
#[derive(Clone)]
pub struct Ready {
    pub parcel: Parcel,
    pub prepared: Prepared,
}

impl Ready {
    pub fn new(parcel: Parcel) -> Result<Ready, Failure> {
        let failed = || Failure::Store(StoreError::Failed("no file".into()));
        let prepared = Prepared::new(&parcel.bytes, &parcel.name).ok_or_else(failed)?;
        Ok(Ready { parcel, prepared })
    }
}

/// Opens the share sheet, which the browser allows within a tap alone; what left is recorded.
pub async fn hand_out(prepared: &Prepared, record: impl AsyncFnOnce(SentHow) -> Result<(), Failure>) -> Handed {
    let how = match prepared.go().await {
        Outcome::Shared => SentHow::Shared,
        Outcome::Downloaded => SentHow::Downloaded,
        Outcome::Cancelled => return Handed::Cancelled,
        Outcome::Failed(_) => return Handed::NotShared,
    };
    record(how).await.map_or_else(Handed::NotRecorded, |()| Handed::Sent(how))
}

/// What became of the tap, in words.
#[component]
pub fn HandedSaid(#[prop(into)] handed: Signal<Handed>, words: &'static Handing, t: &'static Text) -> impl IntoView {
    let said = move || {
        match handed.get() {
            Handed::Sharing => Some(("saving", "send", words.sharing)),
            Handed::Sent(SentHow::Shared) => Some(("unsent", "clock", words.shared)),
            Handed::Sent(SentHow::Downloaded) => Some(("unsent", "download", words.downloaded)),
            // The page with the codes says so itself.
            Handed::Sent(SentHow::Codes) => None,
            Handed::Cancelled => Some(("offline", "info", words.cancelled)),
            Handed::Ready | Handed::NotShared | Handed::NotRecorded(_) => None,
        }
        .map(|(state, icon, words)| view! { <p class="status" data-state=state><Icon name=icon/><span>{words}</span></p> })
    };
    let failed = move || {
        match handed.get() {
            Handed::NotShared => Some(words.not_shared.to_string()),
            Handed::NotRecorded(failure) => Some(format!("{} {}", words.not_recorded, t.failure(&failure))),
            Handed::Ready | Handed::Sharing | Handed::Sent(_) | Handed::Cancelled => None,
        }
        .map(|words| view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{words}</span></p> })
    };
    view! { <div role="status">{live(said)}</div><div role="alert">{live(failed)}</div> }
}
