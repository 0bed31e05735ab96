//! The addresses of the staff door. None is laid without the line of policy that says to whom it is open, and the line is
//! asked before the address does anything: what a room forgets to say does not compile.

use crate::room::Desk;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use kernel::{ActKind, Ask, ReadKind, Role};

/// To whom an address is open.
#[derive(Clone, Copy, Debug)]
pub enum Line {
    /// Everybody, also who has not signed in: what is sent decides (a password, a one-time link), or nothing secret is told.
    Open,
    /// Whoever works here.
    Staff,
    /// Who may do that read.
    Read(&'static ReadKind),
    /// Who may do that act.
    Act(&'static ActKind),
    /// The act or list that the address names has a line of its own, which is asked once it is known.
    Named,
}

impl Line {
    /// What the policy is asked before the address does anything.
    #[must_use]
    pub fn ask(self) -> Option<Ask> {
        match self {
            Line::Read(kind) => Some(Ask::Read(kind)),
            Line::Act(kind) => Some(Ask::Act(kind)),
            Line::Open | Line::Staff | Line::Named => None,
        }
    }

    /// Whether somebody of that role is let in. The public and Tutela itself never sign in at the staff door.
    #[must_use]
    pub fn is_for(self, role: Role) -> bool {
        let works_here = Role::STAFF.contains(&role);
        match self {
            Line::Open => role == Role::Public,
            Line::Staff | Line::Named => works_here,
            Line::Read(_) | Line::Act(_) => works_here && self.ask().is_some_and(|ask| ask.is_for(role)),
        }
    }
}

/// One address with its method.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// GET or POST.
    pub method: &'static str,
    /// The path, with its places in braces.
    pub path: &'static str,
    /// To whom it is open.
    pub line: Line,
}

/// Addresses with what they do.
#[derive(Clone, Default)]
pub struct Routes {
    router: Router<Desk>,
    addresses: Vec<Address>,
}

impl Routes {
    /// None yet.
    #[must_use]
    pub fn new() -> Routes {
        Routes::default()
    }

    fn lay(mut self, address: Address, route: MethodRouter<Desk>) -> Routes {
        self.router = self.router.route(address.path, route.layer(Extension(address.line)));
        self.addresses.push(address);
        self
    }

    /// An address that shows something.
    #[must_use]
    pub fn get<H: Handler<T, Desk>, T: 'static>(self, path: &'static str, line: Line, handler: H) -> Routes {
        self.lay(Address { method: "GET", path, line }, get(handler))
    }

    /// An address that takes something.
    #[must_use]
    pub fn post<H: Handler<T, Desk>, T: 'static>(self, path: &'static str, line: Line, handler: H) -> Routes {
        self.lay(Address { method: "POST", path, line }, post(handler))
    }

    /// An address that takes at most so many bytes.
    #[must_use]
    pub fn post_at_most<H: Handler<T, Desk>, T: 'static>(
        self,
        path: &'static str,
        line: Line,
        most: usize,
        handler: H,
    ) -> Routes {
        self.lay(Address { method: "POST", path, line }, post(handler).layer(DefaultBodyLimit::max(most)))
    }

    /// Files that are the same for everybody, from a router of their own.
    #[must_use]
    pub fn files(mut self, path: &'static str, router: Router<Desk>) -> Routes {
        self.router = self.router.merge(router);
        self.addresses.push(Address { method: "GET", path, line: Line::Open });
        self
    }

    /// These and those.
    #[must_use]
    pub fn and(mut self, others: Routes) -> Routes {
        self.router = self.router.merge(others.router);
        self.addresses.extend(others.addresses);
        self
    }

    /// Every address.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    pub(crate) fn into_router(self) -> Router<Desk> {
        self.router
    }
}
