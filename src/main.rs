//! The page's entry point, and the import worker's; natively it only says how to run the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    if lianxin::browser::worker::is_worker() {
        lianxin::later::work();
    } else {
        lianxin::ui::mount();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("This is a web page: `make run` builds and serves it. The command line is `cargo run --release --bin ledger`.");
}
