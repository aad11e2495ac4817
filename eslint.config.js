import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const readingFunctions = [
  'access',
  'accessSync',
  'constants',
  'createReadStream',
  'existsSync',
  'lstat',
  'lstatSync',
  'opendir',
  'readdir',
  'readdirSync',
  'readFile',
  'readFileSync',
  'readlink',
  'realpath',
  'realpathSync',
  'stat',
  'statSync',
  'statfs',
  'statfsSync',
  'watch',
];

export default ts.config(
  { ignores: ['out/', 'dist/', 'node_modules/', '.cache/', 'resources/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      // TypeScript knows what is defined, in every room its own.
      'no-undef': 'off',
      // An interface's empty implementation and a listener that does nothing say so by being empty.
      '@typescript-eslint/no-empty-function': 'off',
      // `returns<void>()` is a type argument too, of a call.
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
    },
  },
  {
    files: ['src/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  {
    // The contract is carried by one wrapper on each side; nobody else speaks to Electron's channels.
    files: ['src/**/*.ts'],
    ignores: ['src/main/transport/electron-*.ts', 'src/preload/*.ts', 'src/main/index.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'electron',
              message: 'Only index.ts, transport/electron-* and preload speak to Electron.',
            },
          ],
        },
      ],
    },
  },
  {
    // An original is never written to: files are written in one room alone, and everyone else can only read.
    files: ['src/main/**/*.ts', 'src/cli/**/*.ts'],
    ignores: ['src/main/disk/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            ...['node:fs', 'node:fs/promises', 'fs', 'fs/promises'].map((name) => ({
              name,
              allowImportNames: readingFunctions,
              allowTypeImports: true,
              message: 'Files are written by src/main/disk alone.',
            })),
            { name: 'write-file-atomic', message: 'Files are written by src/main/disk alone.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^(toFile|dangerouslyWriteFile)$/]',
          message: 'Files are written by src/main/disk alone; sharp gives bytes with toBuffer().',
        },
        {
          selector:
            "ImportExpression[source.value=/^(node:)?fs/], CallExpression[callee.property.name='getBuiltinModule']",
          message: 'Files are written by src/main/disk alone.',
        },
      ],
    },
  },
  {
    files: ['bench/**/*.ts', 'scripts/**/*.ts', 'src/training/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
