/**
 * The program and first arguments that run npm: npm's own script, as npm names it to the scripts it runs. On Windows
 * `npm` is a batch file, which would need a shell, and a shell would take spaces and `&` in paths for its own.
 */
export function npmCommand(): [program: string, ...args: string[]] {
  const script = process.env['npm_execpath'];
  return script === undefined ? ['npm'] : [process.execPath, script];
}
