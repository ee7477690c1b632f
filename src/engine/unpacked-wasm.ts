/** The wasm as DuckDB takes it: unpacked, unless it is already (a host may do so by sending Content-Encoding: gzip). */
export async function unpackedWasm(bytes: Blob): Promise<Blob> {
  const start = new Uint8Array(await bytes.slice(0, 2).arrayBuffer());
  const gzipped = start[0] === 0x1f && start[1] === 0x8b;
  if (!gzipped) return bytes.slice(0, bytes.size, 'application/wasm');
  const stream = bytes.stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream, { headers: { 'Content-Type': 'application/wasm' } }).blob();
}
