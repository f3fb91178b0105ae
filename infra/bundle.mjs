import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { build } from 'esbuild';
import { inCheckout } from './local-stack/paths.mjs';

// Puts each program that was built, with all that it imports, into one file in its own place: Node takes several times as long to find and read some two
// thousand files as to run them.

const PROGRAMS = ['apps/api/src/main', 'apps/projector/src/main', 'apps/projector/src/rebuild/rebuild.worker', 'apps/cli/src/main'];

/** A source map without content: stack traces tell of the packages where they are in the bundle, and their maps need not be held in memory. */
const NO_MAP = `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64')}`;

/** Files are found relative to the module that asks, as if it were not bundled. @param {string} bundle its folder @returns {import('esbuild').Plugin} */
const modulesKnowWhereTheyWere = (bundle) => ({
  name: 'modules-know-where-they-were',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.m?js$/ }, async ({ path }) => {
      const isPackage = path.includes('node_modules');
      const contents = await readFile(path, 'utf8');
      const was = `new URL(${JSON.stringify(relative(bundle, path))}, import.meta.url).href`;
      return { contents: contents.replaceAll('import.meta.url', was) + (isPackage ? NO_MAP : '') };
    });
  },
});

/** esbuild escapes what is not ASCII, but not in regular expressions and comments. V8 holds a text with one such character at twice its size. @param {string} code */
const inAscii = (code) => code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** What a package would use if it were installed. @type {import('esbuild').Plugin} */
const missingPackagesStayMissing = {
  name: 'missing-packages-stay-missing',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...asked }) => {
      if (pluginData === 'asked') return undefined;
      const { errors } = await resolve(path, { ...asked, pluginData: 'asked' });
      return errors.length > 0 ? { path, external: true } : undefined;
    });
  },
};

for (const program of PROGRAMS) {
  const file = inCheckout(`dist/${program}.js`);
  const { outputFiles } = await build({
    entryPoints: [file],
    outfile: file,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Some names are read by programs: of classes, by Nest and TypeORM.
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    // Most packages are CommonJS, and require what is Node's own.
    banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
    plugins: [modulesKnowWhereTheyWere(dirname(file)), missingPackagesStayMissing],
    logLevel: 'warning',
  });
  for (const { path, text } of outputFiles) await writeFile(path, path.endsWith('.js') ? inAscii(text) : text);
}
