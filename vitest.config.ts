import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/build.ts',
    // Real processes, real files and a real browser on a machine that may be slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default second is a timing assertion in disguise.
    expect: { poll: { timeout: 30_000 } },
    // Each file may start a helper process and a browser of its own.
    maxWorkers: 2,
  },
});
