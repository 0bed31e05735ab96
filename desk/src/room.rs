//! What a room shows of itself, and the desk at which all rooms' doors work.

use crate::acts::ActDoor;
use crate::caller::Caller;
use crate::entrusted::Entrusted;
use crate::listing::Listing;
use crate::offers::Offer;
use crate::routes::Routes;
use crate::search::{Finder, PageOf};
use crate::waits::{Waits, WaitsNow};
use crate::work::Work;
use access::{Provider, Site};
use face::{Looks, NavItem, Resource};
use kernel::{ActKind, Ask, Charter, Instant, ReadKind, allow};
use std::sync::{Arc, OnceLock};
use store::Node;

/// An entry of the staff navigation, shown to those who may do that read.
#[derive(Clone, Copy)]
pub struct Nav {
    /// Key of its text.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub read: &'static ReadKind,
}

/// Work beside the writer: called again and again while the node lives; answers how many jobs it did.
pub type Worker = fn(&Node) -> Result<usize, store::DeedFault>;

/// A room: its pure half and what it shows.
#[derive(Default)]
pub struct Room {
    /// The pure half.
    pub charter: Charter,
    /// Its texts in each language.
    pub texts: Vec<Resource>,
    /// Its entries in the navigation.
    pub nav: Vec<Nav>,
    /// Its lists.
    pub listings: Vec<&'static Listing>,
    /// Its acts as JSON and forms.
    pub acts: Vec<ActDoor>,
    /// Its own pages.
    pub pages: Routes,
    /// Its own JSON routes.
    pub api: Routes,
    /// What is with one officer: counted on their account's page.
    pub entrusted: Vec<&'static Entrusted>,
    /// What may wait for somebody: counted on their first page.
    pub waits: Vec<&'static Waits>,
    /// What may wait for those alone who may do that act.
    pub waits_for: Vec<(&'static Waits, &'static ActKind)>,
    /// What waits as long as somebody is there.
    pub waits_now: Vec<&'static WaitsNow>,
    /// Acts that lists of it offer by one button.
    pub offers: Vec<&'static Offer>,
    /// Where its records are shown.
    pub pages_of: Vec<PageOf>,
    /// What finds its records by words of their own.
    pub finders: Vec<Finder>,
    /// Its workers.
    pub workers: Vec<Worker>,
    /// Workers that look what the day brings: called at the start and once an hour, whether or not the journal grew.
    pub daily: Vec<Worker>,
    /// Acts shown as links on a record's page of another room are placed by the app.
    pub openapi: Option<utoipa::openapi::OpenApi>,
}

struct Inner {
    node: Arc<Node>,
    looks: Looks,
    nav: Vec<Nav>,
    listings: Vec<(&'static str, &'static Listing)>,
    acts: Vec<ActDoor>,
    openapi: Vec<utoipa::openapi::OpenApi>,
    entrusted: Vec<&'static Entrusted>,
    waits: Vec<(&'static Waits, Option<&'static ActKind>)>,
    waits_now: Vec<&'static WaitsNow>,
    offers: Vec<&'static Offer>,
    pages_of: Vec<PageOf>,
    finders: Vec<Finder>,
    work: Work,
    site: OnceLock<Site>,
    provider: OnceLock<Arc<dyn Provider>>,
}

/// The node with what all rooms show: state of every staff route.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

impl Desk {
    /// Puts the rooms' faces together.
    #[must_use]
    pub fn new(node: Arc<Node>, looks: Looks, rooms: &mut [Room]) -> Desk {
        let nav = rooms.iter().flat_map(|room| room.nav.iter().copied()).collect();
        let of =
            |room: &Room| room.listings.iter().map(|listing| (listing.room, *listing)).collect::<Vec<_>>();
        let listings = rooms.iter().flat_map(of).collect();
        let acts = rooms.iter_mut().flat_map(|room| std::mem::take(&mut room.acts)).collect();
        let openapi = rooms.iter_mut().filter_map(|room| room.openapi.take()).collect();
        let pages_of = rooms.iter().flat_map(|room| room.pages_of.iter().copied()).collect();
        let finders = rooms.iter().flat_map(|room| room.finders.iter().copied()).collect();
        let waits_of = |room: &Room| {
            let all = room.waits.iter().map(|waits| (*waits, None));
            all.chain(room.waits_for.iter().map(|(waits, act)| (*waits, Some(*act)))).collect::<Vec<_>>()
        };
        let waits = rooms.iter().flat_map(waits_of).collect();
        let waits_now = rooms.iter().flat_map(|room| room.waits_now.iter().copied()).collect();
        let offers = rooms.iter().flat_map(|room| room.offers.iter().copied()).collect();
        let entrusted = rooms.iter().flat_map(|room| room.entrusted.iter().copied()).collect();
        Desk(Arc::new(Inner {
            node,
            looks,
            nav,
            listings,
            acts,
            openapi,
            entrusted,
            waits,
            waits_now,
            offers,
            pages_of,
            finders,
            work: Work::default(),
            site: OnceLock::new(),
            provider: OnceLock::new(),
        }))
    }

    /// Says where browsers find this door; without it no passkey can be used. What was said first holds.
    pub fn stands_at(&self, site: Site) {
        // Two callers would have to agree anyhow: the address does not change while a door is open.
        drop(self.0.site.set(site));
    }

    /// Where browsers find this door.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.0.site.get()
    }

    /// Says who proves identities for this node. What was said first holds.
    pub fn trusts(&self, provider: Arc<dyn Provider>) {
        // As above: one program sets it once.
        drop(self.0.provider.set(provider));
    }

    /// Who proves identities for this node, if anybody does.
    #[must_use]
    pub fn provider(&self) -> Option<Arc<dyn Provider>> {
        self.0.provider.get().cloned()
    }

    /// The node.
    #[must_use]
    pub fn node(&self) -> &Arc<Node> {
        &self.0.node
    }

    /// Texts and exit.
    #[must_use]
    pub fn looks(&self) -> &Looks {
        &self.0.looks
    }

    /// All lists.
    pub fn listings(&self) -> impl Iterator<Item = &'static Listing> {
        self.0.listings.iter().map(|(_, listing)| *listing)
    }

    /// All acts.
    #[must_use]
    pub fn acts(&self) -> &[ActDoor] {
        &self.0.acts
    }

    /// What rooms describe of their own routes.
    #[must_use]
    pub fn described(&self) -> &[utoipa::openapi::OpenApi] {
        &self.0.openapi
    }

    /// What everybody who is here has done, each for themselves.
    pub(crate) fn work(&self) -> &Work {
        &self.0.work
    }

    /// What may wait for somebody, and for whom alone.
    pub(crate) fn waits(&self) -> &[(&'static Waits, Option<&'static ActKind>)] {
        &self.0.waits
    }

    /// What waits as long as somebody is there.
    pub(crate) fn waits_now(&self) -> &[&'static WaitsNow] {
        &self.0.waits_now
    }

    /// Acts that lists offer by one button.
    pub(crate) fn offers(&self) -> &[&'static Offer] {
        &self.0.offers
    }

    /// Where records are shown.
    pub(crate) fn pages_of(&self) -> &[PageOf] {
        &self.0.pages_of
    }

    /// What finds records by words of rooms' own.
    pub(crate) fn finders(&self) -> &[Finder] {
        &self.0.finders
    }

    /// What rooms say is with one officer.
    pub(crate) fn entrusted(&self) -> &[&'static Entrusted] {
        &self.0.entrusted
    }

    /// The act of that name.
    #[must_use]
    pub fn act(&self, name: &str) -> Option<&ActDoor> {
        self.0.acts.iter().find(|door| door.kind.name == name)
    }

    /// What this caller may see of the navigation.
    #[must_use]
    pub fn nav(&self, caller: &Caller) -> Vec<NavItem> {
        let open = |nav: &&Nav| allow(&caller.actor, Ask::Read(nav.read), caller.purpose).is_ok();
        self.0.nav.iter().filter(open).map(|nav| NavItem::new(caller.texts.t(nav.label), nav.href)).collect()
    }

    /// Runs blocking work on the node beside the async threads.
    ///
    /// # Panics
    /// When the work panics.
    pub async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&Node) -> T + Send + 'static) -> T {
        let node = Arc::clone(&self.0.node);
        match tokio::task::spawn_blocking(move || work(&node)).await {
            Ok(done) => done,
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }

    /// What time it is, for sessions and pages.
    #[must_use]
    pub fn now() -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
