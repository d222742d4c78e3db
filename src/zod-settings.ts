/**
 * Settings of zod for the whole process, which it looks at when a schema is made: imported before all that make some.
 *
 * By default zod writes and compiles a function for each schema of an object that it meets. That pays for a program
 * that parses without end; this one would spend 4 ms of every start on it.
 */
import * as z from 'zod';

z.config({ jitless: true });
