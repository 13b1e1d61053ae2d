//! The catalogue as its readers meet it.

use super::*;
use crate::form::Form;

#[test]
fn what_filled_a_sentence_in_stays_as_it_is() {
    for (english, indonesian) in [
        (
            "lks-vpc-zone-a: CidrBlock is 10.0.0.0/16, not 172.32.0.0/23",
            "lks-vpc-zone-a: CidrBlock bernilai 10.0.0.0/16, seharusnya 172.32.0.0/23",
        ),
        (
            "lks-nat-zone-a: SourceDestCheck is not set, not false",
            "lks-nat-zone-a: SourceDestCheck belum diatur, seharusnya false",
        ),
        (
            "AWS::EC2::VPC lks-vpc-zone-b is not in us-west-2",
            "AWS::EC2::VPC lks-vpc-zone-b tidak ada di us-west-2",
        ),
        ("us-east-1: / answers {\"StatusCode\":\"404\"}", "us-east-1: / menjawab {\"StatusCode\":\"404\"}"),
    ] {
        assert_eq!(said(english), indonesian);
    }
}

#[test]
fn sentences_that_were_joined_are_said_one_by_one() {
    assert_eq!(
        said("lks-worker-a runs; lks-worker-b is stopped; and 10 more"),
        "lks-worker-a berjalan; lks-worker-b berstatus stopped; dan 10 lagi"
    );
    assert_eq!(
        said("every pair of places was compared with the declared matrix; nothing else passes"),
        "setiap pasangan tempat dibandingkan dengan matriks yang dinyatakan; tidak ada yang lain yang lolos"
    );
    assert_eq!(
        said("first line\n- the Lambda fails its health; not asked"),
        "first line\n- the Lambda fails its health; tidak ditanyakan"
    );
}

#[test]
fn a_sentence_with_a_semicolon_of_its_own_is_not_cut() {
    let matrix = "every pair of places was compared with the declared matrix; nothing else passes";
    assert_eq!(sentences(matrix), [matrix]);
    assert_eq!(
        sentences("lks-a runs; the moon; it is made of cheese"),
        ["lks-a runs", "the moon", "it is made of cheese"]
    );
}

#[test]
fn what_is_lost_is_no_property() {
    assert_eq!(said("lks-admin: who is in it"), "lks-admin: daftar anggotanya");
}

#[test]
fn numbers_are_written_as_indonesian_writes_them() {
    assert_eq!(
        said("1.31 USD an hour, 957 USD a month, before what is charged by use"),
        "1,31 USD per jam, 957 USD per bulan, belum termasuk biaya menurut pemakaian"
    );
}

#[test]
fn what_the_cloud_said_stays_and_the_advice_is_said() {
    assert_eq!(
        said(
            "VpcLimitExceeded: The maximum number of VPCs has been reached. (5 networks a region are allowed: remove one that is not needed)"
        ),
        "VpcLimitExceeded: The maximum number of VPCs has been reached. (hanya boleh 5 jaringan per region: hapus yang tidak diperlukan)"
    );
    let unknown = "InternalFailure: We made a mistake";
    assert_eq!(said(unknown), unknown);
    assert_eq!(unsaid(unknown), [unknown]);
}

#[test]
fn codes_and_names_are_no_sentence() {
    for text in ["us-east-1: use1-az1, use1-az2", "lks-rds (db-1)", "LabRole", "10.10.0.0/23"] {
        assert_eq!((said(text).as_ref(), unsaid(text)), (text, vec![]));
    }
    assert!(!neutral::is("the worker answers"));
    assert_eq!(unsaid("the moon: is made of cheese").len(), 1);
}

#[test]
fn a_unit_is_said_though_it_looks_like_a_path() {
    for (english, indonesian) in
        [("requests/min", "permintaan/mnt"), ("tokens/s", "token/dtk"), ("0/1", "0/1")]
    {
        assert_eq!(said(english), indonesian);
    }
    assert_eq!(unsaid("moons/day"), ["moons/day"]);
}

#[test]
fn a_long_list_is_looked_at_in_no_time() {
    let list = ["lks-a moon", "tcp 80", "its: all, and more: of it"].repeat(40).join(", ");
    assert_eq!(unsaid(&list), std::slice::from_ref(&list));
}

#[test]
fn every_entry_fills_the_same_places_in_both_languages() {
    for (english, indonesian) in catalogue::entries() {
        let (count, places) = Form::new(english, indonesian).places();
        assert_eq!(places, (0..count).collect::<Vec<_>>(), "{english}");
        assert!(!indonesian.trim().is_empty(), "{english}");
    }
}

#[test]
fn no_sentence_is_in_the_catalogue_twice() {
    let mut forms: Vec<_> = catalogue::entries().map(|(english, _)| english).collect();
    let count = forms.len();
    forms.sort_unstable();
    forms.dedup();
    let twice: Vec<_> = forms
        .iter()
        .filter(|form| catalogue::entries().filter(|(english, _)| english == **form).count() > 1)
        .collect();
    assert_eq!(forms.len(), count, "{twice:?}");
}
