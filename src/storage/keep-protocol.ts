import type { BytesPlace } from './database';

/** What the keeping worker is sent, once; then perhaps the word 'stop'. */
export interface KeepRequest {
  file: Blob;
  bytesId: string;
}
/** What it sends back: progress, then one end. `place` is null where the bytes could only be hashed. */
export type KeepMessage =
  | { type: 'progress'; fraction: number }
  | { type: 'whole'; sha256: string; place: BytesPlace | null; reason?: string }
  | { type: 'stopped' }
  | { type: 'unreadable'; detail: string };
