//! Photos made small: upright, at most 1600 px, at most 300 kB, and without what the camera wrote beside them.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use crate::browser::js::window;
use crate::domain::bundle::read::File;

/// Longest side in pixels.
pub const MAX_SIDE: u32 = 1600;
/// Greatest size in bytes.
pub const MAX_BYTES: usize = 300_000;

/// Smaller than this nothing can be seen on it, so a picture that is still too heavy is refused.
const MIN_SIDE: u32 = 320;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhotoFault {
    /// The browser can't decode it.
    NotAnImage,
    /// It could not be made small enough, or the canvas failed.
    Failed,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Photo {
    pub file: File,
    pub width: u32,
    pub height: u32,
}

/// Draws the picture anew, which drops its metadata and turns it as its orientation says.
pub async fn shrink(source: &Blob) -> Result<Photo, PhotoFault> {
    let promise = window().create_image_bitmap_with_blob(source).map_err(|_| PhotoFault::NotAnImage)?;
    let bitmap: ImageBitmap = JsFuture::from(promise).await.map_err(|_| PhotoFault::NotAnImage)?.unchecked_into();
    let (width, height) = (bitmap.width(), bitmap.height());
    if width == 0 || height == 0 {
        return Err(PhotoFault::NotAnImage);
    }
    let mut side = MAX_SIDE.min(width.max(height));
    loop {
        let scale = f64::from(side) / f64::from(width.max(height));
        let (w, h) = ((f64::from(width) * scale).round().max(1.0) as u32, (f64::from(height) * scale).round().max(1.0) as u32);
        let canvas = draw(&bitmap, w, h).ok_or(PhotoFault::Failed)?;
        for quality in [0.82, 0.7, 0.58] {
            let bytes = encode(&canvas, quality).await.ok_or(PhotoFault::Failed)?;
            if bytes.len() <= MAX_BYTES {
                bitmap.close();
                return Ok(Photo { file: File { media_type: "image/jpeg".into(), bytes }, width: w, height: h });
            }
        }
        side = side * 4 / 5;
        if side < MIN_SIDE {
            return Err(PhotoFault::Failed);
        }
    }
}

fn draw(bitmap: &ImageBitmap, width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = window().document()?.create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, f64::from(width), f64::from(height)).ok()?;
    Some(canvas)
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Option<Vec<u8>> {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            // The resolver of a promise does not throw.
            let _ = resolve.call1(&JsValue::NULL, &blob);
        });
        let _ = canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/jpeg", &quality.into());
    });
    let blob: Blob = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// An address under which the page can show stored bytes; the caller revokes it.
pub fn object_url(file: &File) -> Option<String> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(&file.media_type);
    let parts = js_sys::Array::of1(&Uint8Array::from(file.bytes.as_slice()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    crate::browser::js::object_url(&blob).ok()
}
