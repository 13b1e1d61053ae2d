#!/bin/bash
# Makes this machine the NAT instance of its zone. Needs no package and no network; safe to run
# again; what it sets up is set up again at every start.
set -euo pipefail

cat > /etc/sysctl.d/90-lks-nat.conf <<'CONF'
net.ipv4.ip_forward = 1
net.ipv4.conf.all.send_redirects = 0
CONF

cat > /usr/local/sbin/lks-nat <<'SCRIPT'
#!/bin/bash
set -euo pipefail
sysctl --quiet --load /etc/sysctl.d/90-lks-nat.conf
out=$(ip -4 -o route show default | awk '{ print $5; exit }')
rule=(POSTROUTING -s NETWORK -o "$out" -j MASQUERADE)
iptables -t nat -C "${rule[@]}" 2>/dev/null || iptables -t nat -A "${rule[@]}"
iptables -P FORWARD ACCEPT
SCRIPT
chmod 0755 /usr/local/sbin/lks-nat

cat > /etc/systemd/system/lks-nat.service <<'UNIT'
[Unit]
Description=lks-llm NAT: forward and masquerade for the private subnets
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/lks-nat

[Install]
WantedBy=multi-user.target
UNIT

systemctl daemon-reload
systemctl enable --now lks-nat.service
