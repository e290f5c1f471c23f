//! Words that only answers to questions need; what every part says stands in [`prose`](super::prose).

pub(super) mod figure;
pub(super) mod names;
pub(super) mod number;
