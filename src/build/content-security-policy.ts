import type { Plugin } from 'vite';

/**
 * Nothing may be fetched from, sent to or run from another origin. Workers start from blobs, which inherit the page's
 * policy; a worker started from a URL would not. `'wasm-unsafe-eval'` lets WebAssembly compile and nothing else.
 * (`frame-ancestors` would only work as a header, so it is not here.)
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' blob: 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Puts the policy into the built page, before anything that it must govern. The development server has none. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'soundings:content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
