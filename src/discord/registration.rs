//! Tells Discord about the commands, once per change.
//!
//! Discord takes 200 new commands a day and guild, and shows commands of both scopes twice, so there is one scope
//! (every server) and one request, sent only when what would be sent is not what was sent last.

use serde_json::Value;
use serenity::all::{ApplicationId, CreateCommand};
use sha2::{Digest, Sha256};

use super::commands;
use super::run::RunError;
use super::unasked::Unasked;
use crate::service::Service;

/// Registers the commands if they are not the ones registered last for this application.
pub(super) async fn register(unasked: &Unasked, application: ApplicationId, service: &Service) -> Result<(), RunError> {
    let tree = commands::tree();
    let mark = mark(application, &tree);
    if service.registered_commands().await?.as_deref() == Some(mark.as_str()) {
        return Ok(());
    }
    let registered = unasked.register(application, &tree).await;
    registered.map_err(|trouble| RunError::from_trouble("register", trouble))?;
    // Only what Discord took is noted: a start that failed half-way registers again.
    service.note_registered_commands(&mark).await?;
    tracing::info!(commands = tree.len(), "registered the commands");
    Ok(())
}

/// Marks a tree by what would be sent; another application has registered nothing yet.
fn mark(application: ApplicationId, tree: &[CreateCommand]) -> String {
    let json = serde_json::to_value(tree).unwrap_or(Value::Null);
    let digest = Sha256::new().chain_update(application.get().to_be_bytes()).chain_update(json.to_string()).finalize();
    digest.iter().take(16).fold(String::new(), |mark, byte| format!("{mark}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_changes_with_the_tree_and_the_application() {
        let (one, other) = (ApplicationId::new(1), ApplicationId::new(2));
        let tree = commands::tree();
        assert_eq!(mark(one, &tree), mark(one, &commands::tree()));
        assert_ne!(mark(one, &tree), mark(other, &tree));
        assert_ne!(mark(one, &tree), mark(one, &tree[1..]));
    }
}
