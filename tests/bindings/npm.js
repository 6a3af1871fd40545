"use strict";
// What the tests under Node.js share: where the source, the build and its npm packages are, and how a test is left out.
const path = require("node:path");
const {createRequire} = require("node:module");

const SOURCE = process.env.KOOR_SOURCE || path.join(__dirname, "..", "..");
const BUILD = process.env.KOOR_BUILD || path.join(SOURCE, "build");
const LIBRARY = path.join(BUILD, "src", "libkoor.so.0");
const installed = createRequire(path.join(BUILD, "package.json"));

function skip(reason) {
  console.log(`1..0 # SKIP ${reason}`);
  process.exit(0);
}

function has(name) {
  try {
    return installed.resolve(name);
  } catch {
    return null;
  }
}

module.exports = {SOURCE, BUILD, LIBRARY, installed, skip, has};
