//! The two schemas say the same, whatever migrations there are.
