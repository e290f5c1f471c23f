//! Looks at pages that are due, and lets guilds take notice of what was found.
//!
//! When a page is due stands in the database, so that two processes do not look at it twice; see
//! [`crate::service::watching`]. A look that is broken off leaves nothing: somebody makes it again.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::pause;
use crate::domain::watching::{Ask, Found, Look, copies};
use crate::fetch::Fetch;
use crate::service::watching::{Claimed, Wanted};
use crate::service::{Service, ServiceError};

/// How often it is asked what is due.
const EVERY: Duration = Duration::from_secs(1);
/// How long to wait after the store failed.
const AFTER_A_FAULT: Duration = Duration::from_secs(10);
/// How long a look takes at the most: its host is held for a minute.
const LONGEST: Duration = Duration::from_secs(50);
/// How many looks are under way at once: twice what the guard fetches, since some only wait for a slow host. Of those it
/// keeps 18 at the most, in its lanes for slow hosts and before them.
const AT_ONCE: usize = 32;

/// Looks, and lets guilds take notice, until told to stop.
pub async fn run(service: Arc<Service>, fetch: Arc<dyn Fetch>, stop: CancellationToken) {
    tokio::join!(look_around(&service, &fetch, &stop), take_notice(&service, &stop));
}

/// Looks at what is due: as many at once as may be, the next as soon as one has ended.
async fn look_around(service: &Arc<Service>, fetch: &Arc<dyn Fetch>, stop: &CancellationToken) {
    let mut looks = JoinSet::new();
    // Whatever is put on record from now on is watched from the beginning.
    let mut are_unattached = true;
    let mut round = Instant::now();
    while !stop.is_cancelled() {
        let mut begun = begin(service, fetch, stop, &mut looks).await;
        if begun.is_ok() && round.elapsed() >= EVERY {
            round = Instant::now();
            begun = begin_others(service, fetch, stop, (&mut looks, &mut are_unattached)).await;
        }
        match begun {
            Ok(()) if looks.len() < AT_ONCE => pause(EVERY, stop).await,
            Ok(()) => tokio::select! {
                Some(ended) = looks.join_next() => report(&ended),
                () = stop.cancelled() => {}
            },
            Err(error) => {
                tracing::error!(%error, "failed to watch pages");
                pause(AFTER_A_FAULT, stop).await;
            }
        }
        while let Some(ended) = looks.try_join_next() {
            report(&ended);
        }
    }
    while looks.join_next().await.is_some() {}
}

/// Tells of a look that panicked; it is made again when its lease has run out.
fn report(ended: &Result<(), JoinError>) {
    if ended.is_err() {
        tracing::error!("a look at a page panicked");
    }
}

/// Lets guilds take notice of what was found.
async fn take_notice(service: &Service, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        match service.notice_sources().await {
            Ok(true) => {}
            Ok(false) => pause(EVERY, stop).await,
            Err(error) => {
                tracing::error!(%error, "failed to notice what was found on pages");
                pause(AFTER_A_FAULT, stop).await;
            }
        }
    }
}

/// Begins the looks that are due, as many as may be under way.
async fn begin(
    service: &Arc<Service>,
    fetch: &Arc<dyn Fetch>,
    stop: &CancellationToken,
    looks: &mut JoinSet<()>,
) -> Result<(), ServiceError> {
    while looks.len() < AT_ONCE && !stop.is_cancelled() {
        let Some(claimed) = service.claim_page().await? else { break };
        let (service, fetch, stop) = (Arc::clone(service), Arc::clone(fetch), stop.clone());
        looks.spawn(async move {
            if let Err(error) = look(&service, fetch.as_ref(), &claimed, &stop).await {
                tracing::error!(%error, page = claimed.id(), "failed to note what was read of a page");
            }
        });
    }
    Ok(())
}

/// Begins what is less pressing: to watch the pages of old sources, and to ask an archive for copies.
async fn begin_others(
    service: &Arc<Service>,
    fetch: &Arc<dyn Fetch>,
    stop: &CancellationToken,
    (looks, are_unattached): (&mut JoinSet<()>, &mut bool),
) -> Result<(), ServiceError> {
    if *are_unattached {
        *are_unattached = service.attach_sources().await?;
    }
    while looks.len() < AT_ONCE && !stop.is_cancelled() {
        let Some(wanted) = service.claim_copy().await? else { break };
        let (service, fetch, stop) = (Arc::clone(service), Arc::clone(fetch), stop.clone());
        looks.spawn(async move {
            if let Err(error) = find_copy(&service, fetch.as_ref(), &wanted, &stop).await {
                tracing::error!(%error, page = wanted.id(), "failed to note what an archive has of a page");
            }
        });
    }
    Ok(())
}

/// Makes every look that is due at this moment, one after the other, and lets guilds take notice.
pub async fn round(service: &Service, fetch: &dyn Fetch, stop: &CancellationToken) -> Result<(), ServiceError> {
    while service.attach_sources().await? {}
    while let Some(claimed) = service.claim_page().await? {
        look(service, fetch, &claimed, stop).await?;
    }
    while let Some(wanted) = service.claim_copy().await? {
        find_copy(service, fetch, &wanted, stop).await?;
    }
    while service.notice_sources().await? {}
    Ok(())
}

/// Asks an archive for a copy of a page, and has one made where there is none and the operator chose so. Whether that worked
/// is seen when it is asked again.
async fn find_copy(
    service: &Service,
    fetch: &dyn Fetch,
    wanted: &Wanted,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    let (ask, from) = wanted.ask();
    let save = tokio::select! {
        answer = timeout(LONGEST, fetch.find_copy(&ask, from)) => {
            let later = copies::Answer { later: true, ..copies::Answer::of(Ok(None)) };
            service.settle_copy(wanted, &answer.unwrap_or(later)).await?
        }
        () = stop.cancelled() => return service.let_copy_go(wanted).await,
    };
    if let Some(save) = save {
        tokio::select! {
            look = in_time(fetch, &save) => {
                if let Found::Failed(failure) = &look.found {
                    let trouble = failure.trouble.as_str();
                    tracing::debug!(page = wanted.id(), trouble, "an archive made no copy of a page");
                }
                service.settle_save(wanted, &save, &look).await?;
            }
            () = stop.cancelled() => {}
        }
    }
    Ok(())
}

async fn look(
    service: &Service,
    fetch: &dyn Fetch,
    claimed: &Claimed,
    stop: &CancellationToken,
) -> Result<(), ServiceError> {
    let ask = claimed.ask();
    tokio::select! {
        look = in_time(fetch, &ask) => service.settle_page(claimed, &look).await,
        () = stop.cancelled() => service.let_page_go(claimed).await,
    }
}

/// Looks at a page, or puts it off where that takes longer than its host is held.
async fn in_time(fetch: &dyn Fetch, ask: &Ask) -> Look {
    timeout(LONGEST, fetch.look(ask)).await.unwrap_or_else(|_| Look::of(Found::Later))
}
