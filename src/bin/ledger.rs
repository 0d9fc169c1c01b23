//! The command line (design §10): the same core, for coordinators with a script and for tests.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(lianxin::cli::run(&std::env::args().skip(1).collect::<Vec<_>>()))
}

/// A page has no command line.
#[cfg(target_arch = "wasm32")]
fn main() {}
