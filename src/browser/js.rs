//! Calls that web-sys marks unstable or gives no good type: a few bindings, in one file.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{File, Navigator};

#[wasm_bindgen]
extern "C" {
    /// A database as far as the options of a transaction go.
    pub type RawDatabase;
    #[wasm_bindgen(method, catch)]
    pub fn transaction(this: &RawDatabase, stores: &Array, mode: &str, options: &Object) -> Result<JsValue, JsValue>;

    pub type RawNavigator;
    #[wasm_bindgen(method, catch, js_name = canShare)]
    pub fn can_share(this: &RawNavigator, data: &Object) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn share(this: &RawNavigator, data: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub fn locks(this: &RawNavigator) -> LockManager;

    pub type LockManager;
    #[wasm_bindgen(method)]
    pub fn request(this: &LockManager, name: &str, held: &Function) -> Promise;
    #[wasm_bindgen(method, js_name = request)]
    pub fn request_with(this: &LockManager, name: &str, options: &Object, held: &Function) -> Promise;

    /// A window as far as folders go that the user chooses.
    pub type RawWindow;
    #[wasm_bindgen(method, catch, js_name = showDirectoryPicker)]
    pub fn show_directory_picker(this: &RawWindow, options: &Object) -> Result<Promise, JsValue>;

    /// `array.sort(compare)`, without a call back into wasm for each comparison.
    #[wasm_bindgen(js_namespace = ["Array", "prototype", "sort"], js_name = call)]
    pub fn sort(array: &Array, compare: &Function);

    /// A value of `console.warn`, for logs only.
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    pub fn warn(text: &str);

    #[wasm_bindgen(js_namespace = URL, js_name = createObjectURL, catch)]
    pub fn object_url(blob: &web_sys::Blob) -> Result<String, JsValue>;
}

impl RawNavigator {
    pub fn new(navigator: Navigator) -> Self {
        navigator.unchecked_into()
    }

    /// Whether the browser has the method at all: older ones lack sharing.
    pub fn has(&self, method: &str) -> bool {
        get(self, method).is_some_and(|m| m.is_function())
    }
}

/// A member of a JS object; `None` if it is undefined or null.
pub fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|v| !v.is_undefined() && !v.is_null())
}

/// A plain JS object of these members.
pub fn object<const N: usize>(members: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a fresh plain object can't fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}

pub fn files_to_share(file: &File) -> Object {
    object([("files", Array::of1(file).into())])
}

/// The name of a DOM exception, or what the value says of itself.
pub fn error_name(error: &JsValue) -> String {
    get(error, "name").and_then(|n| n.as_string()).unwrap_or_else(|| format!("{error:?}"))
}

/// Resolves when what is on screen now has been drawn: before work that keeps the page from drawing.
pub async fn painted() {
    // The first frame is the one that draws; the second begins after it.
    for _ in 0..2 {
        let frame = Promise::new(&mut |resolve, _| {
            // A window that can't tell its frames just goes on.
            if window().request_animation_frame(&resolve).is_err() {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let _ = wasm_bindgen_futures::JsFuture::from(frame).await;
    }
}

/// Scrolls as little as needed for the element of this id to be seen.
pub fn reveal(id: &str) {
    if let Some(element) = window().document().and_then(|d| d.get_element_by_id(id)) {
        scroll_to(&element, "nearest");
    }
}

/// Brings an element to the middle of what is seen, clear of the bars above and below.
pub fn show_whole(element: &web_sys::Element) {
    scroll_to(element, "center");
}

fn scroll_to(element: &web_sys::Element, block: &str) {
    if let Some(scroll) = get(element, "scrollIntoView") {
        // Where the option is not known the element comes to the top, which shows it as well.
        let _ = scroll.unchecked_into::<Function>().call1(element, &object([("block", block.into())]));
    }
}

/// Moves the keyboard's focus to the element of this id, if it is there.
pub fn focus(id: &str) {
    let element = window().document().and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that can't take the focus leaves it where it is.
        let _ = element.focus();
    }
}

pub fn window() -> web_sys::Window {
    web_sys::window().expect("called on the page, which has a window")
}

/// How wide the page is in the letters of its reader: rem of the root, so that large text gets the narrow layout.
pub fn width_in_rem() -> f64 {
    let width = window().inner_width().ok().and_then(|w| w.as_f64()).unwrap_or(0.0);
    let root = window().document().and_then(|d| d.document_element());
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    // JavaScript reads the number before the unit.
    let size = style.and_then(|s| s.get_property_value("font-size").ok()).map(|size| js_sys::Number::parse_float(&size));
    width / size.filter(|size| *size > 0.0).unwrap_or(16.0)
}

thread_local! {
    /// The promise of a lock that keeps the screen on.
    static AWAKE: std::cell::RefCell<Option<Promise>> = const { std::cell::RefCell::new(None) };
}

/// Keeps the screen on, where the browser can, until [`let_sleep`] or until the page is not seen.
pub fn keep_awake() {
    let Some(lock) = get(&window().navigator(), "wakeLock") else { return };
    let Some(request) = get(&lock, "request").and_then(|request| request.dyn_into::<Function>().ok()) else { return };
    let promise = request.call1(&lock, &"screen".into()).ok().and_then(|promise| promise.dyn_into::<Promise>().ok());
    if let Some(promise) = &promise {
        // A battery that is low may refuse it: then the screen goes dark as it always does.
        let promise = promise.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
    AWAKE.set(promise);
}

pub fn let_sleep() {
    let Some(promise) = AWAKE.take() else { return };
    wasm_bindgen_futures::spawn_local(async move {
        if let Ok(held) = wasm_bindgen_futures::JsFuture::from(promise).await
            && let Some(release) = get(&held, "release").and_then(|release| release.dyn_into::<Function>().ok())
        {
            let _ = release.call0(&held);
        }
    });
}
