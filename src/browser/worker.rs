//! Reading and checking files beside the page: the same wasm, started a second time in a worker.
//!
//! The worker gets bytes and hands back rows and a report; the page ends it after each import, since the memory
//! of wasm never shrinks. Pictures of codes are looked at there too: what a stranger holds before the camera ends a
//! worker at most.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, AbortSignal, DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::browser::seals::{self, Seals};
use crate::browser::{clock, files, js, qr};
use crate::crypto::closing::Opened;
use crate::domain::bundle::jwe::Jwe;
use crate::domain::bundle::plan::{self, Incoming};
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::bundle::read::{self, File, MAX_FILE};
use crate::domain::bundle::row::Row;
use crate::domain::event::Chunk;
use crate::domain::id::Hash;

/// What is to be read.
pub enum Source {
    /// Read when its turn comes, so that not all of them lie in memory.
    File(web_sys::File),
    Bytes(Vec<u8>),
}

/// Whether this instance runs in a worker.
pub fn is_worker() -> bool {
    js_sys::global().dyn_ref::<DedicatedWorkerGlobalScope>().is_some()
}

/// Tells the worker's script whether files can be read now.
pub fn tell_script(serving: bool) {
    if let Some(told) = js::get(&js_sys::global(), "lianxinServing").and_then(|f| f.dyn_into::<js_sys::Function>().ok()) {
        // The script's own function settles a promise and throws nothing.
        let _ = told.call1(&JsValue::NULL, &serving.into());
    }
}

async fn read_one(name: &str, bytes: Vec<u8>, seals: Option<&Seals>) -> Incoming {
    let size = bytes.len();
    let seals = seals.filter(|seals| seals.is_ready());
    let mut asked = None;
    let mut ask = |questions| asked = seals.map(|seals| seals.ask(questions));
    let checked = match read::read_ahead(bytes, seals.is_some().then_some(&mut ask)) {
        Ok(draft) => {
            let answers = seals::verify(draft.questions(), seals, asked).await;
            Ok(draft.settle(&answers))
        }
        Err(problem) => Err(problem),
    };
    plan::incoming(name, size, checked)
}

/// Serves files until the page ends this worker.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let port = scope.clone();
    let seals = Rc::new(Seals::start());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (port, seals) = (port.clone(), seals.clone());
        spawn_local(async move {
            let data = event.data();
            if let Some(pixels) = js::get(&data, "pixels") {
                let side = js::get(&data, "side").and_then(|n| n.as_f64()).unwrap_or_default() as usize;
                let texts: Array = qr::read(side, &Uint8Array::new(&pixels).to_vec()).into_iter().map(JsValue::from).collect();
                let _ = port.post_message(&texts);
                return;
            }
            let name = js::get(&data, "name").and_then(|n| n.as_string()).unwrap_or_default();
            let bytes = js::get(&data, "bytes").map(|b| Uint8Array::new(&b).to_vec()).unwrap_or_default();
            let incoming = read_one(&name, bytes, seals.as_ref().as_ref()).await;
            // The page waits for an answer to each file; if posting fails, the page reads the file itself.
            let (message, transfer) = pack(&incoming);
            let _ = port.post_message_with_transfer(&message, &transfer);
        });
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

fn pack(incoming: &Incoming) -> (JsValue, Array) {
    let transfer = Array::new();
    let rows = Array::new();
    let files = Array::new();
    if let Ok(file) = &incoming.outcome {
        for row in &file.rows {
            let parts = Array::new();
            for part in [Some(row.bytes.as_slice()), row.index.as_deref()].into_iter().flatten() {
                let bytes = Uint8Array::from(part);
                transfer.push(&bytes.buffer());
                parts.push(&bytes);
            }
            rows.push(&parts);
        }
        for (hash, held) in &file.files {
            let bytes = Uint8Array::from(held.bytes.as_slice());
            transfer.push(&bytes.buffer());
            let entry = js::object([("hash", hash.as_str().into()), ("type", held.media_type.as_str().into()), ("bytes", bytes.into())]);
            files.push(&entry);
        }
    }
    let header = serde_json::to_string(incoming).unwrap_or_default();
    (js::object([("header", header.into()), ("rows", rows.into()), ("files", files.into())]).into(), transfer)
}

fn unpack_row(parts: &Array) -> Row {
    let mut parts = parts.iter().map(|part| Uint8Array::new(&part).to_vec());
    Row { bytes: Chunk::new(parts.next().unwrap_or_default()), index: parts.next() }
}

fn unpack(message: &JsValue) -> Option<Incoming> {
    let mut incoming: Incoming = serde_json::from_str(&js::get(message, "header")?.as_string()?).ok()?;
    if let Ok(file) = &mut incoming.outcome {
        file.rows = Array::from(&js::get(message, "rows")?).iter().map(|parts| unpack_row(&Array::from(&parts))).collect();
        for entry in Array::from(&js::get(message, "files")?) {
            let hash = Hash::parse(&js::get(&entry, "hash")?.as_string()?)?;
            let media_type = js::get(&entry, "type")?.as_string()?;
            file.files.insert(hash, File { media_type, bytes: Uint8Array::new(&js::get(&entry, "bytes")?).to_vec() });
        }
    }
    Some(incoming)
}

/// A listener that lives until its answer came.
type Heard = Closure<dyn FnMut(JsValue)>;

/// One worker, from its start to its end.
struct Reader {
    worker: Worker,
    is_broken: Rc<Cell<bool>>,
    /// Notes that it broke down while nobody waited for it.
    on_error: Heard,
}

impl Reader {
    fn start() -> Option<Reader> {
        let boot = js::get(&js_sys::global(), "lianxinBoot")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options("worker.js", &options).ok()?;
        let is_broken = Rc::new(Cell::new(false));
        let broken = is_broken.clone();
        let on_error = Heard::new(move |_| broken.set(true));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(&boot).ok()?;
        Some(Reader { worker, is_broken, on_error })
    }

    /// `None` if the worker broke down, or nobody wants the answer any more.
    async fn read(&self, name: &str, bytes: &[u8], stop: Option<&AbortSignal>) -> Option<Incoming> {
        let bytes = Uint8Array::from(bytes);
        let message = js::object([("name", name.into()), ("bytes", bytes.clone().into())]);
        unpack(&self.ask(&message, &Array::of1(&bytes.buffer()), stop).await?)
    }

    /// One question at a time. `None` as above.
    async fn ask(&self, message: &JsValue, transfer: &Array, stop: Option<&AbortSignal>) -> Option<JsValue> {
        if self.is_broken.get() {
            return None;
        }
        let closures: Rc<RefCell<Vec<Heard>>> = Rc::default();
        let promise = js_sys::Promise::new(&mut |resolve, reject| {
            let answer = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
                let data = js::get(&event, "data").unwrap_or(JsValue::NULL);
                let _ = resolve.call1(&JsValue::NULL, &data);
            });
            let broken = Closure::<dyn FnMut(JsValue)>::new(move |_| {
                let _ = reject.call0(&JsValue::NULL);
            });
            self.worker.set_onmessage(Some(answer.as_ref().unchecked_ref()));
            self.worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
            if let Some(stop) = stop {
                stop.set_onabort(Some(broken.as_ref().unchecked_ref()));
            }
            closures.borrow_mut().extend([answer, broken]);
        });
        self.worker.post_message_with_transfer(message, transfer).ok()?;
        let answer = JsFuture::from(promise).await.ok();
        if let Some(stop) = stop {
            stop.set_onabort(None);
        }
        self.worker.set_onmessage(None);
        self.worker.set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
        answer
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// For how long a picture is looked at, ms: a code takes a few hundredths of that, a picture full of corners minutes.
const LOOK: i32 = 2_000;

/// Looks for codes in pictures, until it is closed.
pub struct Eyes {
    reader: RefCell<Option<Rc<Reader>>>,
    /// Whether the worker has answered: it takes its time to start.
    is_awake: Cell<bool>,
    /// Ends the question that is asked now.
    asking: RefCell<Option<AbortController>>,
    is_closed: Cell<bool>,
}

impl Eyes {
    /// Its worker starts now.
    pub fn open() -> Eyes {
        let reader = RefCell::new(Reader::start().map(Rc::new));
        Eyes { reader, is_awake: Cell::new(false), asking: RefCell::default(), is_closed: Cell::new(false) }
    }

    /// The texts of all codes in a square picture of four bytes a pixel. A picture may end the worker, or keep it: then
    /// another follows.
    pub async fn read(&self, side: u32, pixels: &Uint8Array) -> Vec<String> {
        if self.reader.borrow().is_none() && !self.is_closed.get() {
            *self.reader.borrow_mut() = Reader::start().map(Rc::new);
            if self.reader.borrow().is_none() {
                // Where no worker starts, the page looks itself.
                return qr::read(side as usize, &pixels.to_vec());
            }
        }
        if !self.is_awake.get() {
            let answered = self.ask(0, &Uint8Array::new_with_length(0), None).await.is_some();
            self.is_awake.set(answered);
        }
        let answer = if self.is_awake.get() { self.ask(side, pixels, Some(LOOK)).await } else { None };
        answer.map(|texts| texts.unchecked_into::<Array>().iter().filter_map(|text| text.as_string()).collect()).unwrap_or_default()
    }

    async fn ask(&self, side: u32, pixels: &Uint8Array, limit: Option<i32>) -> Option<JsValue> {
        let reader = self.reader.borrow().clone()?;
        let stop = AbortController::new().ok()?;
        self.asking.replace(Some(stop.clone()));
        let timer = limit.and_then(|limit| {
            let stop = stop.clone();
            clock::after(limit, move || stop.abort())
        });
        let message = js::object([("side", side.into()), ("pixels", pixels.clone().into())]);
        let answer = reader.ask(&message, &Array::of1(&pixels.buffer()), Some(&stop.signal())).await;
        if let Some(timer) = timer {
            clock::cancel(timer);
        }
        if answer.is_none() {
            self.is_awake.set(false);
            self.reader.take();
        }
        answer
    }

    pub fn close(&self) {
        self.is_closed.set(true);
        if let Some(stop) = self.asking.take() {
            stop.abort();
        }
        self.reader.take();
    }
}

thread_local! {
    /// A worker that started before there was anything to read.
    static READY: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// Starts the worker ahead, where files are about to come; [`cool`] ends it.
pub fn warm() {
    READY.with_borrow_mut(|ready| {
        if ready.is_none() {
            *ready = Reader::start();
        }
    });
}

/// Ends a worker that was started ahead and had nothing to do.
pub fn cool() {
    READY.with_borrow_mut(Option::take);
}

/// A file that only its passphrase opens.
#[derive(Clone, PartialEq, Debug)]
pub struct Locked {
    pub name: String,
    /// Of the file as it came.
    pub size: u64,
    pub jwe: Jwe,
}

/// What became of files.
#[derive(Default)]
pub struct Read {
    pub incoming: Vec<Incoming>,
    pub locked: Vec<Locked>,
}

/// Reads and checks files one after the other. `progress` gets how many are done; `open` opens what is encrypted. Where
/// no worker starts, the page reads them itself. `None`: `stop` told to, and the worker has ended.
pub async fn read_files(
    files: Vec<(String, Source)>,
    progress: impl Fn(usize, usize),
    open: impl AsyncFn(&[u8]) -> Result<Opened, Problem>,
    stop: Option<&AbortSignal>,
) -> Option<Read> {
    let mut reader = READY.with_borrow_mut(Option::take).or_else(Reader::start);
    let total = files.len();
    let mut out = Read::default();
    for (done, (name, source)) in files.into_iter().enumerate() {
        progress(done, total);
        let bytes = match source {
            Source::Bytes(bytes) => bytes,
            Source::File(file) => match files::bytes(&file).await {
                Some(bytes) => bytes,
                None => {
                    out.incoming.push(too_large(name, file.size() as u64));
                    continue;
                }
            },
        };
        let size = bytes.len() as u64;
        let mut incoming = read_by(&mut reader, &name, &bytes, stop).await?;
        if incoming.outcome.as_ref().is_err_and(|problem| problem.code == Code::Decrypt) {
            match open(&bytes).await {
                Ok(Opened::Content(content)) => {
                    drop(bytes);
                    incoming = Incoming { size, ..read_by(&mut reader, &name, &content, stop).await? };
                }
                Ok(Opened::AsksPassphrase(jwe)) => {
                    out.locked.push(Locked { name, size, jwe: *jwe });
                    continue;
                }
                Err(problem) => incoming.outcome = Err(problem),
            }
        }
        out.incoming.push(incoming);
    }
    progress(total, total);
    Some(out)
}

/// By the worker, or by the page once the worker broke down; `None`: it is no longer wanted.
async fn read_by(reader: &mut Option<Reader>, name: &str, bytes: &[u8], stop: Option<&AbortSignal>) -> Option<Incoming> {
    let is_stopped = || stop.is_some_and(AbortSignal::aborted);
    let read = match reader.as_ref().filter(|_| !is_stopped()) {
        Some(held) => held.read(name, bytes, stop).await,
        None => None,
    };
    if is_stopped() {
        return None;
    }
    Some(match read {
        Some(incoming) => incoming,
        None => {
            *reader = None;
            read_one(name, bytes.to_vec(), None).await
        }
    })
}

fn too_large(name: String, size: u64) -> Incoming {
    debug_assert!(size > MAX_FILE as u64);
    Incoming { name, size, outcome: Err(Problem::new(Code::TooLarge, "")) }
}
