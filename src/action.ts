import { runAction } from './workflow.ts';

process.exitCode = await runAction();
