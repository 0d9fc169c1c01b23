//! Seals verified by a worker of the reading worker's own, while that one hashes.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::{Promise, Uint8Array, Uint32Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Worker;

use crate::browser::js;
use crate::browser::keys::WebVerifier;
use crate::crypto::Verifier;
use crate::domain::bundle::key::{Answer, PublicKey, Question};

type Heard = Closure<dyn FnMut(JsValue)>;

/// A worker that verifies; ended with the one that started it.
pub struct Seals {
    worker: Worker,
    /// It has started: before that it is asked nothing, since it may never come.
    is_ready: Rc<Cell<bool>>,
    _on_ready: Heard,
    is_broken: Rc<Cell<bool>>,
    on_error: Heard,
    /// How many files were asked for: an answer names its own.
    number: Cell<u32>,
}

/// What was asked ahead, and the answers once they come.
pub struct Asked {
    questions: Vec<Question>,
    answers: Promise,
    _heard: Rc<RefCell<Vec<Heard>>>,
}

impl Seals {
    /// `None` where a worker can start no other.
    pub fn start() -> Option<Seals> {
        js::get(&js_sys::global(), "Worker")?;
        let worker = Worker::new("seals.js").ok()?;
        let is_broken = Rc::new(Cell::new(false));
        let broken = is_broken.clone();
        let on_error = Heard::new(move |_| broken.set(true));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let is_ready = Rc::new(Cell::new(false));
        let ready = is_ready.clone();
        let on_ready = Heard::new(move |_| ready.set(true));
        worker.set_onmessage(Some(on_ready.as_ref().unchecked_ref()));
        Some(Seals { worker, is_ready, _on_ready: on_ready, is_broken, on_error, number: Cell::new(0) })
    }

    pub fn is_ready(&self) -> bool {
        self.is_ready.get() && !self.is_broken.get()
    }

    /// Asks without waiting; one file at a time.
    pub fn ask(&self, questions: Vec<Question>) -> Asked {
        let number = self.number.get() + 1;
        self.number.set(number);
        let mut numbers: HashMap<&PublicKey, u32> = HashMap::new();
        let (mut points, mut signatures, mut messages) = (Vec::new(), Vec::new(), Vec::new());
        let (mut keys, mut ends): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for question in &questions {
            let next = numbers.len() as u32;
            keys.push(*numbers.entry(&question.key).or_insert_with(|| {
                points.extend(question.key.to_sec1());
                next
            }));
            signatures.extend(question.signature);
            messages.extend(&question.message);
            ends.push(messages.len() as u32);
        }
        let bytes = |bytes: &[u8]| Uint8Array::from(bytes).into();
        let words = |words: &[u32]| Uint32Array::from(words).into();
        let packed = js::object([
            ("points", bytes(&points)),
            ("signatures", bytes(&signatures)),
            ("messages", bytes(&messages)),
            ("keys", words(&keys)),
            ("ends", words(&ends)),
            ("number", number.into()),
        ]);
        let heard: Rc<RefCell<Vec<Heard>>> = Rc::default();
        let answers = Promise::new(&mut |resolve, reject| {
            let failed = reject.clone();
            let answered = Heard::new(move |event: JsValue| {
                let data = js::get(&event, "data").unwrap_or(JsValue::NULL);
                if js::get(&data, "number").and_then(|n| n.as_f64()) == Some(f64::from(number)) {
                    let _ = resolve.call1(&JsValue::NULL, &js::get(&data, "answers").unwrap_or(JsValue::NULL));
                }
            });
            let is_broken = self.is_broken.clone();
            let broken = Heard::new(move |_| {
                is_broken.set(true);
                let _ = reject.call0(&JsValue::NULL);
            });
            self.worker.set_onmessage(Some(answered.as_ref().unchecked_ref()));
            self.worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
            heard.borrow_mut().extend([answered, broken]);
            if self.is_broken.get() || self.worker.post_message(&packed).is_err() {
                let _ = failed.call0(&JsValue::NULL);
            }
        });
        Asked { questions, answers, _heard: heard }
    }

    /// Errors while nobody waits are noted again.
    fn rest(&self) {
        self.worker.set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
    }
}

/// One answer to each question, in order: those that were asked ahead from there, the others from WebCrypto here.
pub async fn verify(questions: &[Question], seals: Option<&Seals>, asked: Option<Asked>) -> Vec<Answer> {
    let mut known: HashMap<&Question, Answer> = HashMap::new();
    if let Some(asked) = &asked {
        if let Ok(answers) = JsFuture::from(asked.answers.clone()).await {
            let answer = |code| {
                if code == 2 {
                    Answer::Good
                } else if code == 1 {
                    Answer::Bad
                } else {
                    Answer::BadKey
                }
            };
            known.extend(asked.questions.iter().zip(Uint8Array::new(&answers).to_vec().into_iter().map(answer)));
        }
        seals.inspect(|seals| seals.rest());
    }
    let open: Vec<Question> = questions.iter().filter(|question| !known.contains_key(question)).cloned().collect();
    let mut rest = WebVerifier.verify(&open).await.into_iter();
    questions.iter().map(|question| known.get(question).copied().or_else(|| rest.next()).unwrap_or(Answer::Bad)).collect()
}
