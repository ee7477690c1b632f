/**
 * Plugins that the build needs and the page never sees. They are here, not at the top level, because its files are
 * given; nothing else in `src/` may import them.
 */
export { contentSecurityPolicy } from './content-security-policy.ts';
export { offlineCopy } from './offline-copy.ts';
export { sampleData } from './sample-data.ts';
