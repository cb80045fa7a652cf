import Module from 'node:module';

/**
 * The library as Node loads it. It is CommonJS that requires ES modules, which Node can and jest on Node 20 cannot: `jest.config.js` puts this
 * file in its place. Jest's `Module` is a class of its own that extends Node's.
 */
const { createRequire } = Object.getPrototypeOf(Module) as typeof Module;

// eslint-disable-next-line no-restricted-syntax -- the library has a default export, and this stands in its place
export default createRequire(import.meta.url)('sanitize-html') as unknown;
