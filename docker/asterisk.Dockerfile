# Asterisk 22 with Guichet's configuration, prompts and music. Debian testing: the stable releases have no asterisk package.
FROM debian:forky-slim AS music
RUN apt-get update \
 && apt-get install -y --no-install-recommends asterisk-moh-opsound-wav sox \
 && rm -rf /var/lib/apt/lists/*
# Stored in the callers' codecs: music in WAV alone costs a transcoding for each caller who waits.
RUN cd /usr/share/asterisk/moh \
 && for wav in *.wav; do sox "$wav" -r 8000 -c 1 -t ul "${wav%.wav}.ulaw" && sox "$wav" -r 8000 -c 1 -t al "${wav%.wav}.alaw"; done

FROM debian:forky-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends asterisk \
 && rm -rf /var/lib/apt/lists/*
COPY --from=music /usr/share/asterisk/moh /usr/share/asterisk/moh
COPY asterisk-conf /opt/guichet/asterisk-conf
COPY sounds/fr /usr/share/asterisk/sounds/fr/guichet
COPY sounds/en /usr/share/asterisk/sounds/en/guichet
# The tone before a recording is looked for under this very name, outside our prompts.
RUN for format in wav ulaw alaw; do ln -sf "/usr/share/asterisk/sounds/fr/guichet/beep.$format" "/usr/share/asterisk/sounds/fr/beep.$format"; done
COPY --chmod=755 docker/asterisk-entrypoint.sh /opt/guichet/asterisk-entrypoint.sh
ENTRYPOINT ["/opt/guichet/asterisk-entrypoint.sh"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD asterisk -C /etc/guichet/asterisk.conf -rx "core waitfullybooted" | grep -q "fully booted"
