//! Buttons, selects and forms, within Discord's limits.

use std::collections::HashSet;

use serenity::all::{
    ButtonStyle, ChannelType, CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle,
};

use super::inert::visible;
use super::source;
use crate::answers::reply::{Action, Choice, FormReply, Input, Listed, Style};
use crate::discord::fields;
use crate::domain::text::single_spaced;

const ROWS: usize = 5;
const BUTTONS: usize = 5;
const BUTTON_LABEL: usize = 80;
const OPTIONS: usize = 25;
const OPTION: usize = 100;
const PLACEHOLDER: usize = 150;
const CUSTOM_ID: usize = 100;
const BUTTON_URL: usize = 512;
const MODAL_TITLE: usize = 45;
const INPUT_LABEL: usize = 45;
const INPUT_PLACEHOLDER: usize = 100;
const INPUT_VALUE: usize = 4_000;
const INPUTS: usize = 5;

/// The rows of a message, and what did not fit into them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// What can be pressed.
    pub(super) shown: Vec<CreateActionRow>,
    /// Links too long for a button, to be shown as text.
    pub(super) links: Vec<String>,
    /// How many buttons and options are left out.
    pub(super) left_out: usize,
    seen: HashSet<String>,
}

/// Builds the rows. Each row of actions is one row of at most five buttons or one select.
pub(super) fn rows(actions: &[Vec<Action>]) -> Rows {
    let mut rows = Rows::default();
    for row in actions {
        rows.add(row);
    }
    rows
}

impl Rows {
    fn add(&mut self, actions: &[Action]) {
        if let [Action::Select { placeholder, press, options }] = actions {
            return self.add_select(placeholder, &press.to_string(), options);
        }
        if let [Action::Native { placeholder, press, lists }] = actions {
            return self.add_native(placeholder, press.to_string(), *lists);
        }
        let mut buttons = Vec::new();
        for action in actions {
            if let Some(button) = self.button(action)
                && buttons.len() < BUTTONS
            {
                buttons.push(button);
            }
        }
        self.left_out += missed(actions, buttons.len());
        if !buttons.is_empty() {
            self.push(CreateActionRow::Buttons(buttons.clone()), buttons.len());
        }
    }

    fn button(&mut self, action: &Action) -> Option<CreateButton> {
        match action {
            Action::Button { label, press, style } => {
                let id = self.custom_id(press.to_string())?;
                Some(CreateButton::new(id).label(shorten(label, BUTTON_LABEL)).style(style_of(*style)))
            }
            Action::Link { label, url } if is_long(url.as_str()) => {
                self.links.push(source::link(label, url));
                None
            }
            Action::Link { label, url } => {
                Some(CreateButton::new_link(url.as_str()).label(shorten(label, BUTTON_LABEL)))
            }
            // A select stands in a row of its own; one among buttons is a mistake of ours that loses nothing else.
            Action::Select { .. } | Action::Native { .. } => None,
        }
    }

    fn add_select(&mut self, placeholder: &str, id: &str, options: &[Choice]) {
        let mut values = HashSet::new();
        let sendable = |choice: &&Choice| {
            let length = choice.value.chars().count();
            (1..=OPTION).contains(&length) && !choice.label.trim().is_empty()
        };
        let kept: Vec<CreateSelectMenuOption> = options
            .iter()
            .filter(sendable)
            .filter(|choice| values.insert(choice.value.as_str()))
            .take(OPTIONS)
            .map(|choice| CreateSelectMenuOption::new(shorten(&choice.label, OPTION), choice.value.as_str()))
            .collect();
        self.left_out += options.len() - kept.len();
        let count = kept.len();
        if let (Some(id), true) = (self.custom_id(id.to_owned()), count > 0) {
            let menu = CreateSelectMenu::new(id, CreateSelectMenuKind::String { options: kept });
            self.push(CreateActionRow::SelectMenu(menu.placeholder(shorten(placeholder, PLACEHOLDER))), count);
        }
    }

    fn add_native(&mut self, placeholder: &str, id: String, lists: Listed) {
        let kind = match lists {
            Listed::Roles => CreateSelectMenuKind::Role { default_roles: None },
            Listed::Channels => CreateSelectMenuKind::Channel {
                channel_types: Some(vec![
                    ChannelType::Text,
                    ChannelType::News,
                    ChannelType::PublicThread,
                    ChannelType::PrivateThread,
                ]),
                default_channels: None,
            },
        };
        if let Some(id) = self.custom_id(id) {
            let menu = CreateSelectMenu::new(id, kind).placeholder(shorten(placeholder, PLACEHOLDER));
            self.push(CreateActionRow::SelectMenu(menu), 1);
        }
    }

    fn push(&mut self, row: CreateActionRow, holds: usize) {
        if self.shown.len() < ROWS { self.shown.push(row) } else { self.left_out += holds }
    }

    /// Takes an id once: Discord refuses a message in which one stands twice.
    fn custom_id(&mut self, id: String) -> Option<String> {
        let fits = (1..=CUSTOM_ID).contains(&id.chars().count());
        (fits && self.seen.insert(id.clone())).then_some(id)
    }
}

/// Counts the actions that became neither a button nor a link in the text.
fn missed(actions: &[Action], shown: usize) -> usize {
    let as_text = actions.iter().filter(|action| matches!(action, Action::Link { url, .. } if is_long(url.as_str())));
    actions.len() - shown - as_text.count()
}

fn is_long(url: &str) -> bool {
    url.chars().count() > BUTTON_URL
}

fn style_of(style: Style) -> ButtonStyle {
    match style {
        Style::Primary => ButtonStyle::Primary,
        Style::Secondary => ButtonStyle::Secondary,
        Style::Danger => ButtonStyle::Danger,
    }
}

/// Builds a form.
pub(super) fn modal(form: &FormReply) -> CreateModal {
    let inputs = form.inputs.iter().take(INPUTS).map(|input| CreateActionRow::InputText(input_text(input)));
    CreateModal::new(form.press.to_string(), shorten(&form.title, MODAL_TITLE)).components(inputs.collect())
}

fn input_text(input: &Input) -> CreateInputText {
    let style = if input.long { InputTextStyle::Paragraph } else { InputTextStyle::Short };
    let label = shorten(&input.label, INPUT_LABEL);
    let value: String = input.value.chars().take(INPUT_VALUE).collect();
    // What a field holds already is never cut by its own limit; the use case says what is too long.
    let held = u16::try_from(value.chars().count()).unwrap_or(u16::MAX);
    let limit = input.limit.clamp(1, 4_000).max(held);
    let text = CreateInputText::new(style, label, fields::name(input.field)).required(input.required).max_length(limit);
    let text = if value.is_empty() { text } else { text.value(value) };
    let placeholder = shorten(&input.placeholder, INPUT_PLACEHOLDER);
    if input.placeholder.is_empty() { text } else { text.placeholder(placeholder) }
}

/// Leaves out what is invisible and shortens with a visible sign; what is empty becomes that sign, since Discord refuses empty labels.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    let one_line = visible(&single_spaced(text)).into_iter().collect::<String>();
    let one_line = one_line.trim().to_owned();
    match one_line.chars().count() {
        0 => "…".to_owned(),
        length if length <= limit => one_line,
        _ => one_line.chars().take(limit - 1).chain(['…']).collect(),
    }
}
