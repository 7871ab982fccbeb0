//! Whose an account is.

use serde::Deserialize;

use super::{Authority, OAuth};
use crate::calendars::bearer::Bearer;
use crate::calendars::found::Found;
use crate::calendars::{FetchError, json};

/// `GET me` (<https://learn.microsoft.com/graph/api/user-get>).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Me {
    mail: Option<String>,
    user_principal_name: Option<String>,
}

impl OAuth {
    /// The e-mail address of an account, whose calendars these are.
    ///
    /// # Errors
    /// Why it could not be asked for.
    pub async fn account<P>(
        &self,
        authority: Authority,
        bearer: &Bearer,
        found: &[Found<P>],
    ) -> Result<String, FetchError> {
        let name = match authority {
            // The primary calendar's id is the account's address.
            Authority::Google => {
                let primary = found.iter().find(|one| one.is_primary);
                primary.map(|one| one.provider_id.clone())
            }
            Authority::Microsoft => {
                let url = bearer.below(&["me"]);
                let me: Me = json::get(self.http.get()?, &url, bearer, &[]).await?;
                let mail = me.mail.filter(|mail| !mail.is_empty());
                mail.or(me.user_principal_name)
            }
        };
        let name = name.filter(|name| !name.trim().is_empty());
        Ok(name.unwrap_or_else(|| authority.name().to_owned()))
    }
}
