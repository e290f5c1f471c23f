//! The program as its operator runs it: processes, signals, files.

mod kill;
mod running;
mod silence;
