//! Registering commands, for all guilds or for one.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Extension,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::Value;

use super::{Answer, Payload, Refusal, Reply, access, application};
use crate::{
    clock,
    ids::{CommandId, GuildId},
    seen::Registered,
    state::{Shared, World},
    validate::{self, Problems},
};

/// Whose commands are meant, and which.
#[derive(Clone, Copy, Deserialize)]
pub(super) struct Scope {
    app: u64,
    guild: Option<u64>,
    command: Option<u64>,
}

impl Scope {
    fn guild(self) -> Option<GuildId> {
        self.guild.map(GuildId::new)
    }

    fn check(self, shared: &Shared) -> Result<(), Refusal> {
        application::known(shared, self.app)?;
        self.guild().map_or(Ok(()), |guild| shared.look(|world| access::inside(world, guild)))
    }

    fn find(self, world: &World) -> Result<Registered, Refusal> {
        let found = world.commands.list(self.guild()).find(|command| Some(command.id.get()) == self.command);
        found.cloned().ok_or_else(Refusal::unknown_command)
    }
}

pub(super) async fn list(State(shared): State<Arc<Shared>>, Path(scope): Path<Scope>) -> Answer {
    scope.check(&shared)?;
    Ok(Reply::Json(
        shared.look(|world| world.commands.list(scope.guild()).map(|command| command.json.clone()).collect()),
    ))
}

/// Lists what Server Settings say of commands: nothing, as in a server where nobody opened them.
pub(super) async fn permissions(State(shared): State<Arc<Shared>>, Path(scope): Path<Scope>) -> Answer {
    scope.check(&shared)?;
    Ok(Reply::Json(Value::Array(Vec::new())))
}

pub(super) async fn show(State(shared): State<Arc<Shared>>, Path(scope): Path<Scope>) -> Answer {
    scope.check(&shared)?;
    shared.look(|world| scope.find(world).map(|command| Reply::Json(command.json)))
}

pub(super) async fn replace(
    State(shared): State<Arc<Shared>>,
    Path(scope): Path<Scope>,
    Extension(payload): Extension<Arc<Payload>>,
) -> Answer {
    scope.check(&shared)?;
    let Value::Array(trees) = &payload.json else {
        return Err(Refusal::field("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"));
    };
    let mut problems = Problems::default();
    validate::commands(&mut problems, trees, false);
    problems.settle()?;
    shared.change(|world| {
        room(trees, &[])?;
        may_create(world, scope, trees)?;
        let placed: Vec<_> = trees.iter().map(|tree| put(world, scope, tree)).collect();
        let ids: BTreeSet<_> = placed.iter().map(|command| command.id).collect();
        world.commands.keep_only(scope.guild(), &ids);
        world.commands.registrations += 1;
        Ok(Reply::Json(placed.into_iter().map(|command| command.json).collect()))
    })
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    Path(scope): Path<Scope>,
    Extension(payload): Extension<Arc<Payload>>,
) -> Answer {
    scope.check(&shared)?;
    let trees = std::slice::from_ref(&payload.json);
    let mut problems = Problems::default();
    validate::commands(&mut problems, trees, true);
    problems.settle()?;
    shared.change(|world| {
        let existed = world.commands.same(scope.guild(), &payload.json).is_some();
        if !existed {
            let others: Vec<_> = world.commands.list(scope.guild()).map(|command| command.json.clone()).collect();
            room(trees, &others)?;
        }
        may_create(world, scope, trees)?;
        world.commands.registrations += 1;
        let json = put(world, scope, &payload.json).json;
        Ok(if existed { Reply::Json(json) } else { Reply::Created(json) })
    })
}

pub(super) async fn edit(
    State(shared): State<Arc<Shared>>,
    Path(scope): Path<Scope>,
    Extension(payload): Extension<Arc<Payload>>,
) -> Answer {
    scope.check(&shared)?;
    let mut tree = shared.look(|world| scope.find(world))?.json;
    for (key, value) in payload.json.as_object().into_iter().flatten() {
        tree[key] = value.clone();
    }
    let mut problems = Problems::default();
    validate::commands(&mut problems, std::slice::from_ref(&tree), true);
    problems.settle()?;
    shared.change(|world| {
        let old = scope.find(world)?;
        if let Some(place) = world.commands.all.iter_mut().find(|command| command.id == old.id) {
            tree["name"].as_str().unwrap_or_default().clone_into(&mut place.name);
        }
        world.commands.registrations += 1;
        Ok(Reply::Json(put(world, scope, &tree).json))
    })
}

pub(super) async fn delete(State(shared): State<Arc<Shared>>, Path(scope): Path<Scope>) -> Answer {
    scope.check(&shared)?;
    shared.change(|world| {
        let id: CommandId = scope.find(world)?.id;
        world.commands.all.retain(|command| command.id != id);
        Ok(Reply::Nothing)
    })
}

fn put(world: &mut World, scope: Scope, tree: &Value) -> Registered {
    let (fresh, bot) = (world.id(), world.bot);
    world.commands.put(scope.guild(), tree, bot, fresh, clock::now_ms())
}

/// Refuses more than 100 slash commands or 15 menus of a kind.
fn room(trees: &[Value], others: &[Value]) -> Result<(), Refusal> {
    for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
        let count = trees.iter().chain(others).filter(|tree| tree["type"].as_u64().unwrap_or(1) == kind).count();
        if count > most {
            return Err(Refusal::new(400, 30032, &format!("Maximum number of application commands reached ({most})")));
        }
    }
    Ok(())
}

/// Refuses more than 200 new commands a day.
fn may_create(world: &mut World, scope: Scope, trees: &[Value]) -> Result<(), Refusal> {
    let new = trees.iter().filter(|tree| world.commands.same(scope.guild(), tree).is_none()).count();
    if world.commands.may_create(scope.guild(), new, clock::now_ms()) {
        return Ok(());
    }
    Err(Refusal::new(429, 30034, "Max number of daily application command creates has been reached (200)"))
}
