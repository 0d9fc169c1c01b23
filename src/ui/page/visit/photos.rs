//! Photos of a visit: made small one by one, kept in the draft, removable.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::browser::files;
use crate::browser::photo::{self, PhotoFault};
use crate::domain::bundle::read::File;
use crate::domain::id::{Hash, Ref};
use crate::screen::visit::photo_draft;
use crate::text::fill;
use crate::ui::ctx::Ctx;
use crate::ui::drafts::{self, Keeper};
use crate::ui::part::{Icon, If, live};

/// What photos are re-encoded to.
const JPEG: &str = "image/jpeg";

/// One photo of the form, from the tap on.
#[derive(Clone, PartialEq, Debug)]
pub enum Tile {
    Shrinking { id: u32 },
    Held { hash: Hash, bytes: Arc<Vec<u8>>, url: String, in_draft: InDraft },
    Broken { id: u32, name: String, fault: PhotoFault },
}

/// Whether the draft on disk holds the photo as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InDraft {
    Yes,
    NotYet,
}

impl Tile {
    /// A photo that lies in a draft.
    pub fn of(hash: Hash, bytes: Arc<Vec<u8>>) -> Option<Tile> {
        let url = photo::object_url(&File { media_type: JPEG.into(), bytes: bytes.to_vec() })?;
        Some(Tile::Held { hash, bytes, url, in_draft: InDraft::Yes })
    }

    pub fn hash(&self) -> Option<Hash> {
        match self {
            Tile::Held { hash, .. } => Some(*hash),
            Tile::Shrinking { .. } | Tile::Broken { .. } => None,
        }
    }

    pub fn file(&self) -> Option<(Hash, File)> {
        match self {
            Tile::Held { hash, bytes, .. } => Some((*hash, File { media_type: JPEG.into(), bytes: bytes.to_vec() })),
            Tile::Shrinking { .. } | Tile::Broken { .. } => None,
        }
    }

    /// Gives back the address under which it was shown.
    pub fn release(&self) {
        if let Tile::Held { url, .. } = self {
            // One that is not given back lives as long as the page.
            let _ = web_sys::Url::revoke_object_url(url);
        }
    }

    fn key(&self) -> String {
        match self {
            Tile::Shrinking { id } => format!("s{id}"),
            Tile::Held { hash, .. } => hash.to_string(),
            Tile::Broken { id, .. } => format!("b{id}"),
        }
    }

    fn size(&self) -> u64 {
        match self {
            Tile::Held { bytes, .. } => bytes.len() as u64,
            Tile::Shrinking { .. } | Tile::Broken { .. } => 0,
        }
    }
}

/// A number that no tile of the page has had.
fn next_id(photos: &[Tile]) -> u32 {
    photos
        .iter()
        .filter_map(|t| match t {
            Tile::Shrinking { id } | Tile::Broken { id, .. } => Some(*id),
            Tile::Held { .. } => None,
        })
        .max()
        .map_or(0, |id| id + 1)
}

/// The photos of a form, or of one of its parts.
#[derive(Clone, Copy)]
pub struct Album {
    pub ctx: Ctx,
    pub photos: RwSignal<Vec<Tile>>,
    pub keeper: Keeper,
    /// Tells the albums of one form apart.
    pub of: Option<Ref>,
}

impl Album {
    pub fn new(ctx: Ctx, keeper: Keeper, of: Option<Ref>) -> Album {
        let photos = RwSignal::new(Vec::new());
        on_cleanup(move || photos.with_untracked(|photos: &Vec<Tile>| photos.iter().for_each(Tile::release)));
        Album { ctx, photos, keeper, of }
    }

    /// Where a photo lies beside the draft of that name.
    pub fn place(self, draft: &str, hash: &Hash) -> String {
        match self.of {
            None => photo_draft(draft, hash),
            Some(part) => photo_draft(&format!("{draft}/{part}"), hash),
        }
    }

    pub fn is_shrinking(self) -> bool {
        self.photos.with(|photos| photos.iter().any(|p| matches!(p, Tile::Shrinking { .. })))
    }

    pub fn count(self) -> usize {
        self.photos.with(|photos| photos.iter().filter(|t| t.hash().is_some()).count())
    }

    pub fn hashes(self) -> Vec<Hash> {
        self.photos.with_untracked(|photos| photos.iter().filter_map(Tile::hash).collect())
    }

    pub fn files(self) -> Vec<(Hash, File)> {
        self.photos.with_untracked(|photos| photos.iter().filter_map(Tile::file).collect())
    }

    /// Takes all of them away from the page; what lies in a draft stays there.
    pub fn clear(self) {
        self.photos.with_untracked(|photos| photos.iter().for_each(Tile::release));
        self.photos.set(Vec::new());
    }

    /// The photos that lie beside a draft; those that can't be read are left out.
    pub async fn held(self, draft: &str, hashes: &[Hash]) -> Vec<Tile> {
        let mut photos = Vec::new();
        for hash in hashes {
            if let Some(bytes) = drafts::get(self.ctx, &self.place(draft, hash)).await
                && let Some(tile) = Tile::of(*hash, Arc::new(bytes))
            {
                photos.push(tile);
            }
        }
        photos
    }

    /// Makes pictures small and puts them where the user sees them being worked on.
    fn add_photos(self, chosen: Vec<web_sys::File>) {
        let mut begun = Vec::new();
        self.photos.update(|photos| {
            for file in chosen {
                let id = next_id(photos);
                photos.push(Tile::Shrinking { id });
                begun.push((id, file));
            }
        });
        spawn_local(async move {
            for (id, file) in begun {
                let shrunk = photo::shrink(&file).await;
                let (done, added) = match shrunk {
                    Ok(photo) => {
                        let hash = Hash::of(&photo.file.bytes);
                        let url = photo::object_url(&photo.file).unwrap_or_default();
                        let tile = Tile::Held { hash, bytes: Arc::new(photo.file.bytes), url, in_draft: InDraft::NotYet };
                        (tile, Some(hash))
                    }
                    Err(fault) => (Tile::Broken { id, name: file.name(), fault }, None),
                };
                let twice = |photos: &[Tile]| added.is_some() && photos.iter().any(|t| t.hash() == added);
                let placed = self.photos.try_update(|photos| {
                    let Some(index) = photos.iter().position(|t| matches!(t, Tile::Shrinking { id: held } if *held == id)) else { return };
                    if twice(photos) {
                        photos.remove(index);
                    } else {
                        photos[index] = done;
                    }
                });
                if placed.is_none() {
                    return;
                }
                if let Some(hash) = added {
                    self.keep_photo(hash).await;
                }
            }
        });
    }

    /// A save took the photos out of the draft; another draft gets them anew.
    pub async fn keep_photos_again(self) {
        let held = self.photos.try_update(|photos| {
            for tile in photos.iter_mut() {
                if let Tile::Held { in_draft, .. } = tile {
                    *in_draft = InDraft::NotYet;
                }
            }
            photos.iter().filter_map(Tile::hash).collect::<Vec<_>>()
        });
        for hash in held.unwrap_or_default() {
            self.keep_photo(hash).await;
        }
    }

    /// The photo first, then the draft that names it.
    async fn keep_photo(self, hash: Hash) {
        let bytes = self.photos.try_with_untracked(|photos| {
            photos.iter().find_map(|t| match t {
                Tile::Held { hash: held, bytes, .. } if *held == hash => Some(bytes.to_vec()),
                _ => None,
            })
        });
        let Some(bytes) = bytes.flatten() else { return };
        let kept = drafts::put(self.ctx, &self.place(&self.keeper.name(), &hash), bytes).await;
        if kept.is_ok() {
            let _ = self.photos.try_update(|photos| {
                for tile in photos {
                    if let Tile::Held { hash: held, in_draft, .. } = tile
                        && *held == hash
                    {
                        *in_draft = InDraft::Yes;
                    }
                }
            });
        }
        if self.photos.try_with_untracked(|_| ()).is_some() {
            self.keeper.touch();
            self.keeper.flush();
        }
    }

    fn remove_photo(self, tile: &Tile) {
        self.photos.update(|photos| photos.retain(|t| t.key() != tile.key()));
        self.keeper.touch();
        tile.release();
        if let Tile::Held { hash, .. } = tile {
            let name = self.place(&self.keeper.name(), hash);
            spawn_local(async move { drafts::discard(self.ctx, &name).await });
        }
    }
}

#[component]
pub fn Photos(album: Album) -> impl IntoView {
    let ctx = album.ctx;
    let w = move || ctx.t().visit();
    let count = move || album.count();
    let label = album.of.map_or_else(|| "l-photo".to_string(), |part| format!("l-photo-{part}"));
    let size = move || album.photos.with(|photos| photos.iter().map(Tile::size).sum::<u64>());
    let tiles = move || album.photos.get().into_iter().enumerate();
    let unkept = move || {
        album.photos.with(|photos| photos.iter().any(|t| matches!(t, Tile::Held { in_draft: InDraft::NotYet, .. })))
            && !matches!(album.keeper.kept.get(), drafts::Kept::Nothing)
    };
    view! {
        <div class="field">
            <span class="label" id=label.clone()>{live(move || ctx.t().photo_count(count()))}" "
                <If when=move || { count() > 0 }><span class="t-3">{live(move || fill(w().shrunk, &[&ctx.t().bytes(size())]))}</span></If>
            </span>
            <div class="photos" role="group" aria-labelledby=label>
                <For each=tiles key=|(n, tile)| (*n, tile.key()) let((n, tile))>{photo_tile(album, n + 1, tile)}</For>
                <If when=move || !ctx.desk.get()><AddTile album way=Way::Camera/></If>
                <AddTile album way=Way::Files/>
            </div>
            <div role="alert">{live(move || album.photos.get().into_iter().filter_map(|tile| broken_line(album, tile)).collect_view())}</div>
            <If when=unkept><p class="hint">{w().photo_not_kept}</p></If>
        </div>
    }
}

fn broken_line(album: Album, tile: Tile) -> Option<impl IntoView> {
    let w = album.ctx.t().visit();
    let Tile::Broken { name, fault, .. } = tile else { return None };
    let words = match fault {
        PhotoFault::NotAnImage => w.not_an_image,
        PhotoFault::Failed => w.not_shrunk,
    };
    Some(view! { <p class="hint"><bdi>{fill(words, &[&name])}</bdi></p> })
}

fn photo_tile(album: Album, n: usize, tile: Tile) -> impl IntoView {
    let ctx = album.ctx;
    let w = move || ctx.t().visit();
    let numbered = move |pattern: &'static str| fill(pattern, &[&n.to_string()]);
    let removed = tile.clone();
    match tile {
        Tile::Shrinking { .. } => view! { <div class="photo" role="status"><Icon name="clock"/>{w().shrinking}</div> }.into_any(),
        Tile::Held { url, .. } => view! {
            <div class="photo"><img src=url alt=numbered(w().photo)/>
                <button class="x" type="button" aria-label=numbered(w().remove_photo) on:click=move |_| album.remove_photo(&removed)></button>
            </div>
        }
        .into_any(),
        Tile::Broken { .. } => {
            let again = removed.clone();
            let picked = move |event: ev::Event| {
                let chosen = chosen(&event);
                if !chosen.is_empty() {
                    album.remove_photo(&again);
                    album.add_photos(chosen);
                }
            };
            view! {
                <div class="photo" data-broken="">
                    <label class="again"><Icon name="alert"/>{w().retake}<input class="sr" type="file" accept="image/*" on:change=picked/></label>
                    <button class="x" type="button" aria-label=numbered(w().remove_broken) on:click=move |_| album.remove_photo(&removed)></button>
                </div>
            }
            .into_any()
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Camera,
    Files,
}

/// The files of an input, which can then be given the same ones again.
fn chosen(event: &ev::Event) -> Vec<web_sys::File> {
    let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else { return Vec::new() };
    let chosen = files::list(input.files());
    input.set_value("");
    chosen
}

#[component]
fn AddTile(album: Album, way: Way) -> impl IntoView {
    let w = move || album.ctx.t().visit();
    let picked = move |event: ev::Event| album.add_photos(chosen(&event));
    let (icon, capture) = match way {
        Way::Camera => ("camera", Some("environment")),
        Way::Files => ("file", None),
    };
    let label = move || if way == Way::Camera { w().take_photo } else { w().pick_photo };
    view! {
        <label class="photo" data-add=""><Icon name=icon/>{label()}
            <input class="sr" type="file" accept="image/*" capture=capture multiple=way == Way::Files on:change=picked/>
        </label>
    }
}
