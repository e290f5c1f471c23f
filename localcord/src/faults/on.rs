//! Which requests a rule is for.

/// Which requests a rule is for, by method and route.
///
/// A route is a path after `/api/v10`. In it `*` stands for any one step, and `**` at the end for any further ones, none
/// included: `/channels/*/messages`, `/webhooks/**`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct On {
    /// None for every method.
    method: Option<String>,
    route: String,
}

impl On {
    /// Every request.
    #[must_use]
    pub fn all() -> Self {
        Self::route("/**")
    }

    /// Requests of any method to a route.
    #[must_use]
    pub fn route(route: &str) -> Self {
        Self { method: None, route: route.to_owned() }
    }

    /// Requests of one method to a route.
    #[must_use]
    pub fn request(method: &str, route: &str) -> Self {
        Self { method: Some(method.to_owned()), route: route.to_owned() }
    }

    /// New messages in any channel; follow-ups of interactions are none.
    #[must_use]
    pub fn sending() -> Self {
        Self::request("POST", "/channels/*/messages")
    }

    /// Edits of messages in any channel.
    #[must_use]
    pub fn editing() -> Self {
        Self::request("PATCH", "/channels/*/messages/*")
    }

    /// Looks into any channel for its messages.
    #[must_use]
    pub fn reading() -> Self {
        Self::request("GET", "/channels/*/messages")
    }

    /// First answers to interactions.
    #[must_use]
    pub fn callbacks() -> Self {
        Self::route("/interactions/**")
    }

    /// Follow-ups, and edits of answers to interactions.
    #[must_use]
    pub fn follow_ups() -> Self {
        Self::route("/webhooks/**")
    }

    /// Tells whether it is for a request. `path` is without its version.
    pub(super) fn takes(&self, method: &str, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method) && leads(&self.route, path)
    }
}

fn leads(route: &str, path: &str) -> bool {
    let mut steps = path.split('/');
    for wanted in route.split('/') {
        match (wanted, steps.next()) {
            ("**", _) => return true,
            ("*", Some(_)) => {}
            (wanted, Some(step)) if wanted == step => {}
            _ => return false,
        }
    }
    steps.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_takes_its_own_requests_and_no_others() {
        assert!(On::sending().takes("POST", "/channels/1/messages"));
        assert!(!On::sending().takes("GET", "/channels/1/messages"));
        assert!(!On::sending().takes("POST", "/channels/1/messages/2"));
        assert!(!On::sending().takes("POST", "/channels/1"));
        assert!(On::route("/webhooks/**").takes("PATCH", "/webhooks/1/t/messages/@original"));
        assert!(On::route("/webhooks/**").takes("POST", "/webhooks"));
        assert!(!On::route("/webhooks/**").takes("POST", "/channels/1"));
        assert!(On::all().takes("GET", "/gateway"));
    }
}
