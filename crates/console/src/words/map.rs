//! The map of the two regions.

texts! {
    /// The map of the two regions.
    Map {
        summary: "Map of the two regions: {n} resources. The table below tells the same.", "Peta kedua region: {n} sumber daya. Tabel di bawah menjelaskan hal yang sama.";
        choose: "Point at something, or tap it, to see what it is and what flows through it.", "Arahkan ke sesuatu, atau ketuk, untuk melihat apa itu dan apa yang mengalir melaluinya.";
        create: "to create", "dibuat";
        change: "to change", "diubah";
        replace: "to replace", "diganti";
        delete: "to delete", "dihapus";
        adopt: "to adopt", "diambil alih";
        blocked: "blocked", "terhalang";
        stays: "stays", "tetap";
        waiting: "waiting", "menunggu";
        working: "in progress", "dikerjakan";
        done: "done", "selesai";
        failed: "failed", "gagal";
        flows: "Show all flows", "Tampilkan semua aliran";
    }
}
