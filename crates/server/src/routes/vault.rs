//! Where secrets are kept.

use axum::Json;
use storytime_types::vault::{ChoosePassphrase, UnlockVault, VaultStatus};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::Answer;

/// Where secrets are kept, and whether they can be read.
#[utoipa::path(get, path = "/vault", tag = "vault",
    responses((status = 200, description = "Found.", body = VaultStatus)))]
pub(super) async fn status(Me(api): Me) -> Answer<VaultStatus> {
    Ok(Json(api.vault().await?))
}

/// Opens the keyring or the key file.
#[utoipa::path(post, path = "/vault/unlock", tag = "vault", request_body = UnlockVault,
    responses((status = 200, description = "Done.", body = VaultStatus),
        (status = 409, description = "The keyring or the key file does not open; the sentence says what to do.")))]
pub(super) async fn unlock(Me(api): Me, Body(asked): Body<UnlockVault>) -> Answer<VaultStatus> {
    Ok(Json(api.unlock_vault(asked).await?))
}

/// Seals every secret anew, under a new key.
#[utoipa::path(post, path = "/vault/rotate", tag = "vault", request_body = UnlockVault,
    responses((status = 200, description = "Done.", body = VaultStatus),
        (status = 409, description = "The keyring or the key file does not open; the sentence says what to do.")))]
pub(super) async fn change_key(Me(api): Me, Body(asked): Body<UnlockVault>) -> Answer<VaultStatus> {
    Ok(Json(api.change_vault_key(asked).await?))
}

/// Keeps the key in a file under a passphrase from now on.
#[utoipa::path(put, path = "/vault/passphrase", tag = "vault", request_body = ChoosePassphrase,
    responses((status = 200, description = "Done.", body = VaultStatus),
        (status = 409, description = "The keyring or the key file does not open; the sentence says what to do.")))]
pub(super) async fn choose_passphrase(
    Me(api): Me,
    Body(asked): Body<ChoosePassphrase>,
) -> Answer<VaultStatus> {
    Ok(Json(api.choose_passphrase(asked).await?))
}

/// Gives up the secrets whose key is gone, and begins a new vault.
#[utoipa::path(post, path = "/vault/begin-anew", tag = "vault",
    responses((status = 200, description = "Done.", body = VaultStatus),
        (status = 409, description = "The keyring or the key file does not open; the sentence says what to do.")))]
pub(super) async fn begin_anew(Me(api): Me) -> Answer<VaultStatus> {
    Ok(Json(api.begin_vault_anew().await?))
}
