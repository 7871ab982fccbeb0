//! Where secrets are kept.

use axum::Json;
use storytime_types::vault::{ChoosePassphrase, UnlockVault, VaultStatus};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::Answer;

pub(super) async fn status(Me(api): Me) -> Answer<VaultStatus> {
    Ok(Json(api.vault().await?))
}

pub(super) async fn unlock(Me(api): Me, Body(asked): Body<UnlockVault>) -> Answer<VaultStatus> {
    Ok(Json(api.unlock_vault(asked).await?))
}

pub(super) async fn change_key(Me(api): Me, Body(asked): Body<UnlockVault>) -> Answer<VaultStatus> {
    Ok(Json(api.change_vault_key(asked).await?))
}

pub(super) async fn choose_passphrase(
    Me(api): Me,
    Body(asked): Body<ChoosePassphrase>,
) -> Answer<VaultStatus> {
    Ok(Json(api.choose_passphrase(asked).await?))
}

pub(super) async fn begin_anew(Me(api): Me) -> Answer<VaultStatus> {
    Ok(Json(api.begin_vault_anew().await?))
}
