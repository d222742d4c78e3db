import type { Config } from '../config.ts';
import { errorCode } from '../store/disk/disk-errors.ts';
import { realPathOf } from '../store/disk/real-path.ts';
import { defaultFile, homeFile } from '../todos-file.ts';
import { OLDEST_NODE, VERSION } from '../version.ts';
import { examineFile, exists } from './examine-file.ts';
import { examineLock } from './examine-lock.ts';
import { examineStart } from './examine-start.ts';
import { type Finding, note, ok, problem } from './finding.ts';

interface Patient {
  readonly config: Config;
  /** path of the script that was started */
  readonly entry: string;
  readonly home: string;
}

/**
 * Looks at everything that could keep the server from working, and changes nothing: no file is made, no lock taken.
 * It names no todo, so that its report can be shown to others.
 *
 * @returns the report, in lines for a person, and whether all is well
 */
export async function doctor(patient: Patient): Promise<{ readonly report: string; readonly well: boolean }> {
  const findings = [nodeVersion(), ...(await aboutFile(patient)), await examineStart(patient)];
  findings.push(...patient.config.warnings.map((warning) => note('Setting', warning)));
  const problems = findings.filter(({ verdict }) => verdict === 'problem').length;
  const lines = findings.map(
    ({ verdict, about, text }) => `${verdict.padEnd(8)}${about.padEnd(10)}${text.replaceAll('\n', INDENTED)}`,
  );
  const end = problems ? `Problems found: ${problems}.` : 'All is well.';
  return { report: `Todo Manager ${VERSION}\n\n${lines.join('\n')}\n\n${end}\n`, well: !problems };
}

const INDENTED = `\n${' '.repeat(18)}`;

function nodeVersion(): Finding {
  const running = process.versions.node;
  const where = `Node ${running} on ${process.platform} (${process.execPath})`;
  return isOlder(running, OLDEST_NODE)
    ? problem('Node', `${where} is too old: ${OLDEST_NODE} or newer is needed.`)
    : ok('Node', where);
}

async function aboutFile({ config, entry, home }: Patient): Promise<Finding[]> {
  const { path, chosenBy } = config.file;
  const because =
    chosenBy !== 'default'
      ? `chosen with ${chosenBy}`
      : path === homeFile(home)
        ? 'the default of an installed copy'
        : "the default of a checkout, in the server's own folder";
  const findings = [ok('File', `${path}\n${because}`)];
  if (/[\\/]AppData[\\/]/i.test(path)) {
    findings.push(
      note('Place', 'Windows may show each program its own copy of AppData: choose another folder.'),
    );
  }
  for (const other of new Set([defaultFile(entry, home), homeFile(home)])) {
    if (other !== path && (await exists(other))) {
      findings.push(
        note(
          'Two lists',
          `There is also ${other},\nwhich this server doesn't use; --file or TODOS_FILE chooses.`,
        ),
      );
    }
  }
  try {
    const realPath = await realPathOf(path);
    if (realPath !== path) findings.push(ok('Link', `the file is really ${realPath}`));
    return [...findings, ...(await examineFile(realPath, config)), await examineLock(realPath)];
  } catch (error) {
    return [...findings, problem('File', error instanceof Error ? error.message : `${errorCode(error)}`)];
  }
}

/** Whether version `a` (`20.18.1`) comes before version `b` (`20.19`). */
function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const [major = 0, minor = 0] = left ?? [];
  const [neededMajor = 0, neededMinor = 0] = right ?? [];
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}
