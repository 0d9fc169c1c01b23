//! The command line (design §10): the same core, for coordinators with a script and for tests.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    std::process::ExitCode::from(lianxin::cli::run(&args, &mut std::io::stdout().lock(), &mut std::io::stderr().lock()))
}

/// A page has no command line.
#[cfg(target_arch = "wasm32")]
fn main() {}
