//! Photos made small by a real decoder and a real canvas.

use js_sys::{Array, Uint8Array};
use lianxin::browser::photo::{MAX_BYTES, MAX_SIDE, Photo, PhotoFault, object_url, shrink};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

use crate::help::script;

/// A JPEG of a × b pixels with four colours in its corners as it lies in the file: red, green over blue, white.
const DRAWN: &str = "
    const canvas = new OffscreenCanvas(a, b), context = canvas.getContext('2d');
    for (const [i, colour] of ['#f00', '#0f0', '#00f', '#fff'].entries()) {
        context.fillStyle = colour;
        context.fillRect((i % 2) * a / 2, (i >> 1) * b / 2, a / 2, b / 2);
    }
    return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer())";

/// The same with noise over it, which no encoder makes small.
const NOISY: &str = "
    const canvas = new OffscreenCanvas(a, b), context = canvas.getContext('2d');
    const image = context.createImageData(a, b), words = new Uint32Array(image.data.buffer);
    let state = 1;
    for (let i = 0; i < words.length; i++) { state = Math.imul(state, 1664525) + 1013904223 | 0; words[i] = state | 0xff000000; }
    context.putImageData(image, 0, 0);
    return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer())";

/// What stands at the four corners of the picture `a`, as letters.
const CORNERS: &str = "
    const bitmap = await createImageBitmap(a), { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const letter = (x, y) => {
        const [r, g, b] = context.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data.map((v) => v > 128 ? 1 : 0);
        return r && g && b ? 'w' : r ? 'r' : g ? 'g' : b ? 'b' : '?';
    };
    return `${width}x${height} ` + letter(.25, .25) + letter(.75, .25) + letter(.25, .75) + letter(.75, .75)";

/// An EXIF segment as a camera writes it: how the camera was held, and where it was.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff: Vec<u8> = vec![b'I', b'I', 42, 0, 8, 0, 0, 0];
    tiff.extend([2, 0]);
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    assert_eq!(tiff.len(), 38);
    tiff.extend([2, 0]);
    tiff.extend([1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0]);
    tiff.extend([2, 0, 5, 0, 3, 0, 0, 0, 68, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    assert_eq!(tiff.len(), 68);
    for part in [38u32, 54, 52] {
        tiff.extend(part.to_le_bytes());
        tiff.extend(1u32.to_le_bytes());
    }
    let mut segment = vec![0xff, 0xe1];
    segment.extend((tiff.len() as u16 + 8).to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(tiff);
    segment
}

async fn picture(drawing: &str, width: u32, height: u32, orientation: Option<u8>) -> Blob {
    let drawn = script(drawing, &width.into(), &height.into()).await.expect("draws");
    let mut bytes = Uint8Array::new(&drawn).to_vec();
    assert_eq!(bytes[..2], [0xff, 0xd8]);
    if let Some(orientation) = orientation {
        bytes.splice(2..2, exif(orientation));
    }
    blob(&bytes)
}

fn blob(bytes: &[u8]) -> Blob {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).expect("a blob")
}

async fn corners(photo: &Photo) -> String {
    script(CORNERS, blob(&photo.file.bytes).as_ref(), &JsValue::NULL).await.expect("decodes").as_string().expect("text")
}

/// Names of the JPEG's segments before the picture's own bytes.
fn markers(bytes: &[u8]) -> Vec<u8> {
    let mut at = 2;
    let mut out = Vec::new();
    while bytes[at] == 0xff && bytes[at + 1] != 0xda {
        out.push(bytes[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    }
    out
}

fn assert_small_and_bare(photo: &Photo) {
    let bytes = &photo.file.bytes;
    assert_eq!(photo.file.media_type, "image/jpeg");
    assert!(bytes.len() <= MAX_BYTES, "{} bytes", bytes.len());
    assert!(photo.width.max(photo.height) <= MAX_SIDE, "{}×{}", photo.width, photo.height);
    assert!(!markers(bytes).contains(&0xe1), "a segment for EXIF is left");
    assert!(!bytes.windows(4).any(|part| part == b"Exif"), "EXIF is left");
}

#[wasm_bindgen_test]
async fn twelve_megapixels_held_upright_with_a_place_come_out_upright_small_and_without_it() {
    let source = picture(DRAWN, 4000, 3000, Some(6)).await;
    let photo = shrink(&source).await.expect("shrinks");
    assert_small_and_bare(&photo);
    assert_eq!((photo.width, photo.height), (1200, 1600));
    // Orientation 6: the file's first row is the picture's right side.
    assert_eq!(corners(&photo).await, "1200x1600 brwg");
}

#[wasm_bindgen_test]
async fn every_orientation_comes_out_upright() {
    let expected = [
        (1, "160x120 rgbw"),
        (2, "160x120 grwb"),
        (3, "160x120 wbgr"),
        (4, "160x120 bwrg"),
        (5, "120x160 rbgw"),
        (6, "120x160 brwg"),
        (7, "120x160 wgbr"),
        (8, "120x160 gwrb"),
    ];
    for (orientation, corner) in expected {
        let photo = shrink(&picture(DRAWN, 160, 120, Some(orientation)).await).await.expect("shrinks");
        assert_small_and_bare(&photo);
        assert_eq!(corners(&photo).await, corner, "orientation {orientation}");
    }
}

#[wasm_bindgen_test]
async fn noise_is_made_to_fit_too() {
    let photo = shrink(&picture(NOISY, 4000, 3000, None).await).await.expect("shrinks");
    assert_small_and_bare(&photo);
    assert!(photo.width >= 320, "{}×{}", photo.width, photo.height);
}

#[wasm_bindgen_test]
async fn a_small_picture_is_not_made_larger_and_a_long_one_keeps_its_shape() {
    let photo = shrink(&picture(DRAWN, 40, 30, None).await).await.expect("shrinks");
    assert_eq!((photo.width, photo.height), (40, 30));
    let photo = shrink(&picture(DRAWN, 8000, 10, None).await).await.expect("shrinks");
    assert_eq!((photo.width, photo.height), (1600, 2));
}

#[wasm_bindgen_test]
async fn what_is_no_picture_is_refused() {
    let whole = picture(DRAWN, 400, 300, None).await;
    let headless = Uint8Array::new(&script("return a.arrayBuffer()", whole.as_ref(), &JsValue::NULL).await.expect("reads")).to_vec();
    for bytes in [&b""[..], b"%PDF-1.4", b"{\"lianxin\":\"bundle/1\"}", &headless[..20], &headless[20..]] {
        assert_eq!(shrink(&blob(bytes)).await, Err(PhotoFault::NotAnImage), "{} bytes", bytes.len());
    }
}

#[wasm_bindgen_test]
async fn a_kept_photo_can_be_shown() {
    let photo = shrink(&picture(DRAWN, 40, 30, None).await).await.expect("shrinks");
    let url = object_url(&photo.file).expect("an address");
    const FETCH: &str = "const r = await fetch(a); return [r.headers.get('content-type'), (await r.arrayBuffer()).byteLength].join()";
    let read = script(FETCH, &url.as_str().into(), &JsValue::NULL).await.expect("fetches").as_string().expect("text");
    assert_eq!(read, format!("image/jpeg,{}", photo.file.bytes.len()));
    web_sys::Url::revoke_object_url(&url).expect("revokes");
}
