#!/bin/bash
# Makes this Ubuntu machine the NAT instance of its zone (SPEC 2.1): web traffic of the private
# subnets goes out, answers come back, nothing else passes. The provisioner puts the private
# networks in place of the word between the at signs. cloud-init runs this once; lks-nat.service
# brings the same state back at every start. Safe to run again. Needs no package and no network,
# because the machine has its public address only some seconds after its start.
set -euo pipefail

private="@PRIVATE_NETWORKS@"
case $private in
    *@* | "") echo "lks-nat: the private networks are not filled in" >&2; exit 1 ;;
esac
command -v iptables-restore >/dev/null || { echo "lks-nat: iptables is missing; use Ubuntu's server image" >&2; exit 1; }

put() { install -D -m 0644 /dev/stdin "$1"; }
# for_each LINE : the line once for each private network, with it in place of NET.
for_each() { for net in $private; do echo "${1/NET/$net}"; done; }

put /etc/sysctl.d/90-lks-nat.conf <<'CONF'
net.ipv4.ip_forward = 1
net.ipv4.conf.all.accept_redirects = 0
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.default.send_redirects = 0
CONF

# Loaded as a whole or not at all. 169.254 holds the metadata service, which hands out this
# machine's role; DHCP is answered before a connection is known.
put /etc/iptables/rules.v4 <<RULES
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p udp --sport 67 --dport 68 -j ACCEPT
-A FORWARD -d 169.254.0.0/16 -j DROP
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
$(for_each "-A FORWARD -s NET -p tcp -m multiport --dports 80,443 -m conntrack --ctstate NEW -j ACCEPT")
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
$(for_each "-A POSTROUTING -s NET -j MASQUERADE")
COMMIT
RULES

# Before the network, so that there is no moment without the rules.
put /etc/systemd/system/lks-nat.service <<'UNIT'
[Unit]
Description=lks-llm NAT: forward and masquerade for the private subnets
DefaultDependencies=no
After=local-fs.target systemd-modules-load.service systemd-sysctl.service
Before=network-pre.target shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/sysctl --quiet --load=/etc/sysctl.d/90-lks-nat.conf
ExecStart=/sbin/iptables-restore --wait 30 /etc/iptables/rules.v4

[Install]
WantedBy=multi-user.target
UNIT

systemctl daemon-reload
systemctl enable --quiet lks-nat.service
systemctl restart lks-nat.service
