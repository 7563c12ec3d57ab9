import { defineConfig } from 'vitest/config';

/** The part of the benchmarks that builds images: with the stand-ins for base images that the tests have. */
export default defineConfig({
  test: {
    include: ['bench/images.measure.ts', 'bench/smoke.measure.ts'],
    // What is measured side by side is measured wrong.
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    reporters: [['default', { summary: false }]],
  },
});
