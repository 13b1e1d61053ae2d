//! The operations of the protocol: one function each, by noun.

use std::net::IpAddr;

use serde_json::Value;

use super::Identity;
use super::parameters::Parameters;
use super::refusal::Refusal;

mod password;
mod profile;
mod sign_in;
mod sign_out;
mod sign_up;

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Makes an account.
    SignUp,
    /// Confirms it by a code.
    ConfirmSignUp,
    /// Sends that code again.
    ResendConfirmationCode,
    /// Signs in, or refreshes tokens.
    InitiateAuth,
    /// Refreshes tokens.
    GetTokensFromRefreshToken,
    /// Tells who the bearer is.
    GetUser,
    /// Changes the bearer's attributes.
    UpdateUserAttributes,
    /// Changes the bearer's password.
    ChangePassword,
    /// Sends a code for a new password.
    ForgotPassword,
    /// Sets a new password by that code.
    ConfirmForgotPassword,
    /// Ends all sign-ins of the bearer.
    GlobalSignOut,
    /// Ends one sign-in.
    RevokeToken,
    /// Removes the bearer's account and conversations.
    DeleteUser,
}

use Operation::*;

const NAMES: [(Operation, &str); 13] = [
    (SignUp, "SignUp"),
    (ConfirmSignUp, "ConfirmSignUp"),
    (ResendConfirmationCode, "ResendConfirmationCode"),
    (InitiateAuth, "InitiateAuth"),
    (GetTokensFromRefreshToken, "GetTokensFromRefreshToken"),
    (GetUser, "GetUser"),
    (UpdateUserAttributes, "UpdateUserAttributes"),
    (ChangePassword, "ChangePassword"),
    (ForgotPassword, "ForgotPassword"),
    (ConfirmForgotPassword, "ConfirmForgotPassword"),
    (GlobalSignOut, "GlobalSignOut"),
    (RevokeToken, "RevokeToken"),
    (DeleteUser, "DeleteUser"),
];

impl Operation {
    /// The operation of this name.
    pub fn parse(name: &str) -> Option<Self> {
        NAMES.into_iter().find(|(_, known)| *known == name).map(|(operation, _)| operation)
    }

    /// Its name in `X-Amz-Target`.
    pub fn name(self) -> &'static str {
        NAMES.into_iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }
}

/// Carries out one operation.
///
/// # Errors
/// The [`Refusal`] that Amazon Cognito would give.
pub async fn run(
    identity: &Identity,
    operation: Operation,
    parameters: &Parameters,
    address: Option<IpAddr>,
) -> Result<Value, Refusal> {
    match operation {
        SignUp => sign_up::sign_up(identity, parameters).await,
        ConfirmSignUp => sign_up::confirm(identity, parameters).await,
        ResendConfirmationCode => sign_up::resend_code(identity, parameters).await,
        InitiateAuth => sign_in::initiate_auth(identity, parameters, address).await,
        GetTokensFromRefreshToken => sign_in::tokens_from_refresh_token(identity, parameters).await,
        GetUser => profile::get(identity, parameters).await,
        UpdateUserAttributes => profile::update(identity, parameters).await,
        DeleteUser => profile::delete(identity, parameters).await,
        ChangePassword => password::change(identity, parameters, address).await,
        ForgotPassword => password::forgot(identity, parameters).await,
        ConfirmForgotPassword => password::confirm_forgot(identity, parameters, address).await,
        GlobalSignOut => sign_out::everywhere(identity, parameters).await,
        RevokeToken => sign_out::revoke_token(identity, parameters).await,
    }
}
