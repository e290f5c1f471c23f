//! The guard: the one that fetches.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::address::{Address, Place};
use crate::answer::{Answer, Elsewhere, Fetched, Headers, Hop, Request};
use crate::error::{FetchError, Misbehaviour, Stage, Unreachable};
use crate::hop::{Client, Reply};
use crate::lanes::{Lanes, Pace};
use crate::limits::Limits;
use crate::lookup::{Lookup, SystemLookup};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::robots::Robots;
use crate::turns::Turns;

/// What keeps a guard from being made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The client's TLS cannot be set up, or the user agent is no header.
    #[error("failed to set up the client that fetches pages")]
    Client(#[source] reqwest::Error),
}

/// Fetches pages from the public internet, within bounds. One is enough for a process: its bounds hold for all that it does.
pub struct Guard {
    client: Client,
    lookup: Arc<dyn Lookup>,
    policy: Policy,
    limits: Limits,
    agent: String,
    turns: Turns,
    lanes: Lanes,
}

impl Guard {
    /// Makes a guard that asks the system's name servers. Fails where the client cannot be set up.
    ///
    /// `agent` is sent as `User-Agent` and found in robots.txt: `name/version (+where to read about it)`.
    pub fn new(agent: &str, policy: Policy, limits: Limits) -> Result<Self, BuildError> {
        Self::with_lookup(agent, policy, limits, Arc::new(SystemLookup))
    }

    /// Makes a guard that looks names up in a way of its own. Fails where the client cannot be set up.
    pub fn with_lookup(
        agent: &str,
        policy: Policy,
        limits: Limits,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, BuildError> {
        let client = Client::build(agent, &limits).map_err(BuildError::Client)?;
        let lanes = Lanes::new(limits.at_once, limits.patience);
        Ok(Self { client, lookup, policy, limits, agent: agent.to_owned(), turns: Turns::default(), lanes })
    }

    /// Reads and checks an address. Fails with why it is not fetched.
    pub fn read(&self, text: &str) -> Result<Address, Refusal> {
        Address::parse(text, &self.policy)
    }

    /// Finds the sockets an address leads to, all of them checked; a connection goes to one of these and to no other.
    /// Fails where one of them is refused, or where there are none.
    pub async fn find(&self, address: &Address) -> Result<Vec<SocketAddr>, FetchError> {
        address.check(&self.policy)?;
        let (name, port) = match address.place().ok_or(Refusal::Unreadable)? {
            Place::Literal(socket) => return Ok(vec![socket]),
            Place::Name(name, port) => (name, port),
        };
        let found = timeout(self.limits.connect, self.lookup.find(name)).await;
        let found = found.map_err(|_| FetchError::TimedOut(Stage::Lookup))?;
        let found = found.map_err(|_| FetchError::Unreachable(Unreachable::Name))?;
        let sockets: Vec<_> = found.into_iter().map(|ip| SocketAddr::new(ip, port)).collect();
        sockets.iter().try_for_each(|socket| self.policy.check_socket(*socket))?;
        if sockets.is_empty() { Err(FetchError::Unreachable(Unreachable::Name)) } else { Ok(sockets) }
    }

    /// Fetches a page, following redirects, each of them checked as if it were asked for; to other hosts only where the
    /// request does not say otherwise. Fails with what kept it from that.
    ///
    /// As many may be asked for at once as one likes: those over the bounds wait, and a host that keeps silent holds up no
    /// others. Dropping the future breaks off.
    pub async fn fetch(&self, request: &Request<'_>) -> Result<Answer, FetchError> {
        let mut address = request.address.clone();
        let before = request.before.map(|before| (before.hops.clone(), before.left));
        let (mut hops, mut left): (Vec<Hop>, Duration) = before.unwrap_or((Vec::new(), self.limits.whole));
        loop {
            let stays = hops.last().is_some_and(|hop| hop.address.host() == address.host());
            let rest = if stays { Duration::ZERO } else { self.limits.gap.max(request.rest) };
            let (reply, spent) = self.visit(&address, request, rest, left).await;
            left = left.saturating_sub(spent);
            match reply? {
                Reply::Moved { .. } if hops.len() >= self.limits.redirects => {
                    return Err(FetchError::TooManyRedirects);
                }
                Reply::Moved { status, location } => {
                    let to = self.follow(&address, &location)?;
                    let leaves = !to.is_beside(&address);
                    hops.push(Hop { address: std::mem::replace(&mut address, to), status });
                    if leaves && request.stays {
                        return Ok(Answer::Elsewhere(Elsewhere { to: address, hops, left }));
                    }
                    if !leaves && request.rules.is_some_and(|rules| !rules.allows(&address)) {
                        return Err(FetchError::Disallowed);
                    }
                }
                Reply::NotModified => return Ok(Answer::NotModified { address, hops }),
                Reply::Page { status, headers, body, truncated } => {
                    let headers = Headers::read(&headers);
                    return Ok(Answer::Fetched(Fetched { status, address, hops, headers, body, truncated }));
                }
            }
        }
    }

    /// Fetches the rules that the host of an address has for robots, as they are for this guard. Keep them for up to a day.
    pub async fn robots(&self, address: &Address) -> Robots {
        let address = address.robots();
        let fetched = self.fetch(&Request::new(&address).at_most(Robots::LONGEST)).await;
        Robots::of(&fetched, &self.agent)
    }

    fn follow(&self, from: &Address, location: &[u8]) -> Result<Address, FetchError> {
        let location = std::str::from_utf8(location).map_err(|_| FetchError::Misbehaved(Misbehaviour::Location))?;
        from.join(location, &self.policy).map_err(|refusal| match refusal {
            Refusal::Unreadable => FetchError::Misbehaved(Misbehaviour::Location),
            other => FetchError::Refused(other),
        })
    }

    /// Makes one hop when the host is free and there is a slot, and says how long it took.
    async fn visit(
        &self,
        address: &Address,
        request: &Request<'_>,
        rest: Duration,
        left: Duration,
    ) -> (Result<Reply, FetchError>, Duration) {
        let turn = self.turns.take(address.host(), rest).await;
        let hop = || async {
            let begun = Instant::now();
            let reply = timeout(left, self.hop(address, request)).await;
            (reply.unwrap_or(Err(FetchError::TimedOut(Stage::Whole))), begun.elapsed())
        };
        let Some((done, quick)) = self.lanes.run(turn.pace(), request.waits, hop).await else {
            // It was too slow for the quick lane at the least, now or before.
            let known = if turn.pace() == Pace::Hung { Pace::Hung } else { Pace::Slow };
            turn.end(known);
            return (Err(FetchError::Busy), Duration::ZERO);
        };
        turn.end(match done.0 {
            Err(FetchError::TimedOut(_)) => Pace::Hung,
            _ if quick => Pace::Quick,
            _ => Pace::Slow,
        });
        done
    }

    async fn hop(&self, address: &Address, request: &Request<'_>) -> Result<Reply, FetchError> {
        let sockets = self.find(address).await?;
        let validators = request.validators.filter(|validators| validators.of == *address);
        let room = request.body.unwrap_or(usize::MAX).min(self.limits.body);
        self.client.get(address, sockets, (validators, request.as_of), room).await
    }
}
