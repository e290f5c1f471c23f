//! What people and tests see: plain values, copied out at the moment they are asked for.

mod component;
mod message;
mod modal;
mod outcome;
mod request;

pub use component::{Component, ComponentKind, SelectOption};
pub use message::{Attachment, Message, Ping};
pub use modal::{Modal, TextInput};
pub use outcome::{Answer, Choice, Outcome};
pub use request::{Registered, Request};
