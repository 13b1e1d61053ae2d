//! What an admin can do about an error. Sentences for the console and the command line.

use lks_provision::cloud::ErrorClass;

pub(super) const EXPIRED: &str =
    "the session has ended: start the lab again, copy the new keys from \"AWS Details\", and the run goes on";
pub(super) const NO_KEYS: &str = "there are no usable credentials: give keys, a profile, or run on an instance with LabInstanceProfile; `lks doctor` says what is found";
pub(super) const NO_NETWORK: &str = "AWS cannot be reached: look at this machine's network, proxy and clock";

const WRONG_KEYS: &str =
    "the keys are not valid: copy all three lines (id, secret, session token) of one lab session anew";
const DENIED: &str = "this account may not do this; `lks doctor` says which part of the stack it cannot have and how to leave that out (--without)";

/// What to do, where there is something to do.
pub(super) fn of(class: ErrorClass, code: &str, message: &str) -> Option<&'static str> {
    match (class, code) {
        (ErrorClass::ExpiredCredentials, _) => Some(EXPIRED),
        (
            _,
            "InvalidClientTokenId" | "UnrecognizedClientException" | "SignatureDoesNotMatch" | "AuthFailure",
        ) => Some(WRONG_KEYS),
        (ErrorClass::AccessDenied, _) => Some(DENIED),
        (_, "VpcLimitExceeded") => Some("5 networks a region are allowed: remove one that is not needed"),
        (_, "AddressLimitExceeded") => {
            Some("5 public addresses a region are allowed: release one that is not needed")
        }
        (_, "InstanceLimitExceeded" | "VcpuLimitExceeded") => {
            Some("the lab allows 9 instances and 32 vCPU a region: stop instances that are not needed")
        }
        (_, "InsufficientInstanceCapacity") => Some(
            "AWS has no room for this type in this zone now: wait, or choose another zone in the stack file (zones)",
        ),
        (ErrorClass::QuotaExceeded, _) => {
            Some("a limit of the account is reached: remove what is not needed")
        }
        (_, "BucketAlreadyExists") => {
            Some("the bucket's name is taken by another account: choose another id in the stack file")
        }
        _ if message.contains("Cannot find version") => Some(
            "RDS no longer offers this PostgreSQL: set database.engine_version to a major version, as \"16\"",
        ),
        _ if message.contains("instance profile") || message.contains("Instance Profile") => {
            Some("LabInstanceProfile is not there: this is no Learner Lab account, or the lab is not ready")
        }
        _ if message.contains("NoSuchKey") => {
            Some("the function's code is not in the bucket: pack it, then apply again")
        }
        _ => None,
    }
}
