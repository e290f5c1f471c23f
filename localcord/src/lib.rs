//! A stand-in for Discord on this machine, good enough to trust.
//!
//! It serves the REST interface, version 10, over TLS in the name of `discord.com` with a root certificate made at the start, and the
//! gateway, version 10, over plain WebSocket. A bot connects as it would to Discord: it resolves `discord.com` to
//! [`Localcord::rest_addr`] and trusts [`Localcord::ca_pem`]. Guilds, channels, roles and members are made through
//! handles; members type commands, press buttons, choose, fill in forms and use menus as Discord's client would let them.
//!
//! ```no_run
//! # async fn story() -> Result<(), Box<dyn std::error::Error>> {
//! let cord = localcord::Localcord::start(localcord::Config::default()).await?;
//! // … start the bot with cord.rest_addr(), cord.ca_pem() and cord.token() …
//! cord.gateway().wait_ready().await?;
//!
//! let guild = cord.create_guild("Workers");
//! let petitions = guild.create_channel("petitions");
//! let ada = guild.join("ada", &[]);
//! let outcome = ada.in_channel(petitions).slash("/count show petition:microsoft-ice-2018 private:true").await?;
//! assert!(outcome.ephemeral);
//! assert!(outcome.message.is_some_and(|message| message.pings.is_empty()));
//! cord.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! Refusals are Discord's: the three seconds, the second answer, unknown interactions, lengths, permissions, rate limits with their
//! headers. Every payload is read by `twilight-model` and `twilight-validate` besides the rules written here.
//! What fails on request: [`Localcord::faults`] (errors, pages of a proxy, 429, cuts before and after doing, half answers, delays),
//! [`Guild::delete_channel`], [`Guild::deny`] and [`Guild::limit_bot`] for permissions, [`Localcord::make_unavailable`],
//! [`Localcord::remove_bot`], and the connections of [`Localcord::gateway`]. [`Localcord::invalid_requests_within`] says how near the bot
//! came to being shut out, [`Localcord::messages`] what was delivered, and [`Localcord::forget_nonces`] makes a nonce worth nothing.
//! What it does not do: voice, reactions, direct messages, transport compression, moderation, attachments as command options.

mod clock;
mod config;
mod cord;
mod error;
mod faults;
mod gateway;
mod ids;
mod people;
mod permissions;
mod rest;
mod seen;
mod state;
mod tls;
mod validate;

pub use self::{
    config::{Config, Limit, Limits},
    cord::Localcord,
    error::{Overdue, StartError, UserError},
    faults::{Fault, Faults, Often, On, Page, RuleId, Scope},
    gateway::Gateway,
    ids::{ChannelId, CommandId, GuildId, InteractionId, MessageId, RoleId, UserId},
    people::{Cause, Client, Guild, Member, Names, Place},
    permissions::{EVERYONE, INVITE, Permissions, Whom},
    seen::{
        Answer, Attachment, Choice, Component, ComponentKind, Message, Modal, Outcome, Ping, Registered, Request,
        SelectOption, TextInput,
    },
    state::ChannelKind,
};
pub use twilight_model::{channel::message::Embed, gateway::Intents};
