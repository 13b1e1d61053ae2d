# Ubuntu machines for the tests: a root made once by debootstrap and kept in the cache, and on top
# of it, for each test, a throw-away machine that systemd really boots in its own namespaces.
# shellcheck shell=bash
# Sourced. Needs root, overlayfs and systemd-nspawn. The caller sets `scratch`.

cache=${LKS_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lks-llm}/ubuntu
mirror=${LKS_TEST_UBUNTU_MIRROR:-http://archive.ubuntu.com/ubuntu}
# Of the Ubuntu archive's signing key of 2018. Debian 12 does not package Ubuntu's keyring.
archive_key=F6ECB3762474EDA9D21B7022871920D1991BC93C
machines=()

keyring() {
    local package=ubuntu-keyring_2021.03.26_all.deb
    [ -s "$cache/keyring.gpg" ] && return
    curl -fsS -o "$scratch/$package" "$mirror/pool/main/u/ubuntu-keyring/$package" || return
    dpkg-deb --fsys-tarfile "$scratch/$package" |
        tar -xO ./usr/share/keyrings/ubuntu-archive-keyring.gpg >"$scratch/keyring.gpg" || return
    gpg --show-keys --with-colons "$scratch/keyring.gpg" 2>/dev/null | grep -q "^fpr:.*:$archive_key:" ||
        { echo "$package does not hold Ubuntu's key $archive_key"; return 1; }
    mv "$scratch/keyring.gpg" "$cache/keyring.gpg"
}

# make_root SUITE : what an Ubuntu server image and the SSM document's InstallDependencies bring.
make_root() {
    local suite=$1 root=$cache/$1.part pocket
    [ -d "$cache/$suite" ] && return
    mkdir -p "$cache"
    keyring || return
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates \
        --keyring="$cache/keyring.gpg" "$suite" "$root" "$mirror" /usr/share/debootstrap/scripts/jammy || return
    for pocket in "" -updates -security; do echo "deb $mirror $suite$pocket main universe"; done >"$root/etc/apt/sources.list"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/test"
    # Up to date, as Ubuntu's images are: the first systemd of 20.04 fails on newer kernels.
    chroot "$root" apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get upgrade -y -qq &&
        DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -qq --no-install-recommends \
            ansible unzip procps curl iptables kmod iproute2 python3 python3-apt || return
    umount "$root/proc" "$root/sys" 2>/dev/null
    mv "$root" "$cache/$suite"
}

# Where no systemd runs outside, nobody gives a machine control groups of its own: two machines
# would take each other's.
groups_of() { echo /sys/fs/cgroup/systemd/lks-$$-"$1" /sys/fs/cgroup/unified/lks-$$-"$1"; }
into_groups() {
    local group
    for group in $(groups_of "$1"); do mkdir -p "$group" 2>/dev/null && echo "$BASHPID" >"$group/cgroup.procs"; done
    true
}
out_of_groups() {
    local group
    for group in $(groups_of "$1"); do [ -d "$group" ] && find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; done
    true
}

# boot NAME SUITE NAMESPACE OPTION… : boots the machine's disk, which is made on the first boot.
boot() {
    local name=$1 suite=$2 namespace=$3 disk=$scratch/$1
    shift 3
    if [ ! -d "$disk" ]; then
        mkdir -p "$disk/upper" "$disk/work" "$disk/root"
        mount -t overlay overlay -o "lowerdir=$cache/$suite,upperdir=$disk/upper,workdir=$disk/work" "$disk/root" || return
        # Formats of programs are the whole kernel's, not a machine's.
        ln -s /dev/null "$disk/root/etc/systemd/system/systemd-binfmt.service"
    fi
    local keep=()
    [ -d /run/systemd/system ] || keep=(--keep-unit)
    (
        [ ${#keep[@]} = 0 ] || into_groups "$name"
        export SYSTEMD_NSPAWN_API_VFS_WRITABLE=yes SYSTEMD_SECCOMP=0
        exec systemd-nspawn --quiet --boot --register=no "${keep[@]}" --machine="$name-$$" \
            --directory="$disk/root" --network-namespace-path="/run/netns/$namespace" \
            --capability=all --resolv-conf=bind-host "$@"
    ) >"$disk/console" 2>&1 </dev/null &
    echo $! >"$disk/pid"
    machines+=("$name")
    for _ in $(seq 900); do
        leader "$name" && case $(inside "$name" systemctl is-system-running 2>/dev/null) in running | degraded) return 0 ;; esac
        sleep 0.2
    done
    echo "machine $name did not start:"
    tail -n 20 "$disk/console"
    echo "it waits for:"
    inside "$name" systemctl list-jobs --no-pager
    inside "$name" systemctl --failed --no-pager --no-legend
    return 1
}

# leader NAME : finds the process that is number 1 inside.
leader() {
    local parent child
    parent=$(cat "$scratch/$1/pid")
    for child in $(pgrep -P "$parent" -x systemd); do echo "$child" >"$scratch/$1/leader" && return; done
    return 1
}

# inside NAME COMMAND… : runs a command in the machine, as root.
inside() {
    local name=$1
    shift
    nsenter --all --target "$(cat "$scratch/$name/leader")" -- \
        env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# halt NAME : stops it in order, as a shutdown does; the disk stays.
halt() {
    local pid
    pid=$(cat "$scratch/$1/pid" 2>/dev/null) || return 0
    rm -f "$scratch/$1/pid"
    kill -s SIGRTMIN+4 "$(cat "$scratch/$1/leader")" 2>/dev/null || kill "$pid" 2>/dev/null
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.2; done
    kill -9 "$pid" 2>/dev/null
}

# discard_machines : stops all and removes their disks.
discard_machines() {
    local name
    for name in "${machines[@]}"; do
        halt "$name"
        umount -l "$scratch/$name/root" 2>/dev/null
        out_of_groups "$name"
    done
    machines=()
}
