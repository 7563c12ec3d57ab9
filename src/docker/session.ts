import type { Duplex } from 'node:stream';
import type { DialOptions } from 'docker-modem';
import type Docker from 'dockerode';
// @ts-expect-error: it has no types of its own
import withSession from 'dockerode/lib/session.js';

/** BuildKit asks back over it: for credentials of registries. */
export interface Session {
  readonly id: string;
  close(): void;
}

/**
 * Opens a session for one build. dockerode would open one by itself, which nothing could end before the build had
 * ended well, and which takes any answer for a connection.
 * @throws what the request failed with, and when the engine knows of no sessions
 */
export function openSession(docker: Docker, signal: AbortSignal): Promise<Session> {
  return new Promise((resolve, reject) => {
    let connection: Duplex | null = null;
    const dial = (options: DialOptions, callback: (error: unknown, socket: unknown) => void) =>
      docker.modem.dial({ ...options, abortSignal: signal }, (error: unknown, socket: unknown) => {
        if (!error && isConnection(socket)) connection = socket;
        callback(error ?? (connection ? null : new Error('it knows of no sessions')), socket);
      });
    withSession({ modem: { dial } }, null, (error: unknown, id: string, done: () => void) => {
      if (error) return reject(error);
      // Whoever ends it first, the other one hears of it so.
      connection?.on('error', () => {});
      const close = () => {
        done();
        connection?.destroy();
      };
      resolve({ id, close });
    });
  });
}

function isConnection(socket: unknown): socket is Duplex {
  return typeof socket === 'object' && socket !== null && 'destroy' in socket && 'pipe' in socket;
}
