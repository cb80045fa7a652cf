import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { ARI_ADDRESS } from './pbx-configuration.js';
import { PbxStartFailure, type EmbeddedPbxSettings } from './pbx-settings.js';

/** Throws `PbxStartFailure`, naming the key to change, when SIP or ARI could not listen where the settings say. */
export async function checkPorts(settings: EmbeddedPbxSettings): Promise<void> {
  const { sipAddress, sipPort, ariPort } = settings;
  const sip = { what: 'SIP', address: sipAddress, port: sipPort, key: 'PBX_SIP_PORT' };
  explain(await udpFault(sipAddress, sipPort), { ...sip, protocol: 'UDP' });
  explain(await tcpFault(sipAddress, sipPort), { ...sip, protocol: 'TCP' });
  const ari = { what: 'ARI', address: ARI_ADDRESS, port: ariPort, key: 'PBX_ARI_PORT', protocol: 'TCP' };
  explain(await tcpFault(ARI_ADDRESS, ariPort), ari);
}

interface Listener {
  what: string;
  address: string;
  port: number;
  key: string;
  protocol: string;
}

function explain(fault: NodeJS.ErrnoException | null, { what, address, port, key, protocol }: Listener): void {
  if (!fault) return;
  const place = `${what} port ${String(port)} (${protocol}) on ${address}`;
  switch (fault.code) {
    case 'EADDRINUSE':
      throw new PbxStartFailure(`${place} is taken by another program. Stop that one, or set ${key} to a free port.`);
    case 'EACCES':
      throw new PbxStartFailure(`${place} is reserved for root. Set ${key} to a port above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      throw new PbxStartFailure(`${address} is not an address of this machine. Set PBX_SIP_ADDRESS to one that is, or to 0.0.0.0 for all.`);
    default:
      throw new PbxStartFailure(`${place} cannot be used: ${fault.message}.`);
  }
}

async function udpFault(address: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return await new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(error);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.close(() => {
        resolve(null);
      });
    });
  });
}

async function tcpFault(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(null);
      });
    });
  });
}
