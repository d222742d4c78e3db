/** Makes property tests try the same cases in every run, unless they name a seed. */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: 1 });
