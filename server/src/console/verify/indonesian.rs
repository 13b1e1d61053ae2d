//! The requirements in Bahasa Indonesia, by their id, and how to mend them, by the English sentence: many share
//! one. What is not here is said in English.

/// A requirement.
pub fn requirement(id: &str) -> Option<&'static str> {
    find(REQUIREMENTS, id)
}

/// How to mend it.
pub fn remedy(english: &str) -> Option<&'static str> {
    find(REMEDIES, english)
}

fn find(list: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    list.iter().find(|(known, _)| *known == key).map(|(_, text)| *text)
}

#[rustfmt::skip]
const REQUIREMENTS: &[(&str, &str)] = &[
    ("network.vpc-a", "lks-vpc-zone-a di us-east-1 memakai jaringan 172.32.0.0/23"),
    ("network.vpc-b", "lks-vpc-zone-b di us-west-2 memakai jaringan 10.10.0.0/23"),
    ("network.dns", "Kedua VPC menerjemahkan nama dan memberi nama pada mesinnya"),
    ("network.first-a", "Jaringan pertama zona a bersifat publik: 172.32.0.0/24, cukup untuk 200 host"),
    ("network.first-b", "Jaringan pertama zona b bersifat publik: 10.10.0.0/24, cukup untuk 200 host"),
    ("network.private-a", "Jaringan kedua dan ketiga zona a adalah 172.32.1.0/25 dan 172.32.1.128/25"),
    ("network.private-b", "Jaringan kedua dan ketiga zona b adalah 10.10.1.0/25 dan 10.10.1.128/25"),
    ("network.zones", "Jaringan ketiga berada di zona ketersediaan lain dari yang pertama dan kedua"),
    ("network.no-public-addresses", "Tidak ada subnet yang memberi alamat publik dengan sendirinya"),
    ("network.gateways", "Setiap VPC punya internet gateway sendiri"),
    ("network.two-tables", "Tepat dua tabel rute per VPC: lks-rtb-public dan lks-rtb-private"),
    ("network.main-table", "Tabel rute utama VPC adalah salah satu dari keduanya"),
    ("network.public-table", "Subnet publik memakai lks-rtb-public, yang rute bawaannya menuju internet gateway"),
    ("network.private-table", "Kedua subnet privat memakai lks-rtb-private, yang rute bawaannya menuju instans NAT"),
    ("network.peering", "lks-peering menghubungkan kedua VPC antarregion dan sudah diterima"),
    ("network.peering-dns", "Nama dari tiap VPC dapat diterjemahkan di VPC lainnya"),
    ("network.peering-routes", "Ada rute dua arah melalui peering"),
    ("nat.instances", "Satu instans NAT per zona berjalan di subnet publik"),
    ("nat.type", "Instans NAT memakai tipe yang dipilih (t2.micro)"),
    ("nat.forwarding", "Pemeriksaan sumber/tujuan dimatikan"),
    ("nat.set-up", "User data menyiapkan penerusan IP dan aturan MASQUERADE yang tetap ada setelah dinyalakan ulang"),
    ("nat.address", "Setiap instans NAT punya alamat publik tetap"),
    ("nat.no-gateway", "Tidak ada NAT gateway"),
    ("nat.way-out", "Subnet privat mencapai internet melalui instans NAT"),
    ("nat.live", "Instans NAT saat ini meneruskan dan menyamarkan lalu lintas"),
    ("storage.file-system", "EFS lks-efs-models ada di us-east-1, dan hanya di sana"),
    ("storage.bursting", "Mode throughput-nya bursting"),
    ("storage.backups", "Cadangan otomatis aktif"),
    ("storage.encrypted", "Terenkripsi"),
    ("storage.target-a", "Ada mount target di subnet privat AZ a, pada alamat tetapnya"),
    ("storage.target-b", "Ada mount target di subnet privat AZ b, pada alamat tetapnya"),
    ("storage.group", "Mount target memakai lks-sg-efs dan tidak ada grup lain"),
    ("storage.reached-a", "Worker zona a mencapainya di port 2049"),
    ("storage.reached-b", "Worker zona b mencapainya melalui peering di port 2049"),
    ("storage.bucket", "Bucket untuk playbook dan hasil build terenkripsi dan tertutup bagi publik"),
    ("storage.live", "Terpasang di /share pada setiap worker di kedua zona"),
    ("security.count-a", "Paling banyak 5 grup keamanan di us-east-1, di luar grup bawaan"),
    ("security.count-b", "Paling banyak 2 grup keamanan di us-west-2, di luar grup bawaan"),
    ("security.default", "Grup bawaan tetap tanpa aturan"),
    ("security.db", "lks-sg-db hanya menerima 5432 dari dirinya sendiri"),
    ("security.llm-a", "lks-sg-llm di us-east-1 hanya menerima 11434 dari lks-sg-lb"),
    ("security.llm-b", "lks-sg-llm di us-west-2 hanya menerima 11434 dari lks-sg-lb"),
    ("security.lb-a", "lks-sg-lb di us-east-1 hanya menerima 80, hanya dari tempat private link masuk"),
    ("security.lb-b", "lks-sg-lb di us-west-2 melayani penyeimbang beban dan instans NAT: 80 dari private link, 80 dan 443 dari subnet privat zona b"),
    ("security.nat", "lks-sg-nat menerima 80 dan 443 dari subnet privat, tidak ada dari internet"),
    ("security.efs", "lks-sg-efs menerima 2049 dari lks-sg-llm dan dari subnet privat zona b"),
    ("security.egress-inner", "Basis data, sistem berkas, dan penyeimbang beban zona a hanya mengirim sejauh yang diperlukan alurnya"),
    ("security.egress-web", "Worker dan instans NAT mengirim 80 dan 443 ke internet, selebihnya hanya ke alurnya"),
    ("security.no-ssh", "Tidak ada grup yang menerima port 22"),
    ("security.no-world", "Tidak ada grup yang menerima 0.0.0.0/0 atau ::/0"),
    ("security.nobody-else", "Dilihat dari grup, rute, dan network ACL, tidak ada yang saling mencapai selain yang dinyatakan"),
    ("security.all-declared", "Semua yang dinyatakan boleh memang dapat lewat"),
    ("workers.kinds-a", "us-east-1 punya satu instans tiap jenis di AZ a dan cadangannya di AZ b: seluruhnya 6"),
    ("workers.kinds-b", "us-west-2 punya satu instans tiap jenis di AZ a dan cadangannya di AZ b: seluruhnya 6"),
    ("workers.running", "Kedua belas worker berjalan"),
    ("workers.type", "Memakai tipe yang dipilih (t2.large)"),
    ("workers.private", "Tidak punya alamat publik"),
    ("workers.group", "Memakai lks-sg-llm dan tidak ada grup lain"),
    ("workers.metadata", "IMDSv2 diwajibkan pada worker dan instans NAT"),
    ("workers.encrypted", "Volume worker dan instans NAT terenkripsi"),
    ("workers.profile", "Worker dan instans NAT memakai LabInstanceProfile"),
    ("workers.no-key", "Tidak ada instans yang punya key pair"),
    ("workers.ubuntu", "Worker dan instans NAT menjalankan Ubuntu 20.04 atau lebih baru"),
    ("workers.association-a", "State Manager menjalankan AWS-ApplyAnsiblePlaybooks pada worker us-east-1, dipilih dengan tag"),
    ("workers.association-b", "State Manager menjalankan AWS-ApplyAnsiblePlaybooks pada worker us-west-2, dipilih dengan tag"),
    ("workers.targets", "Tag asosiasi cocok dengan kedua belas worker dan tidak dengan yang lain"),
    ("workers.playbook", "Yang dijalankan asosiasi adalah playbook dari repositori"),
    ("workers.share", "Asosiasi memberitahu worker letak sistem berkas"),
    ("workers.models", "Asosiasi mengambil model: orca-mini, llama3, nomic-embed-text"),
    ("workers.configured", "Proses terakhir asosiasi berhasil"),
    ("workers.live", "Setiap worker menjawab API Ollama di port 11434 dengan model dari stack"),
    ("balancing.alb-a", "lks-alb-zone-a adalah application load balancer internal di kedua subnet privat"),
    ("balancing.alb-b", "lks-alb-zone-b adalah application load balancer internal di kedua subnet privat"),
    ("balancing.alb-group", "Masing-masing memakai lks-sg-lb dan tidak ada grup lain"),
    ("balancing.port", "Masing-masing mendengarkan di port 80 dengan HTTP"),
    ("balancing.scoring", "/api/generate* menuju scoring"),
    ("balancing.chat", "/api/chat* menuju chat"),
    ("balancing.llm", "/api/* lainnya menuju llm"),
    ("balancing.greeting", "/ menjawab 200 dengan isi `its worked!`"),
    ("balancing.nothing-else", "Jalur lain tidak mencapai worker mana pun"),
    ("balancing.health", "Pemeriksaan kesehatan menanyakan /api/tags di port 11434"),
    ("balancing.targets", "Target group tiap jenis berisi instansnya dan cadangannya"),
    ("balancing.patience", "Koneksi boleh diam paling sedikit 300 detik"),
    ("balancing.nlb-a", "lks-nlb-zone-a internal, pada alamat tetap, di tempat private link masuk"),
    ("balancing.nlb-b", "lks-nlb-zone-b internal, pada alamat tetap, di tempat zona a mencapai zona b"),
    ("balancing.way-a", "Port 80 tiap network load balancer menuju application load balancer zonanya"),
    ("balancing.way-b", "Port 81 lks-nlb-zone-a menuju alamat tetap lks-nlb-zone-b"),
    ("database.engine", "lks-rds adalah PostgreSQL di us-east-1"),
    ("database.available", "Tersedia"),
    ("database.version", "Versinya punya pgvector dengan HNSW (15.4 atau lebih baru)"),
    ("database.class", "Kelasnya sesuai pilihan, di satu zona, pada gp2 hingga 100 GB"),
    ("database.subnets", "Berada di kedua subnet privat zona a"),
    ("database.private", "Tidak dapat diakses publik"),
    ("database.encrypted", "Terenkripsi"),
    ("database.tls", "TLS diwajibkan"),
    ("database.backups", "Cadangan otomatis aktif"),
    ("database.protected", "Terlindung dari penghapusan"),
    ("database.group", "Memakai lks-sg-db dan tidak ada grup lain"),
    ("database.only-lambda", "Hanya Lambda yang mencapainya"),
    ("database.name", "Berisi basis data yang dipakai Lambda"),
    ("lambda.function", "lks-lambda-conversations berjalan di provided.al2023 (Rust)"),
    ("lambda.active", "Aktif"),
    ("lambda.role", "Perannya LabRole"),
    ("lambda.network", "Berada di kedua subnet privat zona a"),
    ("lambda.group", "Memakai lks-sg-db dan tidak ada grup lain"),
    ("lambda.variables", "Dikonfigurasi dengan DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME"),
    ("lambda.host", "DB_HOST adalah alamat lks-rds"),
    ("lambda.permission", "API boleh memanggilnya, dan hanya API"),
    ("lambda.log", "Mencatat ke lks-logs-lambda, yang menghapus catatan lama"),
    ("api.rest", "lks-api-gateway adalah REST API publik regional di us-east-1"),
    ("api.authorizer", "Authorizer-nya user pool lks-user-pool, melalui header Authorization"),
    ("api.guarded", "Setiap metode selain OPTIONS meminta token"),
    ("api.list", "/conversations/{uid} punya GET, POST, dan DELETE"),
    ("api.one", "/conversations/{uid}/{id} punya GET, PUT, dan DELETE"),
    ("api.corrections", "/corrections punya POST"),
    ("api.region-a", "/us-east-1/x menjadi /api/x di us-east-1, dengan GET dan POST"),
    ("api.region-b", "/us-west-2/x menjadi /api/x di us-west-2, dengan GET dan POST"),
    ("api.link", "Endpoint region melewati VPC link ke lks-nlb-zone-a"),
    ("api.streaming", "Kedua endpoint region mengalirkan jawabannya (responseTransferMode STREAM)"),
    ("api.patience", "Batas waktunya dinaikkan melebihi 29 detik"),
    ("api.preflight", "OPTIONS menjawab pertanyaan CORS setiap endpoint tanpa token"),
    ("api.error-cors", "Kesalahan API membawa header CORS dan bentuk sesuai kontrak"),
    ("api.published", "Stage melayani API seperti yang didefinisikan"),
    ("api.log", "Stage menulis log akses ke lks-logs-api"),
    ("api.live-guard", "Permintaan tanpa token dijawab 401"),
    ("api.live-cors", "Preflight dijawab 204"),
    ("identity.pool", "User pool lks-user-pool ada di us-east-1"),
    ("identity.email", "Pengguna masuk dengan email"),
    ("identity.attributes", "Nama dan email wajib diisi"),
    ("identity.no-temporary", "Pengguna mendaftar sendiri: tidak ada kata sandi sementara"),
    ("identity.single-factor", "Satu faktor"),
    ("identity.flows", "Klien aplikasi punya USER_PASSWORD_AUTH dan REFRESH_TOKEN_AUTH"),
    ("identity.no-secret", "Klien aplikasi tanpa rahasia, karena peramban tidak dapat menyimpannya"),
    ("identity.admins", "Grup admin tersedia"),
    ("client.app", "Amplify Hosting punya lks-client"),
    ("client.branch", "Punya cabang yang diterbitkan"),
    ("client.pages", "Setiap halaman klien dijawab oleh /index.html, kecuali berkas"),
    ("client.wasm", "WebAssembly disajikan sebagai application/wasm"),
    ("client.live", "Klien tersedia dan dikonfigurasi untuk stack ini"),
    ("monitoring.dashboard", "Dasbor lks-dashboard menampilkan kedua region"),
    ("monitoring.logs", "Grup log Lambda, API, dan worker menghapus catatan setelah jumlah hari yang dipilih"),
    ("monitoring.unhealthy-a", "Ada alarm untuk worker yang tidak sehat di tiap target group us-east-1"),
    ("monitoring.unhealthy-b", "Ada alarm untuk worker yang tidak sehat di tiap target group us-west-2"),
    ("monitoring.balancer", "Ada alarm untuk 5xx dari kedua penyeimbang beban"),
    ("monitoring.api-errors", "Ada alarm untuk 5xx dari API"),
    ("monitoring.api-latency", "Ada alarm untuk latensi API"),
    ("monitoring.lambda-errors", "Ada alarm untuk kesalahan Lambda"),
    ("monitoring.lambda-duration", "Ada alarm untuk durasi Lambda"),
    ("monitoring.database-cpu", "Ada alarm untuk CPU basis data"),
    ("monitoring.database-storage", "Ada alarm untuk ruang penyimpanan basis data"),
    ("monitoring.database-connections", "Ada alarm untuk koneksi basis data"),
    ("monitoring.files", "Ada alarm untuk kredit burst sistem berkas"),
    ("monitoring.nat", "Ada alarm untuk pemeriksaan status kedua instans NAT"),
    ("monitoring.enabled", "Setiap alarm aktif dan memberitahu siapa pun yang harus diberitahu"),
    ("hygiene.prefix", "Nama setiap sumber daya diawali lks-"),
    ("hygiene.tags", "Setiap sumber daya punya Name, Project, Component, ManagedBy, dan Stack"),
    ("hygiene.descriptions", "Setiap sumber daya punya deskripsi jika layanannya menyediakan"),
    ("hygiene.role", "Tidak ada peran selain LabRole yang dipakai"),
    ("hygiene.instances", "Paling banyak 9 instans per region dan 15 seluruhnya"),
    ("hygiene.types", "Tipe instans antara nano dan large"),
    ("hygiene.disks", "Volume gp2 atau gp3 hingga 100 GB"),
    ("hygiene.policy", "Tidak ada aturan kebijakan yang dilanggar oleh isi akun"),
    ("hygiene.leftovers", "Tidak ada alamat publik atau volume stack yang tersisa tanpa pemakai"),
    ("hygiene.cost", "Biaya stack diketahui"),
];

#[rustfmt::skip]
const REMEDIES: &[(&str, &str)] = &[
    ("Apply again", "Terapkan lagi"),
    ("A VPC's network cannot be changed: destroy and apply", "Jaringan VPC tidak dapat diubah: hapus lalu terapkan"),
    ("Set EnableDnsSupport and EnableDnsHostnames to true", "Setel EnableDnsSupport dan EnableDnsHostnames ke true"),
    ("Choose two different zones in zones.a and zones.b", "Pilih dua zona berbeda di zones.a dan zones.b"),
    ("Set MapPublicIpOnLaunch to false", "Setel MapPublicIpOnLaunch ke false"),
    ("Remove the route tables that are not of the stack", "Hapus tabel rute yang bukan milik stack"),
    ("Make lks-rtb-private the main route table", "Jadikan lks-rtb-private tabel rute utama"),
    ("Accept the peering in us-west-2, or apply again", "Terima peering di us-west-2, atau terapkan lagi"),
    ("Switch DNS resolution on, on both sides of lks-peering", "Nyalakan resolusi DNS di kedua sisi lks-peering"),
    ("Start the instance, or apply again", "Nyalakan instans, atau terapkan lagi"),
    ("Set SourceDestCheck to false", "Setel SourceDestCheck ke false"),
    ("User data works at the first start only: apply again to replace the instance", "User data hanya bekerja pada penyalaan pertama: terapkan lagi untuk mengganti instans"),
    ("Remove the NAT gateway and its route, then apply", "Hapus NAT gateway dan rutenya, lalu terapkan"),
    ("See network.private-table, nat.forwarding and security.nat", "Lihat network.private-table, nat.forwarding, dan security.nat"),
    ("Restart lks-nat.service on the instance", "Mulai ulang lks-nat.service pada instans"),
    ("Remove file systems of us-west-2, then apply", "Hapus sistem berkas di us-west-2, lalu terapkan"),
    ("Set ThroughputMode to bursting", "Setel ThroughputMode ke bursting"),
    ("Set BackupPolicy to ENABLED", "Setel BackupPolicy ke ENABLED"),
    ("Encryption is for good: destroy the file system and apply", "Enkripsi tidak dapat diubah: hapus sistem berkas lalu terapkan"),
    ("Set their groups to lks-sg-efs", "Setel grupnya ke lks-sg-efs"),
    ("See security.efs", "Lihat security.efs"),
    ("See security.efs and network.peering-routes", "Lihat security.efs dan network.peering-routes"),
    ("Run the association again: lks apply, or Apply association now in Systems Manager", "Jalankan lagi asosiasi: lks apply, atau Apply association now di Systems Manager"),
    ("Remove groups that are not of the stack", "Hapus grup yang bukan milik stack"),
    ("Remove their rules, or apply again", "Hapus aturannya, atau terapkan lagi"),
    ("Remove the rule", "Hapus aturannya"),
    ("Remove the rules, routes or ACL entries that are not of the stack, or apply again", "Hapus aturan, rute, atau entri ACL yang bukan milik stack, atau terapkan lagi"),
    ("Start them: a lab stops them at its end", "Nyalakan: lab mematikannya saat berakhir"),
    ("Take the address away, or apply again", "Lepaskan alamatnya, atau terapkan lagi"),
    ("Set their groups to lks-sg-llm", "Setel grupnya ke lks-sg-llm"),
    ("Set MetadataOptions.HttpTokens to required", "Setel MetadataOptions.HttpTokens ke required"),
    ("This cannot be changed on a running instance: apply again to replace it", "Tidak dapat diubah pada instans yang berjalan: terapkan lagi untuk menggantinya"),
    ("Mend the tags Component and Stack of the instances", "Perbaiki tag Component dan Stack pada instans"),
    ("Look at its output in Systems Manager, mend the cause, apply the association again", "Lihat keluarannya di Systems Manager, perbaiki penyebabnya, lalu terapkan lagi asosiasinya"),
    ("Look at `journalctl -u lks-ollama` on the worker; apply the association again", "Lihat `journalctl -u lks-ollama` pada worker; terapkan lagi asosiasinya"),
    ("Set its groups to lks-sg-lb", "Setel grupnya ke lks-sg-lb"),
    ("Set HealthCheckPath to /api/tags", "Setel HealthCheckPath ke /api/tags"),
    ("Register the instances with their target group, or apply again", "Daftarkan instans ke target group-nya, atau terapkan lagi"),
    ("Set idle_timeout.timeout_seconds to 300 or more", "Setel idle_timeout.timeout_seconds ke 300 atau lebih"),
    ("Wait, or look at its events", "Tunggu, atau lihat peristiwanya"),
    ("Choose a newer database.engine_version", "Pilih database.engine_version yang lebih baru"),
    ("Set PubliclyAccessible to false", "Setel PubliclyAccessible ke false"),
    ("Encryption is for good: restore a snapshot into an encrypted one", "Enkripsi tidak dapat diubah: pulihkan snapshot ke basis data yang terenkripsi"),
    ("Set rds.force_ssl to 1 in lks-rds-parameters", "Setel rds.force_ssl ke 1 di lks-rds-parameters"),
    ("Set BackupRetentionPeriod to 1 or more", "Setel BackupRetentionPeriod ke 1 atau lebih"),
    ("Set DeletionProtection to true", "Setel DeletionProtection ke true"),
    ("Set its groups to lks-sg-db", "Setel grupnya ke lks-sg-db"),
    ("See security.nobody-else", "Lihat security.nobody-else"),
    ("Look at why in its configuration; apply again", "Lihat sebabnya di konfigurasinya; terapkan lagi"),
    ("Set its role to LabRole", "Setel perannya ke LabRole"),
    ("Apply again: it makes a new deployment", "Terapkan lagi: ini membuat deployment baru"),
    ("See api.guarded", "Lihat api.guarded"),
    ("See api.preflight", "Lihat api.preflight"),
    ("A user pool cannot be changed in this; a new one would lose every user, so decide for yourself: destroy and apply", "User pool tidak dapat diubah dalam hal ini; yang baru akan kehilangan semua pengguna, jadi putuskan sendiri: hapus lalu terapkan"),
    ("Set AllowAdminCreateUserOnly to false", "Setel AllowAdminCreateUserOnly ke false"),
    ("Set MfaConfiguration to OFF", "Setel MfaConfiguration ke OFF"),
    ("Set ExplicitAuthFlows", "Setel ExplicitAuthFlows"),
    ("Apply again: it makes a new client", "Terapkan lagi: ini membuat klien baru"),
    ("Set RetentionInDays", "Setel RetentionInDays"),
    ("Mend the tag Name, or apply again", "Perbaiki tag Name, atau terapkan lagi"),
    ("Mend the tags, or apply again", "Perbaiki tag-nya, atau terapkan lagi"),
    ("Set the role to LabRole", "Setel peran ke LabRole"),
    ("Stop instances that are not of the stack, before the lab closes the account", "Matikan instans yang bukan milik stack, sebelum lab menutup akun"),
    ("See the rule in docs/VERIFY.md", "Lihat aturannya di docs/VERIFY.md"),
    ("Remove it: it costs money", "Hapus: ini memakan biaya"),
    ("Choose types whose price is known", "Pilih tipe yang harganya diketahui"),
];

#[cfg(test)]
mod tests {
    use lks_provision::verify::document;

    /// Id, requirement and remedy of each requirement, as the documentation lists them.
    fn documented() -> Vec<(String, String, String)> {
        let page = document();
        let sheet = page.split("\n## Policy").next().unwrap();
        let rows = sheet.lines().filter_map(|line| line.strip_prefix("| `"));
        let cells = rows.map(|row| {
            let mut cells = row.split(" | ").map(|cell| cell.trim_end_matches(" |").replace('\\', ""));
            let mut next = || cells.next().unwrap();
            (next().trim_end_matches('`').to_owned(), next(), next())
        });
        cells.collect()
    }

    #[test]
    fn every_requirement_and_its_remedy_are_said_in_bahasa_indonesia() {
        let documented = documented();
        assert!(documented.len() > 100, "{}", documented.len());
        for (id, _, remedy) in documented {
            assert!(super::requirement(&id).is_some(), "{id}");
            assert!(super::remedy(&remedy).is_some(), "{remedy}");
        }
    }

    #[test]
    fn nothing_is_translated_that_is_not_there() {
        let documented = documented();
        for (id, _) in super::REQUIREMENTS {
            assert!(documented.iter().any(|(known, ..)| known == id), "{id}");
        }
        for (remedy, _) in super::REMEDIES {
            assert!(documented.iter().any(|(.., known)| known == remedy), "{remedy}");
        }
    }
}
