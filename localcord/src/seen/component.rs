//! Buttons and selects as a person sees them.

use serde_json::Value;

/// A button or a select of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Component {
    /// The row it stands in, from 0.
    pub row: usize,
    /// What it is.
    pub kind: ComponentKind,
    /// A button's text.
    pub label: Option<String>,
    /// What the bot hears when it is used; link buttons have none.
    pub custom_id: Option<String>,
    /// The page a link button opens.
    pub url: Option<String>,
    /// A button's style: 1 primary, 2 secondary, 3 success, 4 danger, 5 link.
    pub style: Option<u8>,
    /// Whether it is greyed out.
    pub disabled: bool,
    /// What a select shows while nothing is chosen.
    pub placeholder: Option<String>,
    /// What a string select offers.
    pub options: Vec<SelectOption>,
    /// The fewest values a select takes.
    pub min_values: usize,
    /// The most values a select takes.
    pub max_values: usize,
}

/// What a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ComponentKind {
    /// A button.
    Button,
    /// A select of given strings.
    StringSelect,
    /// A select of users.
    UserSelect,
    /// A select of roles.
    RoleSelect,
    /// A select of users and roles.
    MentionableSelect,
    /// A select of channels.
    ChannelSelect,
}

impl ComponentKind {
    /// Returns Discord's number for it.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Button => 2,
            Self::StringSelect => 3,
            Self::UserSelect => 5,
            Self::RoleSelect => 6,
            Self::MentionableSelect => 7,
            Self::ChannelSelect => 8,
        }
    }

    const fn from_number(number: u64) -> Option<Self> {
        Some(match number {
            2 => Self::Button,
            3 => Self::StringSelect,
            5 => Self::UserSelect,
            6 => Self::RoleSelect,
            7 => Self::MentionableSelect,
            8 => Self::ChannelSelect,
            _ => return None,
        })
    }
}

/// One line of a string select.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectOption {
    /// What people read.
    pub label: String,
    /// What the bot hears.
    pub value: String,
    /// The smaller line below.
    pub description: Option<String>,
    /// Whether it is chosen from the start.
    pub default: bool,
}

impl Component {
    /// Reads every button and select out of a message's components, in reading order.
    pub(crate) fn read_all(rows: &[Value]) -> Vec<Self> {
        let mut found = Vec::new();
        for (row, value) in rows.iter().enumerate() {
            collect(value, row, &mut found);
        }
        found
    }
}

fn collect(value: &Value, row: usize, found: &mut Vec<Component>) {
    if let Some(kind) = value["type"].as_u64().and_then(ComponentKind::from_number) {
        found.push(read(value, row, kind));
    }
    for key in ["components", "accessory"] {
        match &value[key] {
            Value::Array(children) => children.iter().for_each(|child| collect(child, row, found)),
            child @ Value::Object(_) => collect(child, row, found),
            _ => {}
        }
    }
}

fn read(value: &Value, row: usize, kind: ComponentKind) -> Component {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let count = |key: &str| value[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
    Component {
        row,
        kind,
        label: text("label"),
        custom_id: text("custom_id"),
        url: text("url"),
        style: value["style"].as_u64().and_then(|style| u8::try_from(style).ok()),
        disabled: value["disabled"].as_bool().unwrap_or(false),
        placeholder: text("placeholder"),
        options: value["options"].as_array().map(|all| all.iter().map(option).collect()).unwrap_or_default(),
        min_values: count("min_values"),
        max_values: count("max_values"),
    }
}

fn option(value: &Value) -> SelectOption {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    SelectOption {
        label: text("label"),
        value: text("value"),
        description: value["description"].as_str().map(str::to_owned),
        default: value["default"].as_bool().unwrap_or(false),
    }
}
