/**
 * The program and first arguments that run npm. They name npm's script, since on Windows `npm` is a batch file, which
 * needs a shell, and a shell would interpret spaces and `&` in paths.
 */
export function npmCommand(): [program: string, ...args: string[]] {
  const script = process.env['npm_execpath'];
  return script === undefined ? ['npm'] : [process.execPath, script];
}
