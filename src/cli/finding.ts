/** The findings of doctor's checks. */
import { TodoError } from '../domain/errors.ts';
import type { Finding } from '../part.ts';
import { diskReason, errorCode } from '../store/file/disk/disk-errors.ts';

export const ok = (about: string, text: string): Finding => ({ verdict: 'ok', about, text });
export const note = (about: string, text: string): Finding => ({ verdict: 'note', about, text });
export const problem = (about: string, text: string): Finding => ({ verdict: 'problem', about, text });

/** Runs checks that read the list or the disk; a failure becomes a problem. */
export async function attempt(about: string, checks: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await checks();
  } catch (error) {
    if (error instanceof TodoError) return [problem(about, `${error.message}\n${error.hint}`)];
    if (errorCode(error) !== undefined) return [problem(about, `can't be read: ${diskReason(error)}`)];
    throw error;
  }
}
