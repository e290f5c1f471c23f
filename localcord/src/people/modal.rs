//! Filling in forms.

use serde_json::{Value, json};

use super::Place;
use crate::{
    Modal, Outcome, TextInput, UserError,
    state::{InteractionKind, World},
};

impl Place {
    /// Fills in a form and sends it. Inputs are named by label or custom id; those left out keep what stood in them.
    ///
    /// Fails, with nothing sent, where Discord's client would not send it: the form is not open for this member, or an input breaks its bounds.
    /// A form that the bot does not answer stays open.
    pub async fn submit(&self, modal: &Modal, values: &[(&str, &str)]) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            self.here(world)?;
            let data = fill_in(modal, values)?;
            let opener = world.interactions.get_mut(&modal.interaction);
            let opener = opener.filter(|one| one.modal_open && one.user == self.user && one.channel == self.channel);
            let opener = opener.ok_or_else(|| UserError::ModalClosed(modal.custom_id.clone()))?;
            opener.modal_open = false;
            let source = modal.message.filter(|id| world.messages.contains_key(id));
            Ok(self.press(world, InteractionKind::Modal, source, data))
        })?;
        let outcome = self.outcome(id).await?;
        if outcome.did_not_respond() {
            self.shared.change(|world| reopen(world, modal));
        }
        Ok(outcome)
    }
}

fn reopen(world: &mut World, modal: &Modal) {
    if let Some(opener) = world.interactions.get_mut(&modal.interaction) {
        opener.modal_open = true;
    }
}

fn fill_in(modal: &Modal, values: &[(&str, &str)]) -> Result<Value, UserError> {
    for (name, _) in values {
        if !modal.inputs.iter().any(|input| is_called(input, name)) {
            return Err(UserError::UnknownInput((*name).to_owned()));
        }
    }
    let mut rows = Vec::new();
    for (index, input) in modal.inputs.iter().enumerate() {
        let given = values.iter().rev().find(|(name, _)| is_called(input, name));
        let value = given.map_or(input.value.as_str(), |(_, value)| *value);
        check(input, value)?;
        let field = json!({ "type": 4, "id": 2 * index + 2, "custom_id": input.custom_id, "value": value });
        rows.push(json!({ "type": 1, "id": 2 * index + 1, "components": [field] }));
    }
    Ok(json!({ "custom_id": modal.custom_id, "components": rows }))
}

fn is_called(input: &TextInput, name: &str) -> bool {
    input.custom_id == name || input.label == name
}

fn check(input: &TextInput, value: &str) -> Result<(), UserError> {
    let refuse = |why: String| Err(UserError::BadInput { input: input.custom_id.clone(), why });
    let length = value.chars().count();
    if length == 0 {
        return if input.required { refuse("it must be filled in".to_owned()) } else { Ok(()) };
    }
    if length < input.min_length || length > input.max_length {
        return refuse(format!(
            "it has {length} characters and must have {} to {}",
            input.min_length, input.max_length
        ));
    }
    if !input.long && value.contains('\n') {
        return refuse("it takes one line".to_owned());
    }
    Ok(())
}
