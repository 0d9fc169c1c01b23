//! Where files for many people go: into a folder that the user chose, one after the other, or into one zip.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use js_sys::Array;
use rawzip::ZipArchiveWriter;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemWritableFileStream,
};

use crate::browser::js::{self, RawWindow, error_name, window};
use crate::browser::share::blob;

/// How often a name is tried with a number behind it.
const TRIES: u32 = 1000;

pub enum Outbox {
    Folder(FileSystemDirectoryHandle),
    Zip(Zip),
}

/// Why a file did not get there; the text is for the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// The disk is full.
    Full,
    /// The browser or its user allows no writing there any more.
    NotAllowed,
    /// The folder is gone.
    Gone,
    Failed(String),
}

impl From<JsValue> for Trouble {
    fn from(error: JsValue) -> Trouble {
        match error_name(&error).as_str() {
            "QuotaExceededError" => Trouble::Full,
            "NotAllowedError" | "SecurityError" | "NoModificationAllowedError" => Trouble::NotAllowed,
            "NotFoundError" => Trouble::Gone,
            name => Trouble::Failed(name.into()),
        }
    }
}

impl From<rawzip::Error> for Trouble {
    fn from(error: rawzip::Error) -> Trouble {
        Trouble::Failed(error.to_string())
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Failed(error.to_string())
    }
}

/// Whether this browser lets a page write into a folder.
pub fn has_folders() -> bool {
    js::get(&window(), "showDirectoryPicker").is_some_and(|picker| picker.is_function())
}

/// Asks for a folder, which the browser allows within a tap alone. `None`: the user chose none.
pub async fn choose_folder() -> Result<Option<Outbox>, Trouble> {
    let options = js::object([("mode", "readwrite".into()), ("id", "lianxin".into())]);
    let asked = window().unchecked_into::<RawWindow>().show_directory_picker(&options)?;
    match JsFuture::from(asked).await {
        Ok(folder) => Ok(Some(Outbox::Folder(folder.unchecked_into()))),
        Err(error) if error_name(&error) == "AbortError" => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl Outbox {
    /// Puts a file into a folder within, none for the outermost. What is there already stays: `name` gives another name for
    /// each try, from 1 on. Returns the name that was free.
    pub async fn put(&mut self, folder: Option<&str>, name: &dyn Fn(u32) -> String, bytes: &[u8]) -> Result<String, Trouble> {
        match self {
            Outbox::Folder(root) => put_into(root, folder, name, bytes).await,
            Outbox::Zip(zip) => {
                let name = name(1);
                zip.add(&folder.map_or_else(|| name.clone(), |folder| format!("{folder}/{name}")), bytes)?;
                Ok(name)
            }
        }
    }
}

async fn put_into(
    root: &FileSystemDirectoryHandle,
    folder: Option<&str>,
    name: &dyn Fn(u32) -> String,
    bytes: &[u8],
) -> Result<String, Trouble> {
    let within: FileSystemDirectoryHandle = match folder {
        Some(folder) => {
            let options = FileSystemGetDirectoryOptions::new();
            options.set_create(true);
            JsFuture::from(root.get_directory_handle_with_options(folder, &options)).await?.unchecked_into()
        }
        None => root.clone(),
    };
    for number in 1..=TRIES {
        let name = name(number);
        match JsFuture::from(within.get_file_handle(&name)).await {
            // Somebody's file of another day, or of a run that could not be noted.
            Ok(_) => continue,
            Err(error) if matches!(error_name(&error).as_str(), "NotFoundError") => {}
            Err(error) if matches!(error_name(&error).as_str(), "TypeMismatchError") => continue,
            Err(error) => return Err(error.into()),
        }
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let file: FileSystemFileHandle = JsFuture::from(within.get_file_handle_with_options(&name, &options)).await?.unchecked_into();
        let written = write(&file, bytes).await;
        if written.is_err() {
            // An empty file of that name would look like one that was made.
            let _ = JsFuture::from(within.remove_entry(&name)).await;
        }
        return written.map(|()| name);
    }
    Err(Trouble::Failed("no free name".into()))
}

/// All of it or nothing: the file is replaced when its stream is closed.
async fn write(file: &FileSystemFileHandle, bytes: &[u8]) -> Result<(), Trouble> {
    let stream: FileSystemWritableFileStream = JsFuture::from(file.create_writable()).await?.unchecked_into();
    let write = async {
        JsFuture::from(stream.write_with_u8_array(bytes)?).await?;
        JsFuture::from(stream.close()).await
    };
    if let Err(error) = write.await {
        let _ = JsFuture::from(stream.abort()).await;
        return Err(error.into());
    }
    Ok(())
}

/// What the archive has written and the browser has not taken yet.
#[derive(Clone, Default)]
struct Pending(Rc<RefCell<Vec<u8>>>);

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A zip of files as they are: what is encrypted does not get smaller. Each file is in the browser's hands once it is in.
pub struct Zip {
    archive: ZipArchiveWriter<Pending>,
    pending: Pending,
    parts: Array,
    /// So far.
    pub bytes: u64,
}

impl Default for Zip {
    fn default() -> Self {
        let pending = Pending::default();
        Zip { archive: ZipArchiveWriter::new(pending.clone()), pending, parts: Array::new(), bytes: 0 }
    }
}

impl Zip {
    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let (mut entry, config) = self.archive.new_file(path).start()?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes)?;
        let (_, told) = writer.finish()?;
        entry.finish(told)?;
        self.hand_over()
    }

    fn hand_over(&mut self) -> Result<(), Trouble> {
        let bytes = std::mem::take(&mut *self.pending.0.borrow_mut());
        self.bytes += bytes.len() as u64;
        self.parts.push(&blob(&bytes).ok_or(Trouble::Full)?.into());
        Ok(())
    }

    pub fn finish(self) -> Result<(Blob, u64), Trouble> {
        let Zip { archive, pending, parts, mut bytes } = self;
        archive.finish()?;
        let rest = std::mem::take(&mut *pending.0.borrow_mut());
        bytes += rest.len() as u64;
        parts.push(&blob(&rest).ok_or(Trouble::Full)?.into());
        let options = BlobPropertyBag::new();
        options.set_type("application/zip");
        Ok((Blob::new_with_blob_sequence_and_options(&parts, &options)?, bytes))
    }
}
