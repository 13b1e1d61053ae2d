//! Signing up: who may, who becomes an admin, what is refused.

use lks_store::code::Purpose;
use serde_json::json;

use super::service::{CLIENT, PASSWORD, Service, claims, sign_up};
use crate::databases::both;

both! {
    async fn a_learner_signs_up_signs_in_and_is_known(store: Store) {
        let service = Service::open(store);
        let answer = service.sign_up(" Siti@Example.com").await.ok();
        assert_eq!(answer["UserConfirmed"], true);
        let sub = answer["UserSub"].clone();
        let tokens = service.sign_in("siti@example.COM ", PASSWORD).await.ok()["AuthenticationResult"].take();
        assert_eq!((&tokens["TokenType"], &tokens["ExpiresIn"]), (&json!("Bearer"), &json!(3600)));
        let user = service.get_user(&tokens["AccessToken"]).await.ok();
        assert_eq!(user["Username"], sub);
        for (name, value) in [("sub", sub.as_str().unwrap()), ("name", "Siti"), ("email", "siti@example.com")] {
            assert!(user["UserAttributes"].as_array().unwrap().contains(&json!({"Name": name, "Value": value})), "{user}");
        }
    }

    async fn of_many_first_sign_ups_at_once_exactly_one_becomes_admin(store: Store) {
        let service = Service::open(store);
        let emails: Vec<String> = (0..6).map(|n| format!("user{n}@example.com")).collect();
        for answer in futures::future::join_all(emails.iter().map(|email| service.sign_up(email))).await {
            answer.ok();
        }
        let mut admins = 0;
        for email in &emails {
            let id = service.sign_in(email, PASSWORD).await.ok()["AuthenticationResult"]["IdToken"].take();
            let groups = claims(&id)["cognito:groups"].clone();
            assert!(groups.is_null() || groups == json!(["lks-admin"]));
            admins += usize::from(!groups.is_null());
        }
        assert_eq!(admins, 1);
    }

    async fn one_address_has_one_account_however_many_try_at_once(store: Store) {
        let service = Service::open(store.clone());
        let answers = futures::future::join_all((0..4).map(|_| service.sign_up("siti@example.com"))).await;
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!((made.len(), refused.len()), (1, 3));
        for answer in refused {
            assert_eq!(answer.refusal().0, "UsernameExistsException");
        }
        let (kind, message) = service.sign_up("SITI@example.com").await.refusal();
        assert_eq!((&*kind, &*message), ("UsernameExistsException", "An account with the given email already exists."));
        assert_eq!(store.list_users("", 10, None).await.unwrap().len(), 1);
    }

    async fn an_admin_who_leaves_does_not_make_the_next_one_an_admin(store: Store) {
        let service = Service::open(store);
        let admin = service.learner("guru@example.com").await;
        service.sign_up("siti@example.com").await.ok();
        service.call("DeleteUser", json!({"AccessToken": admin["AccessToken"]})).await.ok();
        let next = service.learner("budi@example.com").await;
        assert!(claims(&next["IdToken"])["cognito:groups"].is_null());
    }

    async fn with_confirmation_required_only_the_code_opens_the_account(store: Store) {
        let service = Service::with(store.clone(), |settings| settings.require_confirmation = true);
        let answer = service.sign_up("tono@example.com").await.ok();
        assert_eq!(answer["UserConfirmed"], false);
        assert_eq!(answer["CodeDeliveryDetails"]["Destination"], "t***@e***");
        assert_eq!(service.sign_in("tono@example.com", PASSWORD).await.refusal().0, "UserNotConfirmedException");
        assert_eq!(service.sign_in("tono@example.com", "salah-123").await.refusal().0, "NotAuthorizedException");

        let confirm = |code: String| {
            service.call("ConfirmSignUp", json!({"ClientId": CLIENT, "Username": "Tono@example.com", "ConfirmationCode": code}))
        };
        let first = store.outbox(1, now()).await.unwrap().remove(0);
        assert_eq!(first.purpose, Purpose::ConfirmSignUp.name());
        assert_eq!(confirm("abc".to_owned()).await.refusal().0, "CodeMismatchException");
        let resend = json!({"ClientId": CLIENT, "Username": "tono@example.com"});
        service.call("ResendConfirmationCode", resend.clone()).await.ok();
        let second = store.outbox(1, now()).await.unwrap().remove(0);
        if first.code != second.code {
            assert_eq!(confirm(first.code).await.refusal().0, "CodeMismatchException");
        }
        confirm(second.code.clone()).await.ok();
        let tokens = service.sign_in("tono@example.com", PASSWORD).await.ok();
        assert_eq!(claims(&tokens["AuthenticationResult"]["IdToken"])["email_verified"], true);
        assert_eq!(confirm(second.code).await.refusal().1, "User cannot be confirmed. Current status is CONFIRMED");
        assert_eq!(service.call("ResendConfirmationCode", resend).await.refusal().1, "User is already confirmed.");
    }

    async fn confirming_an_unknown_address_tells_nothing(store: Store) {
        let service = Service::with(store, |settings| settings.require_confirmation = true);
        let confirm = json!({"ClientId": CLIENT, "Username": "nobody@example.com", "ConfirmationCode": "123456"});
        assert_eq!(service.call("ConfirmSignUp", confirm.clone()).await.refusal().0, "ExpiredCodeException");
        let resend = json!({"ClientId": CLIENT, "Username": "nobody@example.com"});
        let answer = service.call("ResendConfirmationCode", resend).await.ok();
        assert_eq!(answer["CodeDeliveryDetails"]["Destination"], "n***@e***");
        assert_eq!(service.call("ConfirmSignUp", confirm).await.refusal().0, "CodeMismatchException");
    }

    async fn what_cannot_be_an_account_is_refused_with_the_reason(store: Store) {
        let service = Service::open(store);
        let without_name = json!({"ClientId": CLIENT, "Username": "a@example.com", "Password": PASSWORD});
        let mut foreign = sign_up("a@example.com", PASSWORD);
        foreign["UserAttributes"][1]["Value"] = json!("b@example.com");
        let mut long = sign_up("a@example.com", PASSWORD);
        long["UserAttributes"][0]["Value"] = json!("n".repeat(201));
        let mut forged = sign_up("a@example.com", PASSWORD);
        forged["UserAttributes"][0]["Name"] = json!("email_verified");
        for (body, kind, part) in [
            (sign_up("siti", PASSWORD), "InvalidParameterException", "Username should be an email."),
            (sign_up("a@example.com", "Ab1"), "InvalidPasswordException", "not long enough. A password has at least 8"),
            (sign_up("a@example.com", "ABCDEFG1"), "InvalidPasswordException", "must have lowercase"),
            (sign_up("a@example.com", "abcdefgh"), "InvalidPasswordException", "must have numeric"),
            (without_name, "InvalidParameterException", "name: The attribute name is required"),
            (foreign, "InvalidParameterException", "user.email"),
            (long, "InvalidParameterException", "at most 200"),
            (forged, "NotAuthorizedException", "unauthorized attribute"),
        ] {
            let (got, message) = service.call("SignUp", body).await.refusal();
            assert!(got == kind && message.contains(part), "{got}: {message}");
        }
        service.sign_up("a@example.com").await.ok();
    }
}

fn now() -> lks_domain::timestamp::Timestamp {
    super::outbox::now()
}
