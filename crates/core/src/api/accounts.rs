//! Registering, signing in, and the password that locks window and API.

use std::sync::{MutexGuard, PoisonError};

use storytime_types::accounts::{
    Lock, Login, NewPassword, Registration, RemovePassword, SessionKind, SignedIn,
};
use storytime_types::changes::Change;
use storytime_types::fields::WrongField;
use storytime_types::profile::Profile;
use storytime_types::rest::RegistrationChoice;
use storytime_types::{ApiError, ErrorCode, Secret, email};

use super::Api;
use super::profile::{wrong_zone, zone_name};
use crate::accounts::{Admitted, Attempt, Door, PasswordError, PasswordHash, Throttle, TooOften};
use crate::config::machine_zone;
use crate::engine::replan;
use crate::store::credentials::{Credentials, NewAccount, Written};

/// Who asks for an account, as far as that is known.
#[derive(Clone, Copy)]
pub struct Newcomer<'a> {
    /// As whom they are signed in already.
    pub caller: Option<&'a Api>,
    /// They come through the socket that nobody but the person can open.
    pub is_person: bool,
    /// What holds for everybody else until the person has chosen.
    pub registration: RegistrationChoice,
}

impl Api {
    /// Makes an account and signs it in. The first one is the owner's: the local profile gets it with
    /// all that it has. Once that profile was used, only who is inside may take it.
    /// Further ones are made for whom the person lets in. `surface` names the session.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names each field; `CONFLICT` when the address has an account;
    /// `FORBIDDEN` where only who is inside can make one, and to a script's token.
    pub async fn register(
        &self,
        asked: Registration,
        newcomer: Newcomer<'_>,
        surface: &str,
    ) -> Result<SignedIn, ApiError> {
        let wrong = Self::wrong_in_registration(&asked);
        if !wrong.is_empty() {
            return Err(ApiError::invalid(wrong));
        }
        let is_invited = self.may_register(newcomer).await?;
        let email = email::kept_form(&asked.email);
        if self.shared.store.credentials(Some(&email)).await?.is_some() {
            return Err(has_account());
        }
        let name = asked.name.map(|name| name.trim().to_owned());
        let account = NewAccount {
            email,
            password: self.hash(asked.password).await?,
            name: name.filter(|name| !name.is_empty()),
            age: asked.age,
            gender: asked.gender,
            timezone: asked.timezone.as_deref().and_then(zone_name),
            is_invited,
            asked_through: newcomer.caller.and_then(Self::session).cloned(),
        };
        let (store, now) = (&self.shared.store, self.shared.now());
        let zone_before = self.owner().await?.map(|owner| owner.timezone);
        let written = store.write_account(&account, &machine_zone(), now).await?;
        let user = match written {
            Written::As(user) => user,
            Written::Taken => return Err(has_account()),
            Written::TooMany => {
                return Err(ApiError::new(
                    ErrorCode::Conflict,
                    "There are too many accounts on this computer.",
                ));
            }
        };
        let signed_in = self.as_profile(user).sign_in(surface).await?;
        tracing::info!("an account was made");
        if let Some(caller) = newcomer.caller {
            caller.goes_on_as(&signed_in.user.id).await;
        }
        if signed_in.user.is_owner && zone_before.as_ref() != Some(&signed_in.user.timezone) {
            self.zone_changed(&signed_in.user).await?;
        }
        self.shared.announce(Change::Settings);
        Ok(signed_in)
    }

    /// Each field of a registration that cannot be accepted, and what it must be.
    #[must_use]
    pub fn wrong_in_registration(asked: &Registration) -> Vec<WrongField> {
        let mut wrong = asked.wrong_fields();
        wrong.extend(wrong_zone(asked.timezone.as_deref()));
        wrong
    }

    /// Whether the next account may become that of the local profile, or else one of its own. Answers
    /// whether somebody inside asks for it.
    async fn may_register(&self, newcomer: Newcomer<'_>) -> Result<bool, ApiError> {
        newcomer.caller.map_or(Ok(()), Self::person_only)?;
        let Some(owner) = self.owner().await? else {
            return Ok(newcomer.is_person);
        };
        if newcomer.caller.is_some_and(|api| api.user == owner.id) {
            return Ok(true);
        }
        if newcomer.is_person {
            return Ok(true);
        }
        if !self.registration(newcomer.registration).await?.open {
            return Err(ApiError::new(
                ErrorCode::Forbidden,
                "Nobody can register here by themselves: sign in as the profile of this computer \
                 and register them, or let others register in Settings under Local API.",
            ));
        }
        let has_account = owner.email.is_some() || owner.has_password;
        if has_account || self.shared.store.is_untouched(&owner.id).await? {
            return Ok(false);
        }
        Err(ApiError::new(
            ErrorCode::Unauthenticated,
            "The first account takes over what is here already: only who is inside can make it, in \
             the window or signed in as this profile.",
        ))
    }

    async fn zone_changed(&self, profile: &Profile) -> Result<(), ApiError> {
        self.shared.store.drop_stories(&profile.id).await?;
        self.shared.store.forget_windows(&profile.id).await?;
        self.shared.look_at_calendars();
        replan(&self.shared, profile, None).await?;
        Ok(())
    }

    /// Signs in. Wrong passwords are slowed down; an unknown address is answered as a wrong password
    /// is, after the same time. `surface` names the session.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` when address or password are wrong, `RATE_LIMITED` after too many of them.
    pub async fn login(
        &self,
        asked: Login,
        door: Door,
        surface: &str,
    ) -> Result<SignedIn, ApiError> {
        let email = asked.email.as_deref().map(email::kept_form);
        let email = email.filter(|email| !email.is_empty());
        let known = self.shared.store.credentials(email.as_deref()).await?;
        let attempt = Attempt {
            door,
            // The local profile may have a password and no address.
            account: email.as_deref().unwrap_or_default(),
            is_known: known.is_some(),
            most: match door {
                Door::Loopback => Some(self.limits().await?.logins),
                Door::Window | Door::Inside | Door::Vault => None,
            },
        };
        let admitted = self.begin_attempt(attempt)?;
        let (user, kept) = known.map_or((None, None), |known| (Some(known.user), known.password));
        let is_right = self.is_right(asked.password, kept).await?;
        let Some(user) = user.filter(|_| is_right) else {
            return Err(admitted.unless_right.map_or_else(wrong_password, too_often));
        };
        self.throttle().was_right(attempt, admitted);
        self.as_profile(user).sign_in(surface).await
    }

    /// Opens a session of this profile for a person.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn sign_in(&self, surface: &str) -> Result<SignedIn, ApiError> {
        let (token, _) = self.begin_session(surface, SessionKind::SignIn).await?;
        let user = self.me().await?;
        Ok(SignedIn { user, token })
    }

    /// Sets the password, or another one: the first locks window and API. Who sets it stays inside,
    /// and all other sessions end.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names the field, `RATE_LIMITED` after too many wrong ones,
    /// `FORBIDDEN` to a script's token.
    pub async fn set_password(&self, asked: NewPassword) -> Result<(), ApiError> {
        self.person_only()?;
        asked.validate()?;
        let before = self.proven(asked.current, "current").await?;
        let hash = self.hash(asked.new).await?;
        self.write_password(&before, Some(&hash)).await?;
        tracing::info!("a password was set: every other session of the profile has ended");
        Ok(())
    }

    /// Takes the lock off the local profile. Every other session ends.
    ///
    /// # Errors
    /// As [`Self::set_password`]; `FORBIDDEN` to any other profile, which nobody could enter then.
    pub async fn remove_password(&self, asked: RemovePassword) -> Result<(), ApiError> {
        self.owner_in_person("Only the profile of this computer can be without a password.")
            .await?;
        let before = self.proven(Some(asked.current), "current").await?;
        self.write_password(&before, None).await?;
        tracing::info!("a password was taken off: every other session of the profile has ended");
        Ok(())
    }

    /// The profile's credentials, once `typed` has been shown to be its password. `field` is where
    /// it was typed.
    pub(super) async fn proven(
        &self,
        typed: Option<Secret<String>>,
        field: &'static str,
    ) -> Result<Credentials, ApiError> {
        let known = self.shared.store.credentials_of(&self.user).await?;
        let known = known.ok_or_else(|| super::not_found("profile"))?;
        let Some(kept) = known.password.clone() else {
            return Ok(known);
        };
        let wrong = |why: &str| ApiError::invalid([(field, why.to_owned())]);
        let typed = typed.ok_or_else(|| wrong("is missing: this profile has a password"))?;
        let attempt = Attempt {
            door: Door::Inside,
            account: self.user.as_str(),
            is_known: true,
            most: None,
        };
        let admitted = self.begin_attempt(attempt)?;
        if !self.is_right(typed, Some(kept)).await? {
            return Err(wrong("is wrong: try again"));
        }
        self.throttle().was_right(attempt, admitted);
        Ok(known)
    }

    async fn write_password(
        &self,
        before: &Credentials,
        hash: Option<&PasswordHash>,
    ) -> Result<(), ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let keep = self.session();
        if !store.set_password(before, hash, keep, now).await? {
            return Err(ApiError::new(
                ErrorCode::Conflict,
                "The password was changed elsewhere meanwhile: look again.",
            ));
        }
        self.shared.announce(Change::Settings);
        Ok(())
    }

    /// Whether the local profile is locked, and for the window whose it is.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn lock(&self, with_names: bool) -> Result<Lock, ApiError> {
        let owner = self.owner().await?;
        let is_set = owner.as_ref().is_some_and(|owner| owner.has_password);
        let shown = owner.filter(|_| with_names);
        Ok(Lock {
            is_set,
            name: shown.as_ref().and_then(|owner| owner.name.clone()),
            email: shown.and_then(|owner| owner.email),
        })
    }

    /// The use cases as the local profile, unless a password locks it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn unlocked(&self) -> Result<Option<Self>, ApiError> {
        let owner = self.owner().await?.filter(|owner| !owner.has_password);
        Ok(owner.map(|owner| self.as_profile(owner.id)))
    }

    async fn owner(&self) -> Result<Option<Profile>, ApiError> {
        Ok(self.shared.store.local_profile().await?)
    }

    pub(super) fn begin_attempt(&self, attempt: Attempt<'_>) -> Result<Admitted, ApiError> {
        let now = self.shared.now();
        let begun = self.throttle().begin(attempt, now);
        begun.map_err(|wait| match attempt.door {
            Door::Vault => too_many("passphrases", wait),
            Door::Window | Door::Loopback | Door::Inside => too_often(wait),
        })
    }

    pub(super) fn throttle(&self) -> MutexGuard<'_, Throttle> {
        let throttle = self.shared.throttle.lock();
        throttle.unwrap_or_else(PoisonError::into_inner)
    }

    async fn hash(&self, password: Secret<String>) -> Result<PasswordHash, ApiError> {
        self.shared.passwords.hash(password).await.map_err(refused)
    }

    async fn is_right(
        &self,
        password: Secret<String>,
        kept: Option<PasswordHash>,
    ) -> Result<bool, ApiError> {
        let answer = self.shared.passwords.is_right(password, kept).await;
        answer.map_err(refused)
    }
}

fn has_account() -> ApiError {
    ApiError::new(
        ErrorCode::Conflict,
        "This e-mail address has an account already: sign in with its password.",
    )
}

fn wrong_password() -> ApiError {
    ApiError::new(
        ErrorCode::Unauthenticated,
        "The e-mail address or the password is wrong: try again.",
    )
}

fn too_often(wait: TooOften) -> ApiError {
    too_many("passwords", wait)
}

fn too_many(wrong: &str, wait: TooOften) -> ApiError {
    let seconds = wait.retry_after_seconds;
    let mut error = ApiError::new(
        ErrorCode::RateLimited,
        format!("Too many wrong {wrong}: wait {seconds} s and try again."),
    );
    let details = &mut error.details;
    details.insert("retryAfterSeconds".to_owned(), seconds.into());
    error
}

fn refused(error: PasswordError) -> ApiError {
    tracing::error!(%error, "no password was hashed");
    ApiError::new(
        ErrorCode::Internal,
        "Passwords cannot be checked now; the log says why. Try again.",
    )
}
