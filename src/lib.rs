//! The library behind `undersigned`: the record, its store, and everything that answers from them.

// Output goes to a handle that was passed in, so that a closed pipe is no panic; a stop runs destructors.
#![warn(
    clippy::dbg_macro,
    clippy::exit,
    clippy::print_stderr,
    clippy::print_stdout
)]

pub mod cli;
pub mod config;
pub mod ops;
