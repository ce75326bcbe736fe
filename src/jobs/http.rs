//! Posting something to a system on the net: within ten seconds, without following anybody elsewhere.

use std::time::Duration;

use tokio::task::spawn_blocking;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use super::transport::Failed;
use crate::domain::reach;

/// How long a system may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Posts to systems. Names are looked up when the connection is made, and an address inside a private network is refused
/// then, whatever the name said when it was typed.
#[derive(Clone, Debug)]
pub(super) struct Poster {
    agent: Agent,
}

/// One request.
pub(super) struct Posted {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Poster {
    /// `allowed`: hosts that may be private; with `None` every host may, because the operator named it himself.
    pub fn new(allowed: Option<Vec<String>>, patience: Option<Duration>) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(patience.unwrap_or(PATIENCE)))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent("merzim")
            .build();
        let resolver = Guarded {
            names: DefaultResolver::default(),
            allowed,
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
        }
    }

    /// The status of the answer; its body is not read.
    pub async fn post(&self, posted: Posted) -> Result<u16, Failed> {
        let agent = self.agent.clone();
        let sent = spawn_blocking(move || {
            let mut request = agent.post(&posted.url);
            for (name, value) in posted.headers {
                request = request.header(name, value);
            }
            request
                .send(&posted.body[..])
                .map(|answer| answer.status().as_u16())
        });
        match sent.await {
            Ok(answered) => answered.map_err(|error| failed(&error)),
            Err(_) => Err(Failed::ForNow("the attempt was interrupted".to_owned())),
        }
    }
}

/// A name may lead into a private network only where the operator allows its host.
#[derive(Debug)]
struct Guarded {
    names: DefaultResolver,
    allowed: Option<Vec<String>>,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let free = self
            .allowed
            .as_ref()
            .is_none_or(|allowed| allowed.iter().any(|host| host == authority));
        if free || found.iter().all(|address| reach::is_public(address.ip())) {
            Ok(found)
        } else {
            Err(Error::BadUri(PRIVATE.to_owned()))
        }
    }
}

const PRIVATE: &str = "private network";

/// What went wrong, without the address.
fn failed(error: &Error) -> Failed {
    match error {
        Error::BadUri(why) if why == PRIVATE => {
            Failed::ForGood("the address leads into a private network".to_owned())
        }
        Error::BadUri(_) | Error::Http(_) => Failed::ForGood("the address cannot be used".to_owned()),
        Error::Timeout(_) => Failed::ForNow("no answer in time".to_owned()),
        Error::HostNotFound => Failed::ForNow("the host is not found".to_owned()),
        Error::Tls(_) | Error::Rustls(_) => Failed::ForNow("no safe connection could be made".to_owned()),
        _ => Failed::ForNow("the system cannot be reached".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// A name that anybody may hold for an address of this machine, as `127.0.0.1.nip.io` does: what it was when it was
    /// typed is not asked, only where it leads now.
    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_refused_when_it_is_looked_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let posted = || Posted {
            url: format!("http://localhost:{port}/hook"),
            headers: Vec::new(),
            body: b"{}".to_vec(),
        };
        let patience = Some(Duration::from_millis(300));
        let private = Failed::ForGood("the address leads into a private network".to_owned());
        let stranger = Poster::new(Some(Vec::new()), patience);
        assert_eq!(stranger.post(posted()).await, Err(private.clone()));
        // Another port of a host that is allowed is another door.
        let neighbour = Poster::new(Some(vec!["localhost:1".to_owned()]), patience);
        assert_eq!(neighbour.post(posted()).await, Err(private));
        assert!(listener.accept().is_err(), "no connection was made");
        // Named by the operator, it is tried.
        let named = Poster::new(Some(vec![format!("localhost:{port}")]), patience);
        assert!(matches!(named.post(posted()).await, Err(Failed::ForNow(_))));
    }
}
