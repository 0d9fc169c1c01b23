//! One code: drawn on a canvas, and found in a picture.

use qrcodegen::{QrCode, QrCodeEcc};
use rqrr::PreparedImage;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Modules of white around a code, which readers want.
const MARGIN: i32 = 4;

/// Draws a code of this text, a pixel for each module; the style makes it large. Whether that was possible.
pub fn draw(canvas: &HtmlCanvasElement, text: &str) -> bool {
    // A camera that misses a code gets it again: the least correction makes the largest modules.
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Low) else { return false };
    let side = (code.size() + 2 * MARGIN).unsigned_abs();
    canvas.set_width(side);
    canvas.set_height(side);
    let Some(context) = canvas.get_context("2d").ok().flatten().and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return false;
    };
    // Black on white, in the dark too: some readers know no other.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, f64::from(side), f64::from(side));
    context.set_fill_style_str("#000");
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                context.fill_rect(f64::from(x + MARGIN), f64::from(y + MARGIN), 1.0, 1.0);
            }
        }
    }
    true
}

/// The texts of all codes in a square picture of four bytes a pixel.
pub fn read(side: usize, pixels: &[u8]) -> Vec<String> {
    if side == 0 {
        return Vec::new();
    }
    let grey = |x: usize, y: usize| {
        let at = (y * side + x) * 4;
        let sum = pixels.get(at..at + 3).map_or(0, |p| u32::from(p[0]) * 2 + u32::from(p[1]) * 5 + u32::from(p[2]));
        // An eighth of at most 8 · 255.
        (sum / 8) as u8
    };
    let mut image = PreparedImage::prepare_from_greyscale(side, side, grey);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}
