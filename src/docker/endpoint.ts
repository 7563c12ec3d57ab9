import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput, CannotRead } from '../errors.ts';
import type { Machine } from '../machine.ts';

/** Where an engine listens, and what it wants to see. */
export interface Endpoint {
  /** As the docker CLI writes it: `unix:///var/run/docker.sock`, `tcp://…`, `ssh://…`. */
  readonly host: string;
  readonly tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } | null;
}

/** As the docker CLI chooses: DOCKER_HOST, DOCKER_CONTEXT, the current context, the usual socket. */
export function endpointOf({ env, home }: Machine): Endpoint {
  const config = env['DOCKER_CONFIG'] || join(home, '.docker');
  const named = env['DOCKER_HOST'];
  if (named) {
    const isVerified = env['DOCKER_TLS_VERIFY'] || env['DOCKER_TLS'];
    const isRemote = /^(?:tcp|https):/.test(named);
    const tls = isVerified && isRemote ? tlsIn(env['DOCKER_CERT_PATH'] || config) : null;
    return { host: named, tls };
  }
  const context = env['DOCKER_CONTEXT'] || currentContext(config);
  if (context === '' || context === 'default') return { host: USUAL, tls: null };
  const id = createHash('sha256').update(context).digest('hex');
  const meta = json(join(config, 'contexts', 'meta', id, 'meta.json'));
  const host = meta?.['Endpoints']?.['docker']?.['Host'];
  if (typeof host !== 'string' || host === '') {
    throw new BadInput(
      `There is no docker context “${context}”.`,
      'See them with: docker context ls',
    );
  }
  const tls = /^(?:tcp|https):/.test(host)
    ? tlsIn(join(config, 'contexts', 'tls', id, 'docker'), true)
    : null;
  return { host, tls };
}

const USUAL = 'unix:///var/run/docker.sock';

function currentContext(config: string): string {
  const current = json(join(config, 'config.json'))?.['currentContext'];
  return typeof current === 'string' ? current : '';
}

/** biome-ignore lint/suspicious/noExplicitAny: a file of another program, of which every step is checked */
function json(file: string): any {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @throws CannotRead when there are no certificates where they should be */
function tlsIn(folder: string, mayBeNone = false): Endpoint['tls'] {
  try {
    const read = (name: string) => readFileSync(join(folder, name));
    return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } catch (error) {
    if (mayBeNone) return null;
    throw new CannotRead(
      `The certificates for the Docker engine cannot be read in ${folder}.`,
      'Set DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem, or unset DOCKER_TLS_VERIFY.',
      { cause: error },
    );
  }
}

/** What dockerode wants to know of an address; all of it, for else it fills in what variables say. */
export function addressOf(host: string, hasTls: boolean): object {
  const none = { host: undefined, port: undefined, username: undefined, socketPath: undefined };
  if (host === 'unix://') throw noAddress(host);
  if (host.startsWith('unix://')) return { ...none, socketPath: host.slice('unix://'.length) };
  let url: URL;
  try {
    url = new URL(host.includes('://') ? host : `tcp://${host}`);
  } catch {
    throw noAddress(host);
  }
  const protocols: Readonly<Record<string, string>> = { 'ssh:': 'ssh', 'https:': 'https' };
  const protocol = protocols[url.protocol] ?? (hasTls ? 'https' : 'http');
  if (!['tcp:', 'http:', 'https:', 'ssh:'].includes(url.protocol)) {
    throw noAddress(host);
  }
  const port = url.port || (protocol === 'ssh' ? 22 : hasTls ? 2376 : 2375);
  const username = decodeURIComponent(url.username) || undefined;
  return { ...none, host: url.hostname, port, protocol, username };
}

function noAddress(host: string): BadInput {
  return new BadInput(`DOCKER_HOST: “${host}” is no address.`, `It is written like ${USUAL}.`);
}
