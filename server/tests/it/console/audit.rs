//! The audit log over HTTP: pages, search, export, and word of a broken chain.

use lks_store::audit::Deed;
use serde_json::{Value, json};

use super::house::House;
use crate::databases::both;

async fn deeds(house: &House, count: i64) {
    for n in 1..=count {
        let deed = Deed { who: "=cmd()".into(), what: format!("deed.{n}"), ..Deed::default() };
        let at = lks_domain::timestamp::Timestamp::from_millis(n);
        house.store.append_audit(&deed, at).await.unwrap();
    }
}

both! {
    async fn the_log_is_read_backwards_by_page_and_searched(store: Store) {
        let house = House::open(store).await;
        deeds(&house, 5).await;
        let page = house.get("/admin/api/audit?limit=2").await.data();
        let seqs = |page: &Value| page["entries"].as_array().unwrap().iter().map(|e| e["seq"].clone()).collect::<Vec<_>>();
        assert_eq!((seqs(&page), &page["next"]), (vec![json!(5), json!(4)], &json!(4)));
        let page = house.get("/admin/api/audit?limit=9&before=4").await.data();
        assert_eq!((seqs(&page).len(), &page["next"]), (3, &Value::Null));
        let found = house.get("/admin/api/audit?search=deed.3").await.data();
        assert_eq!(seqs(&found), [json!(3)]);
        assert_eq!(found["chain"]["entries"], 5);
    }

    async fn the_whole_log_is_exported_and_can_be_checked_by_anybody(store: Store) {
        let house = House::open(store).await;
        deeds(&house, 1200).await;
        let ndjson = house.get("/admin/api/audit/export").await.text;
        let entries: Vec<lks_domain::console::audit::AuditEntry> =
            ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(entries.len(), 1200);
        let mut previous = "0".repeat(64);
        for entry in &entries {
            assert_eq!(entry.previous, previous);
            use sha2::Digest as _;
            previous = hex::encode(sha2::Sha256::digest(entry.sealed_text()));
            assert_eq!(entry.hash, previous);
        }
        let csv = house.get("/admin/api/audit/export?format=csv").await.text;
        assert_eq!(csv.lines().count(), 1201);
        assert!(csv.contains(",'=cmd(),deed.1,"), "no cell is a formula");
    }
}
