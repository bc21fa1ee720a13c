#!/usr/bin/env node
'use strict';
if (require('./node-version.cjs')) require('./launch.js').launch(['verify'].concat(process.argv.slice(2)));
