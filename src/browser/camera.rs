//! The camera, and the codes that it sees. It is off as soon as this is turned off or dropped.

use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::js::{self, error_name, object, window};
use crate::browser::worker::Eyes;

#[wasm_bindgen]
extern "C" {
    type Devices;
    #[wasm_bindgen(method, catch, js_name = getUserMedia)]
    fn open(this: &Devices, wanted: &Object) -> Result<Promise, JsValue>;

    #[derive(Clone)]
    type Stream;
    #[wasm_bindgen(method, js_name = getTracks)]
    fn tracks(this: &Stream) -> Array;

    type Track;
    #[wasm_bindgen(method)]
    fn stop(this: &Track);

    type Video;
    #[wasm_bindgen(method, setter, js_name = srcObject)]
    fn show(this: &Video, stream: &Stream);
    #[wasm_bindgen(method)]
    fn play(this: &Video) -> Promise;
    #[wasm_bindgen(method, getter, js_name = videoWidth)]
    fn width(this: &Video) -> u32;
    #[wasm_bindgen(method, getter, js_name = videoHeight)]
    fn height(this: &Video) -> u32;

    type Canvas;
    #[wasm_bindgen(constructor, js_class = OffscreenCanvas)]
    fn new(width: u32, height: u32) -> Canvas;
    #[wasm_bindgen(method, js_name = getContext)]
    fn context(this: &Canvas, kind: &str, options: &Object) -> Context;

    type Context;
    #[wasm_bindgen(method, catch, js_name = drawImage)]
    #[allow(clippy::too_many_arguments)]
    fn draw(
        this: &Context,
        from: &Video,
        x: u32,
        y: u32,
        w: u32,
        h: u32,
        to_x: u32,
        to_y: u32,
        to_w: u32,
        to_h: u32,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = getImageData)]
    fn pixels(this: &Context, x: u32, y: u32, w: u32, h: u32) -> Result<JsValue, JsValue>;

    type BarcodeDetector;
    #[wasm_bindgen(constructor, catch)]
    fn new(options: &Object) -> Result<BarcodeDetector, JsValue>;
    #[wasm_bindgen(static_method_of = BarcodeDetector, catch, js_name = getSupportedFormats)]
    fn formats() -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn detect(this: &BarcodeDetector, from: &Video) -> Result<Promise, JsValue>;
}

/// Pixels of the square that is looked at: enough for a code of 81 modules that fills half of it.
const SIDE: u32 = 720;

/// Why there is no picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoCamera {
    Refused,
    /// This device has none, or no browser that gives it.
    None,
    /// Another app has it, or it failed.
    Failed,
}

pub struct Camera {
    stream: Stream,
    video: Video,
    /// The browser's own reader, where it reads such codes.
    detector: Option<BarcodeDetector>,
    context: Context,
    eyes: Eyes,
}

async fn detector() -> Option<BarcodeDetector> {
    js::get(&window(), "BarcodeDetector")?;
    let formats = JsFuture::from(BarcodeDetector::formats().ok()?).await.ok()?;
    let reads = formats.dyn_into::<Array>().ok()?.includes(&"qr_code".into(), 0);
    reads.then(|| BarcodeDetector::new(&object([("formats", Array::of1(&"qr_code".into()).into())])).ok()).flatten()
}

impl Camera {
    /// Asks the user, and shows what the camera sees in a video element.
    pub async fn open(video: JsValue) -> Result<Camera, NoCamera> {
        let devices: Devices = js::get(&window().navigator(), "mediaDevices").ok_or(NoCamera::None)?.unchecked_into();
        let size = |pixels: u32| JsValue::from(object([("ideal", pixels.into())]));
        let picture = object([("facingMode", "environment".into()), ("width", size(1280)), ("height", size(720))]);
        let refused = |error: JsValue| match error_name(&error).as_str() {
            "NotAllowedError" | "SecurityError" => NoCamera::Refused,
            "NotFoundError" | "OverconstrainedError" => NoCamera::None,
            _ => NoCamera::Failed,
        };
        let asked = devices.open(&object([("video", picture.into()), ("audio", false.into())])).map_err(refused)?;
        let stream: Stream = JsFuture::from(asked).await.map_err(refused)?.unchecked_into();
        let context = Canvas::new(SIDE, SIDE).context("2d", &object([("willReadFrequently", true.into())]));
        let camera = Camera { stream, video: video.unchecked_into(), detector: detector().await, context, eyes: Eyes::open() };
        camera.video.show(&camera.stream);
        JsFuture::from(camera.video.play()).await.map_err(|_| NoCamera::Failed)?;
        Ok(camera)
    }

    /// What the codes say that are in the picture now.
    pub async fn read(&self) -> Vec<String> {
        if let Some(detector) = &self.detector
            && let Ok(asked) = detector.detect(&self.video)
            && let Ok(found) = JsFuture::from(asked).await
        {
            return found.unchecked_into::<Array>().iter().filter_map(|code| js::get(&code, "rawValue")?.as_string()).collect();
        }
        match self.picture() {
            Some((side, pixels)) => self.eyes.read(side, &pixels).await,
            None => Vec::new(),
        }
    }

    /// The square that is looked at: its side, and four bytes a pixel.
    fn picture(&self) -> Option<(u32, Uint8Array)> {
        let (width, height) = (self.video.width(), self.video.height());
        let side = width.min(height);
        let to = side.min(SIDE);
        if side == 0 {
            return None;
        }
        self.context.draw(&self.video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, to, to).ok()?;
        let pixels = js::get(&self.context.pixels(0, 0, to, to).ok()?, "data")?;
        Some((to, Uint8Array::new(&pixels)))
    }

    pub fn off(&self) {
        for track in self.stream.tracks().iter() {
            track.unchecked_into::<Track>().stop();
        }
        self.eyes.close();
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.off();
    }
}
