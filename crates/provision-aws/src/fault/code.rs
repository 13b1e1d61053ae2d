//! Which class an error code of AWS belongs to. Services name the same thing in many ways; what the
//! code leaves open, the message settles.

use lks_provision::cloud::ErrorClass;

/// Exact codes, before any rule.
const CODES: &[(&str, ErrorClass)] = &[
    ("AuthFailure", ErrorClass::AccessDenied),
    ("AuthorizationError", ErrorClass::AccessDenied),
    ("InvalidClientTokenId", ErrorClass::AccessDenied),
    ("NotAuthorizedException", ErrorClass::AccessDenied),
    ("OptInRequired", ErrorClass::AccessDenied),
    ("SignatureDoesNotMatch", ErrorClass::AccessDenied),
    ("SubscriptionRequiredException", ErrorClass::AccessDenied),
    ("UnauthorizedOperation", ErrorClass::AccessDenied),
    ("UnrecognizedClientException", ErrorClass::AccessDenied),
    ("ExpiredToken", ErrorClass::ExpiredCredentials),
    ("ExpiredTokenException", ErrorClass::ExpiredCredentials),
    ("RequestExpired", ErrorClass::ExpiredCredentials),
    ("PriorRequestNotComplete", ErrorClass::Throttled),
    ("RequestLimitExceeded", ErrorClass::Throttled),
    ("SlowDown", ErrorClass::Throttled),
    ("TooManyRequestsException", ErrorClass::Throttled),
    ("TooManyUpdates", ErrorClass::Throttled),
    ("BucketAlreadyOwnedByYou", ErrorClass::AlreadyExists),
    ("GroupExistsException", ErrorClass::AlreadyExists),
    ("InvalidSubnet.Conflict", ErrorClass::AlreadyExists),
    ("InvalidIPAddress.InUse", ErrorClass::AlreadyExists),
    ("IpAddressInUse", ErrorClass::AlreadyExists),
    ("MountTargetConflict", ErrorClass::AlreadyExists),
    ("PriorityInUse", ErrorClass::AlreadyExists),
    ("Resource.AlreadyAssociated", ErrorClass::AlreadyExists),
    ("BucketNotEmpty", ErrorClass::DependencyViolation),
    ("DependencyViolation", ErrorClass::DependencyViolation),
    ("FileSystemInUse", ErrorClass::DependencyViolation),
    ("InvalidDBParameterGroupState", ErrorClass::DependencyViolation),
    ("InvalidDBSubnetGroupStateFault", ErrorClass::DependencyViolation),
    ("InvalidGroup.InUse", ErrorClass::DependencyViolation),
    ("InvalidNetworkInterface.InUse", ErrorClass::DependencyViolation),
    ("ResourceInUse", ErrorClass::DependencyViolation),
    ("ResourceInUseException", ErrorClass::DependencyViolation),
    ("ConcurrentModificationException", ErrorClass::NotReady),
    ("ConflictException", ErrorClass::NotReady),
    ("Conflict", ErrorClass::NotReady),
    ("IncorrectFileSystemLifeCycleState", ErrorClass::NotReady),
    ("IncorrectInstanceState", ErrorClass::NotReady),
    ("IncorrectMountTargetState", ErrorClass::NotReady),
    ("IncorrectState", ErrorClass::NotReady),
    ("InvalidDBInstanceState", ErrorClass::NotReady),
    ("InvalidInstanceID", ErrorClass::NotReady),
    ("InvalidStateTransition", ErrorClass::NotReady),
    ("InvalidTarget", ErrorClass::NotReady),
    ("OperationAborted", ErrorClass::NotReady),
    ("OperationAbortedException", ErrorClass::NotReady),
    ("ResourceConflictException", ErrorClass::NotReady),
    ("ResourceNotReadyException", ErrorClass::NotReady),
    ("Gateway.NotAttached", ErrorClass::NotFound),
    ("ResourceNotFound", ErrorClass::NotFound),
    ("UnknownSnapshot", ErrorClass::NotFound),
    ("AssociationDoesNotExist", ErrorClass::NotFound),
    ("IdempotentParameterMismatch", ErrorClass::TokenMismatch),
    ("InsufficientInstanceCapacity", ErrorClass::Unavailable),
    ("InsufficientDBInstanceCapacity", ErrorClass::Unavailable),
    ("VcpuLimitExceeded", ErrorClass::QuotaExceeded),
];

/// Parts of codes, in this order, after the exact ones.
const PARTS: &[(&str, ErrorClass)] = &[
    ("Throttl", ErrorClass::Throttled),
    ("AccessDenied", ErrorClass::AccessDenied),
    ("AlreadyExist", ErrorClass::AlreadyExists),
    ("Duplicate", ErrorClass::AlreadyExists),
    ("NotFound", ErrorClass::NotFound),
    ("NoSuch", ErrorClass::NotFound),
    ("LimitExceeded", ErrorClass::QuotaExceeded),
    ("QuotaExceeded", ErrorClass::QuotaExceeded),
    ("TooMany", ErrorClass::QuotaExceeded),
    ("ServiceUnavailable", ErrorClass::Unavailable),
    ("Unavailable", ErrorClass::Unavailable),
];

/// Words of messages under codes that say too little.
const WORDS: &[(&str, ErrorClass)] = &[
    ("is currently in use", ErrorClass::DependencyViolation),
    ("has dependent", ErrorClass::DependencyViolation),
    ("Active stages pointing", ErrorClass::DependencyViolation),
    ("is referenced in", ErrorClass::DependencyViolation),
    ("Cannot delete vpc link", ErrorClass::DependencyViolation),
    ("not allowed to manage 'ela-attach'", ErrorClass::DependencyViolation),
    ("not allowed to manage 'amazon-", ErrorClass::DependencyViolation),
    ("already exist", ErrorClass::AlreadyExists),
    ("security token included in the request is expired", ErrorClass::ExpiredCredentials),
    ("token has expired", ErrorClass::ExpiredCredentials),
    ("cannot be assumed by", ErrorClass::NotReady),
    ("update is in progress", ErrorClass::NotReady),
    ("is in the following state", ErrorClass::NotReady),
    ("not in a valid state", ErrorClass::NotReady),
    ("is not in available state", ErrorClass::NotReady),
    ("S3 Error Code: NoSuchKey", ErrorClass::NotFound),
    ("does not exist", ErrorClass::NotFound),
    ("Rate exceeded", ErrorClass::Throttled),
];

/// Codes whose message has the last word.
const VAGUE: &[&str] = &[
    "AuthFailure",
    "BadRequestException",
    "ConflictException",
    "InvalidClientTokenId",
    "InvalidParameterCombination",
    "InvalidParameterValue",
    "InvalidParameterValueException",
    "InvalidRequestException",
    "OperationNotPermitted",
    "ResourceConflictException",
    "UnrecognizedClientException",
    "ValidationError",
    "ValidationException",
];

/// The class of what a service said.
pub(super) fn class(code: &str, message: &str, status: u16) -> ErrorClass {
    let code = code.strip_prefix("Client.").unwrap_or(code);
    let by_word = || WORDS.iter().find(|(word, _)| message.contains(word)).map(|(_, class)| *class);
    let word = VAGUE.contains(&code).then(by_word).flatten();
    let exact = || CODES.iter().find(|(known, _)| *known == code).map(|(_, class)| *class);
    let part = || PARTS.iter().find(|(part, _)| code.contains(part)).map(|(_, class)| *class);
    word.or_else(exact).or_else(part).unwrap_or(match status {
        401 | 403 => ErrorClass::AccessDenied,
        404 => ErrorClass::NotFound,
        409 => ErrorClass::NotReady,
        429 => ErrorClass::Throttled,
        502..=504 => ErrorClass::Unavailable,
        500..=599 => ErrorClass::UnknownOutcome,
        _ => ErrorClass::InvalidParameter,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_every_service_are_told_apart() {
        let cases = [
            ("InvalidVpcID.NotFound", "", 400, ErrorClass::NotFound),
            ("NoSuchBucket", "", 404, ErrorClass::NotFound),
            ("DBInstanceNotFound", "", 404, ErrorClass::NotFound),
            ("DBInstanceAlreadyExists", "", 400, ErrorClass::AlreadyExists),
            ("InvalidPermission.Duplicate", "", 400, ErrorClass::AlreadyExists),
            ("DuplicateLoadBalancerName", "", 400, ErrorClass::AlreadyExists),
            ("VpcLimitExceeded", "", 400, ErrorClass::QuotaExceeded),
            ("RequestLimitExceeded", "", 503, ErrorClass::Throttled),
            ("ThrottlingException", "", 400, ErrorClass::Throttled),
            ("AccessDeniedException", "", 400, ErrorClass::AccessDenied),
            ("Client.UnauthorizedOperation", "", 403, ErrorClass::AccessDenied),
            (
                "InvalidParameterValue",
                "Network interface 'eni-1' is currently in use.",
                400,
                ErrorClass::DependencyViolation,
            ),
            ("InvalidParameterValue", "Invalid type", 400, ErrorClass::InvalidParameter),
            ("ResourceConflictException", "Function already exist: x", 409, ErrorClass::AlreadyExists),
            ("ResourceConflictException", "An update is in progress", 409, ErrorClass::NotReady),
            (
                "UnrecognizedClientException",
                "The security token included in the request is expired",
                403,
                ErrorClass::ExpiredCredentials,
            ),
            ("InternalFailure", "", 500, ErrorClass::UnknownOutcome),
            ("SomethingNew", "", 400, ErrorClass::InvalidParameter),
        ];
        for (code, message, status, class) in cases {
            assert_eq!(super::class(code, message, status), class, "{code}");
        }
    }
}
