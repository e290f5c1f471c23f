//! People: guilds they meet in, and what they do there with Discord's own client.
//!
//! Invariant: nothing here reaches the bot that Discord's client would not send, [`Place::forge_component`] excepted.

mod client;
mod guild;
mod member;
mod menu;
mod modal;
mod options;
mod place;
mod press;
mod resolve;
mod slash;

pub use self::{
    client::{Cause, Client, Names},
    guild::Guild,
    member::Member,
    place::Place,
};
