//! From what is known of a calendar to what it holds now, with as few questions as will do.

use std::collections::BTreeMap;

use super::copy::Kept;
use super::damage::whole;
use super::multistatus::Member;
use super::question::{self, DavQuestion};
use super::{Collection, Copy, Look, Multistatus};
use crate::calendars::BODY_LIMIT;
use crate::calendars::error::Asked;
use crate::calendars::http::HttpFetcher;
use crate::calendars::redacted::redacted;
use crate::calendars::{DavState, FetchError, Fetched, LastBody, Validators};

/// How many texts are asked for at once.
const AT_ONCE: usize = 50;

/// The most events of a calendar that are taken in.
const MOST_EVENTS: usize = 50_000;

/// How often a server may cut its list of changes off and be asked for the rest.
const MOST_ROUNDS: usize = 50;

/// What a calendar holds now, or that it is as it was.
pub(super) async fn fetch(
    http: &HttpFetcher,
    collection: &Collection,
    known: Option<&DavState>,
    last: LastBody<'_>,
    look: Look,
) -> Result<Fetched, FetchError> {
    let listed = &collection.listed;
    let says_unchanged = known.is_some_and(|known| known.is_listed_as(listed));
    if look == Look::Quick && says_unchanged && last.exists().await {
        return Ok(Fetched::Unchanged);
    }
    let copy = last.read().await.as_ref().and_then(Copy::parse);
    let reader = Reader { http, collection };
    let changed = match (look, known, &copy) {
        (Look::Quick, Some(known), Some(copy)) => reader.follow(known, copy).await?,
        _ => None,
    };
    let (copy, is_whole) = match changed {
        Some(done) => done,
        None => reader.compare(copy.unwrap_or_default()).await?,
    };
    Ok(Fetched::Body {
        bytes: copy.to_bytes(),
        validators: Validators::Dav(if is_whole {
            DavState {
                token: copy.token.clone(),
                ..listed.clone()
            }
        } else {
            // The next look compares everything.
            DavState::default()
        }),
    })
}

/// What is known now, and whether that is all there is.
type Known = (Copy, bool);

struct Reader<'a> {
    http: &'a HttpFetcher,
    collection: &'a Collection,
}

/// The texts to ask for: by key, the place as the server wrote it and the entity tag it told.
type Wanted = BTreeMap<String, (String, Option<String>)>;

impl Reader<'_> {
    /// Takes in the changes since the last look (RFC 6578); none where everything has to be compared.
    async fn follow(&self, known: &DavState, copy: &Copy) -> Result<Option<Known>, FetchError> {
        let (Some(token), true) = (&known.token, known.token == copy.token) else {
            return Ok(None);
        };
        let mut copy = copy.clone();
        let (mut token, mut wanted, mut gone) = (token.clone(), Wanted::new(), 0);
        for _ in 0..MOST_ROUNDS {
            let question = DavQuestion::changes_since(&self.collection.login, &token);
            let answer = match self.ask(&question).await {
                Ok(answer) => answer,
                // A token that is no longer valid is answered in many ways, most of them wrong.
                Err(error) if is_incapable(&error) => return Ok(None),
                Err(error) => return Err(error),
            };
            let Some(next) = answer.sync_token else {
                return Ok(None);
            };
            let is_cut_off = answer.members.iter().any(|one| one.status == Some(507));
            for member in answer.members {
                gone += self.note(member, &mut copy, &mut wanted);
            }
            let is_stuck = next == token;
            token = next;
            if !is_cut_off {
                return self.conclude(known, copy, token, wanted, gone).await;
            }
            if is_stuck {
                break;
            }
        }
        Ok(None)
    }

    async fn conclude(
        &self,
        known: &DavState,
        mut copy: Copy,
        token: String,
        wanted: Wanted,
        gone: usize,
    ) -> Result<Option<Known>, FetchError> {
        let says_nothing = wanted.is_empty() && gone == 0;
        let ctag_moved = known.ctag != self.collection.listed.ctag;
        if says_nothing && ctag_moved {
            // The two contradict each other.
            return Ok(None);
        }
        let is_whole = self.take_in(&mut copy, wanted).await?;
        copy.token = Some(token);
        Ok(Some((copy, is_whole)))
    }

    /// Notes one change, and answers how many events went with it.
    fn note(&self, member: Member, copy: &mut Copy, wanted: &mut Wanted) -> usize {
        let Some(key) = self.key(&member) else {
            return 0;
        };
        match member.status {
            Some(404 | 410) => {
                wanted.remove(&key);
                usize::from(copy.members.remove(&key).is_some())
            }
            Some(507) => 0,
            _ => {
                wanted.insert(key, (member.href, member.etag));
                0
            }
        }
    }

    /// Compares the entity tags of everything that there is.
    async fn compare(&self, known: Copy) -> Result<Known, FetchError> {
        let events = DavQuestion::events(&self.collection.login);
        let listed = match self.ask(&events).await {
            Err(error) if is_incapable(&error) => {
                let resources = DavQuestion::resources(&self.collection.login);
                self.ask(&resources).await?
            }
            listed => listed?,
        };
        let mut known = known.members;
        let (mut copy, mut wanted) = (Copy::default(), Wanted::new());
        for member in listed.members {
            let is_gone = member.status.is_some_and(|status| status >= 300);
            let Some(key) = self.key(&member).filter(|_| !is_gone) else {
                continue;
            };
            match known.remove(&key) {
                Some(kept) if kept.etag.is_some() && kept.etag == member.etag => {
                    copy.members.insert(key, kept);
                }
                known => {
                    // What is known stays until its new text is here.
                    if let Some(kept) = known {
                        copy.members
                            .insert(key.clone(), Kept { etag: None, ..kept });
                    }
                    wanted.insert(key, (member.href, member.etag));
                }
            }
        }
        let is_whole = self.take_in(&mut copy, wanted).await?;
        // What changed after this token was given out is told again.
        copy.token.clone_from(&self.collection.listed.token);
        Ok((copy, is_whole))
    }

    /// Fetches texts into the copy, and answers whether all of them came.
    async fn take_in(&self, copy: &mut Copy, mut wanted: Wanted) -> Result<bool, FetchError> {
        let is_new = |key: &&String| !copy.members.contains_key(*key);
        let count = copy.members.len() + wanted.keys().filter(is_new).count();
        if count > MOST_EVENTS {
            return Err(FetchError::TooManyEvents {
                place: redacted(&self.collection.url),
                limit: MOST_EVENTS,
            });
        }
        let mut is_whole = true;
        while !wanted.is_empty() {
            let rest = wanted.keys().nth(AT_ONCE).cloned();
            let later = rest.map_or_else(Wanted::new, |key| wanted.split_off(&key));
            is_whole &= self
                .take_in_some(copy, std::mem::replace(&mut wanted, later))
                .await?;
        }
        Ok(is_whole)
    }

    async fn take_in_some(&self, copy: &mut Copy, mut wanted: Wanted) -> Result<bool, FetchError> {
        let hrefs: Vec<&str> = wanted.values().map(|(href, _)| &**href).collect();
        let question = DavQuestion::texts(&self.collection.login, &hrefs);
        for member in self.ask(&question).await?.members {
            let asked = self.key(&member).and_then(|key| wanted.remove_entry(&key));
            let Some((key, (_, etag))) = asked else {
                continue;
            };
            match (member.data, member.status) {
                (Some(data), _) => {
                    let known = copy.members.remove(&key);
                    let mut kept = whole(data, &key, known);
                    kept.etag = member.etag.or(etag);
                    copy.members.insert(key, kept);
                }
                // It went between the two questions.
                (None, Some(404 | 410)) => {
                    copy.members.remove(&key);
                }
                (None, _) => {
                    wanted.insert(key, (String::new(), None));
                }
            }
        }
        if copy.size() > BODY_LIMIT {
            return Err(FetchError::TooLarge {
                place: redacted(&self.collection.url),
                limit: BODY_LIMIT,
                asked: Asked::Account,
            });
        }
        Ok(wanted.is_empty())
    }

    async fn ask(&self, question: &DavQuestion<'_>) -> Result<Multistatus, FetchError> {
        let (_, answer) = question::ask(self.http, &self.collection.url, question).await?;
        Ok(answer)
    }

    /// Tells a resource of this calendar apart; none for the calendar itself and for what lies
    /// elsewhere.
    fn key(&self, member: &Member) -> Option<String> {
        let url = question::within(&self.collection.url, &member.href)?;
        let is_event = !member.is_collection && !url.path().ends_with('/');
        is_event.then(|| question::key(&url))
    }
}

/// Whether a server says, in one of many ways, that it cannot answer this question though it may
/// answer another: refused, not known, too much of it (507), or broken by it (500).
fn is_incapable(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::CalDavRefused { .. }
            | FetchError::NotCalDav { .. }
            | FetchError::Busy {
                status: 500 | 507,
                ..
            }
    )
}
