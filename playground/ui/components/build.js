// @ts-check
// Bundles each component, minified, into `<component>/bundle.js` and `bundle.css`. Both are committed: users need no Node.
//
//   node build.js          writes them
//   node build.js --check  fails where a committed bundle is not what the sources give

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const CHECK = process.argv.includes("--check");
// Streamlit takes a script or a style sheet without a line break for the name of a file.
const BANNER = "Built by `npm run build`; the licences of what is bundled are in THIRD_PARTY_LICENSES.txt.";

const names = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, "index.js")));
const { outputFiles = [] } = await build({
  absWorkingDir: HERE,
  banner: { js: `// ${BANNER}`, css: `/* ${BANNER} */` },
  entryPoints: names.map((name) => ({ in: `./${name}/index.js`, out: `${name}/bundle` })),
  outdir: HERE,
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  logLevel: "error",
  minify: true,
  target: "es2022",
  write: !CHECK,
});

const stale = outputFiles.filter(({ path, text }) => !existsSync(path) || readFileSync(path, "utf8") !== text);
for (const { path } of stale) console.error(`${relative(HERE, path)} is not what its sources give.`);
if (stale.length) {
  console.error("Run `npm ci && npm run build` in playground/ui/components and commit the bundles.");
  process.exitCode = 1;
}
