import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const claim = new URL('../../../src/mcp/wire/protocol-stdout.ts', import.meta.url);

function run(script: string): { stdout: string; stderr: string; status: number | null } {
  const source = `const { protocolOutput } = await import(${JSON.stringify(claim.href)});\n${script}`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
}

test('only the protocol reaches stdout; whatever else is printed goes to stderr', () => {
  const result = run(`
    console.log('logged');
    process.stdout.write('written\\n');
    protocolOutput.write('{"a":1}\\n');
    console.info('informed');
    protocolOutput.write('é'.repeat(1_000_000) + '\\n', () => console.log('flushed'));
  `);
  expect(result.stdout).toBe(`{"a":1}\n${'é'.repeat(1_000_000)}\n`);
  expect(result.stderr).toBe('logged\nwritten\ninformed\nflushed\n');
  expect(result.status).toBe(0);
});

test('a reader that is gone shows as an error of the output, not as a crash', () => {
  const result = run(`
    protocolOutput.on('error', (error) => console.error(error.code));
    process.stdout.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }));
    process.stderr.emit('error', new Error('gone'));
  `);
  expect(result).toMatchObject({ stdout: '', stderr: 'EPIPE\n', status: 0 });
});
