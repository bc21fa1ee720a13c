#!/usr/bin/env node
import { launch } from './launch.ts';

launch(['verify', ...process.argv.slice(2)]);
