//! Folders that people drop on the page: the files in them that may be bundles.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry, FileSystemFileEntry};

use crate::browser::files;

/// More than a city has people; a whole disk dropped by mistake ends here.
const MOST: usize = 5_000;

/// What a drop holds. It must be asked for while the drop is told; folders are read after it.
pub struct Dropped {
    pub files: Vec<File>,
    folders: Vec<FileSystemEntry>,
}

impl Dropped {
    pub fn new(transfer: Option<DataTransfer>) -> Dropped {
        let files = files::dropped(transfer.clone());
        let items = transfer.map(|transfer| transfer.items());
        let entry = |n| items.as_ref()?.get(n)?.webkit_get_as_entry().ok()?;
        let count = items.as_ref().map_or(0, |items| items.length());
        let folders: Vec<FileSystemEntry> = (0..count).filter_map(entry).filter(FileSystemEntry::is_directory).collect();
        if folders.is_empty() {
            return Dropped { files, folders };
        }
        // A folder stands among the files as one without contents.
        let is_file = |n: &u32| entry(*n).is_none_or(|entry| entry.is_file());
        let files = (0..count).filter(is_file).filter_map(|n| items.as_ref()?.get(n)?.get_as_file().ok()?).collect();
        Dropped { files, folders }
    }

    pub fn has_folders(&self) -> bool {
        !self.folders.is_empty()
    }

    /// The files, and those within the folders that may be bundles by their names.
    pub async fn all(self) -> Vec<File> {
        let Dropped { mut files, mut folders } = self;
        while let Some(folder) = folders.pop().filter(|_| files.len() < MOST) {
            let reader = folder.unchecked_into::<FileSystemDirectoryEntry>().create_reader();
            // What can't be read is passed over, as it is by the system's own picker.
            while let Some(entries) = read(&reader).await.filter(|entries| !entries.is_empty()) {
                for entry in entries {
                    if entry.is_directory() {
                        folders.push(entry);
                    } else if may_be_bundle(&entry.name())
                        && let Some(file) = file(entry.unchecked_ref()).await
                    {
                        files.push(file);
                    }
                }
            }
        }
        files
    }
}

/// Of a folder only these are read: it may hold anything else beside.
pub fn may_be_bundle(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.starts_with('.') && (name.ends_with(".json") || name.ends_with(".txt"))
}

/// The next entries of a folder, some hundred at a time.
async fn read(reader: &FileSystemDirectoryReader) -> Option<Vec<FileSystemEntry>> {
    let entries = settled(|done, failed| reader.read_entries_with_callback_and_callback(done, failed)).await?;
    Some(Array::from(&entries).iter().map(JsCast::unchecked_into).collect())
}

async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    let ask = |done: &js_sys::Function, failed: &js_sys::Function| {
        entry.file_with_callback_and_callback(done, failed);
        Ok(())
    };
    settled(ask).await.map(JsCast::unchecked_into)
}

async fn settled(ask: impl Fn(&js_sys::Function, &js_sys::Function) -> Result<(), JsValue>) -> Option<JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        if ask(&done, &failed).is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.ok()
}
