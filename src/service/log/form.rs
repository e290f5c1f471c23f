//! Forms: what they ask for and what they hold already.

use crate::service::Field;

/// A form of one to five fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is for.
    pub purpose: FormPurpose,
    /// Its fields, in order.
    pub fields: Vec<FormField>,
}

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPurpose {
    /// The words that a command has no room for.
    Words,
    /// Putting a draft right.
    Change,
    /// Saying what a source is.
    Describe,
    /// A moderator's edit of a submission.
    Edit,
    /// The note to a rejection.
    Reject,
    /// A question to who filed a submission.
    Ask,
    /// The answer to it.
    Answer,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Which field.
    pub field: Field,
    /// What it holds now.
    pub value: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it takes several lines.
    pub long: bool,
}
