/** Imports go one way; docs/architecture.md draws the rooms. */

const rooms = [
  'disk',
  'catalogue',
  'imaging',
  'model',
  'library',
  'grouping',
  'ingest',
  'culling',
  'taste',
  'handlers',
  'transport',
];

/** Each room of main may import only `shared` and the rooms before it. */
const oneWay = rooms.map((room, index) => ({
  name: `${room}-imports-only-rooms-before-it`,
  severity: 'error',
  from: { path: `^src/main/${room}/` },
  to: {
    path: '^src/',
    pathNot: ['^src/shared/', ...rooms.slice(0, index + 1).map((before) => `^src/main/${before}/`)],
  },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'shared-knows-nobody',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'shared-needs-no-platform',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-and-preload-know-only-shared',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: { path: '^src/', pathNot: ['^src/shared/', '^src/$1/'] },
    },
    {
      name: 'main-never-imports-its-users',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^(src/(cli|training|renderer|preload)|test|bench)/' },
    },
    {
      name: 'only-the-edge-imports-electron',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/main/index\\.ts$', '^src/main/transport/electron-', '^src/preload/'],
      },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'only-model-training-and-bench-import-inference-libraries',
      severity: 'error',
      from: {
        path: '^(src|test|scripts)/',
        pathNot: ['^src/main/model/', '^src/training/', '^test/(model|training)/'],
      },
      to: { path: 'node_modules/(onnxruntime-|@tensorflow/)' },
    },
    {
      name: 'index-is-imported-by-nobody',
      severity: 'error',
      from: {},
      to: { path: '^src/main/index\\.ts$' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
