//! Commands in the menus of messages and people.

use serde_json::{Value, json};

use super::{
    Member, Place,
    resolve::{self, Named},
};
use crate::{
    InteractionId, Message, Outcome, UserError,
    state::{InteractionKind, World, render},
};

impl Place {
    /// Uses a message's menu: `message_menu("Log as source", &message)`.
    ///
    /// Fails, with nothing sent, where Discord's client would not send it.
    pub async fn message_menu(&self, name: &str, message: &Message) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            let found = self.visible(world, message.id)?;
            let resolved = json!({ "messages": { message.id.to_string(): render::message(world, found) } });
            self.send_menu(world, name, 3, message.id.get(), &resolved)
        })?;
        self.outcome(id).await
    }

    /// Uses a person's menu.
    ///
    /// Fails, with nothing sent, where Discord's client would not send it.
    pub async fn user_menu(&self, name: &str, member: &Member) -> Result<Outcome, UserError> {
        let id = self.shared.change(|world| {
            let resolved = resolve::resolved(world, self.guild, self.user, &[Named::User(member.id())]);
            self.send_menu(world, name, 2, member.id().get(), &resolved)
        })?;
        self.outcome(id).await
    }

    fn send_menu(
        &self,
        world: &mut World,
        name: &str,
        kind: u64,
        target: u64,
        resolved: &Value,
    ) -> Result<InteractionId, UserError> {
        self.can_command(world)?;
        let found = self.offers(world).find(|command| command.name == name && command.json["type"] == kind);
        let command = found.cloned().ok_or_else(|| UserError::UnknownCommand(name.to_owned()))?;
        let mut data = json!({
            "id": command.id, "name": name, "type": kind, "target_id": target.to_string(), "resolved": resolved,
        });
        if let Some(guild) = command.guild {
            data["guild_id"] = json!(guild);
        }
        Ok(self.press(world, InteractionKind::Menu, None, data))
    }
}
