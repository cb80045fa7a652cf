#!/bin/sh
# Fills in the configuration templates from the environment, and becomes Asterisk.
set -eu

source_dir=${GUICHET_CONFIGURATION:-/opt/guichet/asterisk-conf}
etc=${GUICHET_ETC:-/etc/guichet}

: "${ARI_USER:=guichet}" "${ARI_PASSWORD:?Set ARI_PASSWORD, the password of the ARI account}" "${ARI_APP:=guichet}"
: "${PBX_ARI_ADDRESS:=127.0.0.1}" "${PBX_ARI_PORT:=8088}"
: "${PBX_SIP_ADDRESS:=0.0.0.0}" "${PBX_SIP_PORT:=5060}" "${PBX_RTP_PORTS:=10000-19999}"
: "${PBX_TRUNK:=}" "${PBX_TRUNK_USER:=}" "${PBX_TRUNK_PASSWORD:=}" "${PBX_TRUNK_REGISTER:=0}" "${DEFAULT_LANGUAGE:=fr}"

# host, host:port, [address] or [address]:port
case $PBX_TRUNK in
  \[*\]:*) trunk_host=${PBX_TRUNK%:*} trunk_port=${PBX_TRUNK##*:} ;;
  \[*\]) trunk_host=$PBX_TRUNK trunk_port=5060 ;;
  *:*) trunk_host=${PBX_TRUNK%:*} trunk_port=${PBX_TRUNK##*:} ;;
  *) trunk_host=$PBX_TRUNK trunk_port=5060 ;;
esac
trunk_address=${trunk_host#\[}
trunk_address=${trunk_address%\]}

# One line of a sed script: @@NAME@@ becomes the value. A semicolon opens a comment in Asterisk's files, and is escaped.
replacement() {
  printf 's|@@%s@@|%s|g\n' "$1" "$(printf '%s' "$2" | sed -e 's/;/\\;/g' -e 's/[\\&|]/\\&/g')"
}

mkdir -p "$etc"
script=$(mktemp)
{
  replacement ETC_DIR "$etc"
  replacement MODULES_DIR "$(echo /usr/lib/*/asterisk/modules)"
  replacement STATE_DIR /var/lib/asterisk
  replacement SHARE_DIR /usr/share/asterisk
  replacement SPOOL_DIR /var/spool/asterisk
  replacement RUN_DIR /run/asterisk
  replacement LOG_DIR /var/log/asterisk
  replacement LANGUAGE "$DEFAULT_LANGUAGE"
  replacement ARI_APP "$ARI_APP"
  replacement APOLOGY_AFTER_SECONDS 120
  replacement SIP_ADDRESS "$PBX_SIP_ADDRESS"
  replacement SIP_PORT "$PBX_SIP_PORT"
  replacement RTP_FROM "${PBX_RTP_PORTS%-*}"
  replacement RTP_TO "${PBX_RTP_PORTS#*-}"
  replacement ARI_ADDRESS "$PBX_ARI_ADDRESS"
  replacement ARI_PORT "$PBX_ARI_PORT"
  replacement ARI_USER "$ARI_USER"
  replacement ARI_PASSWORD "$ARI_PASSWORD"
  replacement TRUNK_HOST "$trunk_host"
  replacement TRUNK_ADDRESS "$trunk_address"
  replacement TRUNK_PORT "$trunk_port"
  replacement TRUNK_USER "$PBX_TRUNK_USER"
  replacement TRUNK_PASSWORD "$PBX_TRUNK_PASSWORD"
} >"$script"

cp "$source_dir"/*.conf "$etc"
for template in asterisk site-globals site-transport site-http site-ari site-rtp; do
  sed -f "$script" "$source_dir/$template.conf.template" >"$etc/$template.conf"
done

# The pieces of the trunk, in the order in which they belong together. Without a carrier, calls from this machine are let in to try it out.
pieces=site-trunk
if [ -n "$PBX_TRUNK_USER" ]; then pieces="$pieces site-trunk-auth"; fi
if [ -n "$PBX_TRUNK" ]; then pieces="$pieces site-trunk-host"; else pieces="$pieces site-trunk-loopback"; fi
if [ -n "$PBX_TRUNK_USER" ] && [ "$PBX_TRUNK_REGISTER" = 1 ]; then pieces="$pieces site-trunk-registration"; fi
for piece in $pieces; do sed -f "$script" "$source_dir/$piece.conf.template"; done >"$etc/site-trunk.conf"
rm "$script"

# The log goes where the container's engine collects it.
printf '%s\n' '; Everything to the standard output of the container.' '[general]' 'queue_log = no' '[logfiles]' 'console = notice,warning,error' >"$etc/logger.conf"

chmod 700 "$etc"
mkdir -p /run/asterisk /var/log/asterisk /var/spool/asterisk/recording /var/lib/asterisk
chown -R asterisk:asterisk "$etc" /run/asterisk /var/log/asterisk /var/spool/asterisk /var/lib/asterisk
ulimit -n 65536 2>/dev/null || true
exec asterisk -C "$etc/asterisk.conf" -f -U asterisk -G asterisk
