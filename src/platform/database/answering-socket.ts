import { connect, type Socket } from 'node:net';

const LOOK_EVERY_MS = 1_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

export interface Patience {
  /** Seconds of silence after a question; null: for ever, for work that may take its time. */
  seconds: number | null;
}

/**
 * A connection to a database server, given up with `ETIMEDOUT` when a question stays without the first byte of an answer. Without it a
 * server that hangs, or a firewall that forgot the connection, holds every statement until the system gives up after a quarter of an
 * hour. The protocol is question and answer in turn, so whatever was written after the last byte read is a question. Silence is counted
 * in looks, not by the clock: time that we spent busy ourselves must not look like the server's.
 */
export function answeringSocket(host: string, port: number, patience: Patience): Socket {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS });
  let answered = 0;
  let silentLooks = 0;
  socket.on('data', () => {
    answered = socket.bytesWritten;
    silentLooks = 0;
  });
  const look = setInterval(() => {
    silentLooks = socket.bytesWritten > answered ? silentLooks + 1 : 0;
    if (patience.seconds === null || silentLooks * LOOK_EVERY_MS <= patience.seconds * 1_000) return;
    socket.destroy(Object.assign(new Error(`the database did not answer within ${String(patience.seconds)} s`), { code: 'ETIMEDOUT' }));
  }, LOOK_EVERY_MS);
  look.unref();
  socket.once('close', () => {
    clearInterval(look);
  });
  return socket;
}
