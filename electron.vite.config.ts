import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

/** Entries lie beside each other under out/main, so that one finds another by `./name` as it does in the sources. */
const flat = { entryFileNames: '[name].js', chunkFileNames: '[name].js' };

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          cli: 'src/cli/main.ts',
          'backup-worker': 'src/main/catalogue/backup-worker.ts',
          'catalogue-worker': 'src/main/catalogue/catalogue-worker.ts',
          'helper-process': 'src/main/model/helper-process.ts',
          'unpack-worker': 'src/main/imaging/webassembly/unpack-worker.ts',
        },
        output: { format: 'es', ...flat },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but electron: it is one CommonJS file with all it needs inside.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // In browser mode the token is the first segment of the path: every address has to be relative.
    base: './',
    plugins: [svelte()],
    build: {
      outDir: 'out/renderer',
      // The content security policy allows no inline script and no data: scripts.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: { input: 'src/renderer/index.html' },
    },
  },
});
