//! Buttons and selects.

use serde_json::{Value, json};

use super::{
    Place,
    resolve::{self, Named},
};
use crate::{
    Component, ComponentKind, InteractionId, Message, Outcome, UserError,
    state::{InteractionKind, World},
};

impl Place {
    /// Presses a button, named by its label or custom id, on the message as it stands now.
    ///
    /// Fails, with nothing sent, where Discord's client would not send it: the message is gone, the button is disabled or a link.
    pub async fn click(&self, message: &Message, button: &str) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            let found = find(self.visible(world, message.id)?, button, |kind| kind == ComponentKind::Button)?;
            if let Some(url) = &found.url {
                return Err(UserError::OpensLink(url.clone()));
            }
            let data = json!({ "custom_id": found.custom_id, "component_type": 2 });
            Ok(self.press(world, InteractionKind::Component, Some(message.id), data))
        })?;
        self.outcome(id).await
    }

    /// Chooses in a select, named by its custom id or placeholder. Strings are named by value or label, others by name or id.
    ///
    /// Fails, with nothing sent, where Discord's client would not send it.
    pub async fn select(&self, message: &Message, select: &str, values: &[&str]) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            let found = find(self.visible(world, message.id)?, select, |kind| kind != ComponentKind::Button)?.clone();
            self.send_selection(world, message, &found, values)
        })?;
        self.outcome(id).await
    }

    fn send_selection(
        &self,
        world: &mut World,
        message: &Message,
        select: &Component,
        values: &[&str],
    ) -> Result<InteractionId, UserError> {
        let refuse = |why: String| UserError::BadSelection {
            select: select.custom_id.clone().unwrap_or_default(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            why,
        };
        if !(select.min_values..=select.max_values).contains(&values.len()) {
            return Err(refuse(format!("it takes {} to {} values", select.min_values, select.max_values)));
        }
        let (mut chosen, mut named) = (Vec::new(), Vec::new());
        for value in values {
            let found = self.choose(world, select, value).ok_or_else(|| refuse(format!("there is no {value:?}")))?;
            if chosen.contains(&found.0) {
                return Err(refuse(format!("{value:?} is chosen twice")));
            }
            chosen.push(found.0);
            named.extend(found.1);
        }
        let mut data =
            json!({ "custom_id": select.custom_id, "component_type": select.kind.number(), "values": chosen });
        if !named.is_empty() {
            data["resolved"] = resolve::resolved(world, self.guild, self.user, &named);
        }
        Ok(self.press(world, InteractionKind::Component, Some(message.id), data))
    }

    fn choose(&self, world: &World, select: &Component, value: &str) -> Option<(String, Option<Named>)> {
        let named = match select.kind {
            ComponentKind::StringSelect => {
                let by_value = select.options.iter().find(|option| option.value == value);
                let found = by_value.or_else(|| select.options.iter().find(|option| option.label == value))?;
                return Some((found.value.clone(), None));
            }
            ComponentKind::UserSelect => resolve::user(world, value),
            ComponentKind::RoleSelect => resolve::role(world, self.guild, value),
            ComponentKind::ChannelSelect => resolve::channel(world, self.guild, self.user, value),
            ComponentKind::MentionableSelect => {
                resolve::user(world, value).or_else(|| resolve::role(world, self.guild, value))
            }
            ComponentKind::Button => None,
        }?;
        Some((named.number().to_string(), Some(named)))
    }

    /// Sends a button press with any custom id, as an attacker's altered client would.
    pub async fn forge_component(&self, message: &Message, custom_id: &str) -> Result<Outcome, UserError> {
        self.forge(message, json!({ "custom_id": custom_id, "component_type": 2 })).await
    }

    /// Sends a choice with any custom id and any values, as an attacker's altered client would.
    pub async fn forge_selection(
        &self,
        message: &Message,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Outcome, UserError> {
        self.forge(message, json!({ "custom_id": custom_id, "component_type": 3, "values": values })).await
    }

    /// Sends any component data for any message that exists in the channel, seen or not.
    async fn forge(&self, message: &Message, data: Value) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            self.here(world)?;
            let there = world.messages.get(&message.id).is_some_and(|found| found.channel == self.channel);
            if !there {
                return Err(UserError::CannotSeeMessage(message.id));
            }
            Ok(self.press(world, InteractionKind::Component, Some(message.id), data))
        })?;
        self.outcome(id).await
    }
}

/// Finds the one component of a name that can be used.
fn find<'a>(
    message: &'a Message,
    name: &str,
    fits: impl Fn(ComponentKind) -> bool,
) -> Result<&'a Component, UserError> {
    let fitting = || message.components.iter().filter(|component| fits(component.kind));
    let by_id = fitting().find(|component| component.custom_id.as_deref() == Some(name));
    let found = if let Some(found) = by_id {
        found
    } else {
        let called = |component: &&Component| {
            [&component.label, &component.placeholder].into_iter().any(|text| text.as_deref() == Some(name))
        };
        let mut called = fitting().filter(called);
        let first = called.next().ok_or_else(|| UserError::UnknownComponent(name.to_owned()))?;
        if called.next().is_some() {
            return Err(UserError::AmbiguousComponent(name.to_owned()));
        }
        first
    };
    if found.disabled { Err(UserError::Disabled(name.to_owned())) } else { Ok(found) }
}
