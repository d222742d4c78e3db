import { readTurn, turnOf } from './lock-baton.ts';
import { isOnLocalDisk, type Liveness, livenessOf, ownIdentity } from './process-identity.ts';

/** Who holds a lock, as far as can be seen from here. */
interface LockClaim {
  readonly pid: number;
  readonly host: string;
  readonly liveness: Liveness;
  /** Another one at every claim: two looks that find the same saw one uninterrupted hold. */
  readonly claim: string;
}

/**
 * Who holds the lock of a file now; undefined when nobody does. It only looks: nothing is made, taken or swept.
 *
 * @param file the file's real path
 * @throws the system's error when the lock's folder can't be read
 */
export async function lockHolder(file: string): Promise<LockClaim | undefined> {
  const turn = turnOf(file);
  const baton = (await readTurn(turn))?.baton;
  if (baton?.holder === undefined) return undefined;
  const liveness = await livenessOf(baton.holder, ownIdentity(), () => isOnLocalDisk(turn));
  return { pid: baton.holder.pid, host: baton.holder.host, liveness, claim: baton.name };
}
