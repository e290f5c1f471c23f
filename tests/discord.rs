//! The Discord layer: what is registered, how replies are rendered, and the whole bot over real sockets.

#[path = "discord/hostile.rs"]
mod hostile;
#[path = "discord/reader.rs"]
mod reader;
#[path = "discord/rendering.rs"]
mod rendering;
#[path = "discord/tree.rs"]
mod tree;
