//! Channels.

use std::sync::Arc;

use axum::extract::{Path, State};

use super::{Answer, Reply, access};
use crate::{
    ids::ChannelId,
    state::{Shared, render},
};

pub(super) async fn show(State(shared): State<Arc<Shared>>, Path(channel): Path<u64>) -> Answer {
    shared
        .look(|world| access::visible(world, ChannelId::new(channel)).map(|state| Reply::Json(render::channel(state))))
}
