//! Forms that a bot opens.

use serde_json::Value;

use crate::{ChannelId, InteractionId, MessageId, UserId};

/// A form that is open for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Modal {
    /// The interaction that opened it.
    pub interaction: InteractionId,
    /// For whom it is open.
    pub user: UserId,
    /// Where it was opened.
    pub channel: ChannelId,
    /// The message whose component opened it.
    pub message: Option<MessageId>,
    /// Its heading.
    pub title: String,
    /// What the bot hears when it is sent.
    pub custom_id: String,
    /// Its inputs, from the top.
    pub inputs: Vec<TextInput>,
}

/// One input of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextInput {
    /// What the bot hears it as.
    pub custom_id: String,
    /// What people read above it.
    pub label: String,
    /// Whether it takes several lines.
    pub long: bool,
    /// The fewest characters it takes.
    pub min_length: usize,
    /// The most characters it takes: 4,000 unless the bot says less.
    pub max_length: usize,
    /// Whether it must be filled in.
    pub required: bool,
    /// What stands in it from the start.
    pub value: String,
    /// What it shows while it is empty.
    pub placeholder: Option<String>,
}

impl TextInput {
    /// Reads the inputs out of a modal's rows.
    pub(crate) fn read_all(rows: &[Value]) -> Vec<Self> {
        let children = rows.iter().filter_map(|row| row["components"].as_array()).flatten();
        children.filter(|child| child["type"] == 4).map(read).collect()
    }
}

fn read(value: &Value) -> TextInput {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let count = |key: &str| value[key].as_u64().and_then(|n| usize::try_from(n).ok());
    TextInput {
        custom_id: text("custom_id"),
        label: text("label"),
        long: value["style"] == 2,
        min_length: count("min_length").unwrap_or(0),
        max_length: count("max_length").unwrap_or(4000),
        required: value["required"].as_bool().unwrap_or(true),
        value: text("value"),
        placeholder: value["placeholder"].as_str().map(str::to_owned),
    }
}
