//! What needs attention, with the page on which it is mended.

use lks_domain::console::Words;
use lks_domain::console::overview::{Attention, Learners, RegionOverview, Urgency};
use lks_domain::console::run::RunState;
use lks_domain::live::{RegionState, WorkerState};

use super::stack::Glance;

fn attention(id: &str, urgency: Urgency, en: String, indonesian: String, link: String) -> Attention {
    Attention { id: id.to_owned(), urgency, words: Words::new(en, indonesian), link }
}

/// Regions that cannot serve, workers that do not answer.
pub fn of_regions(regions: &[RegionOverview]) -> Vec<Attention> {
    let mut found = Vec::new();
    for region in regions {
        let name = &region.name;
        if region.state == RegionState::Down {
            found.push(attention(
                "region.down",
                Urgency::Urgent,
                format!("Nobody can chat in {name}: no chat worker answers."),
                format!("Tidak ada yang bisa mengobrol di {name}: tidak ada worker chat yang menjawab."),
                "/admin/monitor".into(),
            ));
        }
        for worker in region.workers.iter().filter(|worker| worker.state == WorkerState::Down) {
            found.push(attention(
                "worker.down",
                Urgency::Warning,
                format!("The worker {} in {name} does not answer.", worker.name),
                format!("Worker {} di {name} tidak menjawab.", worker.name),
                "/admin/monitor".into(),
            ));
        }
    }
    found
}

/// Runs that stopped, credentials that end, requirements that are not met.
pub fn of_stack(glance: &Glance) -> Vec<Attention> {
    let mut found = Vec::new();
    if let Some(run) = &glance.stack.run {
        let link = format!("/admin/runs/{}", run.id);
        let told = |id: &str, urgency, en: &str, indonesian: &str| {
            attention(id, urgency, en.to_owned(), indonesian.to_owned(), link.clone())
        };
        found.extend(match run.state {
            RunState::Interrupted => Some(told(
                "run.interrupted",
                Urgency::Urgent,
                "A run was interrupted because the server stopped. Resume it.",
                "Sebuah proses terputus karena server berhenti. Lanjutkan.",
            )),
            RunState::Waiting => Some(told(
                "run.waiting",
                Urgency::Urgent,
                "A run waits for new credentials. Connect the account again.",
                "Sebuah proses menunggu kredensial baru. Sambungkan akun lagi.",
            )),
            RunState::Failed => Some(told(
                "run.failed",
                Urgency::Warning,
                "The last run could not do everything. See what failed, then make a new plan.",
                "Proses terakhir tidak selesai semuanya. Lihat yang gagal, lalu buat rencana baru.",
            )),
            RunState::Paused => {
                Some(told("run.paused", Urgency::Notice, "A run is paused.", "Sebuah proses sedang dijeda."))
            }
            _ => None,
        });
    }
    if glance.connection.as_ref().is_some_and(|connection| connection.ending) {
        found.push(attention(
            "account.ending",
            Urgency::Warning,
            "The credentials of the account end soon. Paste new ones; a run under way goes on.".into(),
            "Kredensial akun segera berakhir. Tempel yang baru; proses yang berjalan akan berlanjut.".into(),
            "/admin/account".into(),
        ));
    }
    if glance.failed > 0 {
        found.push(attention(
            "verify.failed",
            Urgency::Warning,
            format!("{} requirements were not met when they were last checked.", glance.failed),
            format!("{} syarat tidak terpenuhi pada pemeriksaan terakhir.", glance.failed),
            "/admin/verify".into(),
        ));
    }
    found
}

/// Accounts that wait to be confirmed.
pub fn of_learners(learners: &Learners) -> Option<Attention> {
    (learners.unconfirmed > 0).then(|| {
        attention(
            "users.unconfirmed",
            Urgency::Notice,
            format!("{} accounts wait to be confirmed.", learners.unconfirmed),
            format!("{} akun menunggu konfirmasi.", learners.unconfirmed),
            "/admin/users".into(),
        )
    })
}
