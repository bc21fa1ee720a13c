#!/usr/bin/env node
import { runProcess } from './run.ts';

await runProcess(['verify', ...process.argv.slice(2)]);
