//! Accounts as admins change them: found by page, and never without an admin.

use lks_domain::identity::{ADMIN_GROUP, UserId};
use lks_domain::timestamp::Timestamp;
use lks_store::user::NewUser;
use lks_store::{Conflict, StoreError};

use crate::databases::{Database, both};

const NOW: Timestamp = Timestamp::from_millis(1000);

async fn account(store: &Database, name: &str) -> UserId {
    let new = NewUser {
        id: UserId(name.to_owned()),
        email: format!("{}@example.com", name.to_lowercase()),
        name: name.to_owned(),
        password_hash: "x".into(),
        confirmed: name != "Waiting",
        group_if_first: ADMIN_GROUP.into(),
        attributes: Default::default(),
    };
    store.create_user(&new, NOW).await.unwrap().id
}

fn refused(result: Result<bool, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict(Conflict::LastAdmin)))
}

both! {
    async fn accounts_come_by_page_and_are_counted(store: Database) {
        for name in ["Ani", "Budi", "Citra", "Waiting"] {
            account(&store, name).await;
        }
        let first = store.accounts("", 2, None).await.unwrap();
        let emails: Vec<_> = first.iter().map(|account| account.email.as_str()).collect();
        assert_eq!(emails, ["ani@example.com", "budi@example.com"]);
        let rest = store.accounts("", 9, Some("budi@example.com")).await.unwrap();
        assert_eq!(rest.len(), 2);
        assert_eq!(store.count_accounts("").await.unwrap(), 4);
        assert_eq!(store.count_accounts("CIT").await.unwrap(), 1);
        assert_eq!(store.count_accounts("100%").await.unwrap(), 0);
        let learners = store.learners(NOW, NOW).await.unwrap();
        assert_eq!((learners.registered, learners.unconfirmed, learners.active), (4, 1, 0));
    }

    async fn the_last_admin_stays_one(store: Database) {
        let (first, other) = (account(&store, "First").await, account(&store, "Other").await);
        assert!(refused(store.put_groups(&first, &[], NOW).await));
        assert!(refused(store.lock_account(&first, NOW).await));
        assert!(store.lock_account(&other, NOW).await.unwrap(), "anybody else can be locked");
        store.put_groups(&other, &[ADMIN_GROUP.to_owned()], NOW).await.unwrap();
        assert!(refused(store.put_groups(&first, &[], NOW).await), "a locked admin is none");
        store.set_enabled(&other, true, NOW).await.unwrap();
        assert!(store.put_groups(&first, &["lks-viewer".to_owned()], NOW).await.unwrap());
        assert!(refused(store.lock_account(&other, NOW).await));
        assert!(!store.put_groups(&UserId("nobody".into()), &[], NOW).await.unwrap());
    }

    async fn two_admins_cannot_remove_each_other_at_once(store: Database) {
        let (one, two) = (account(&store, "One").await, account(&store, "Two").await);
        for _ in 0..8 {
            for id in [&one, &two] {
                store.put_groups(id, &[ADMIN_GROUP.to_owned()], NOW).await.unwrap();
            }
            let (a, b) = tokio::join!(store.put_groups(&one, &[], NOW), store.put_groups(&two, &[], NOW));
            assert!(refused(a) ^ refused(b), "exactly one of them is refused");
        }
    }
}
