/**
 * Turns off zod's compiler. By default zod compiles a function for each object schema it uses, which pays for a program
 * that parses a lot; this one would spend 4 ms of every start on it. Must be imported before any schema is made.
 */
import * as z from 'zod';

z.config({ jitless: true });
