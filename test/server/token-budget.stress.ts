import { describeLongestAnswers, KINDS } from '../support/longest-answers.ts';

for (const kind of KINDS) describeLongestAnswers(kind);
