// `npm start [-- --port 4173] [--open]`: installs what is missing, builds what is old, serves, prints the address.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { build, checkNode, install, root } from './prepare.mjs';
import { serveFolder } from './serve.mjs';

checkNode();
const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, open: { type: 'boolean', default: false } },
});
if (!(await install())) process.exit(1);
if (!(await build()).ok) {
  console.error('The build failed; the lines above say where.');
  process.exit(1);
}
const server = await serveFolder(join(root, 'dist'), { port: Number(values.port), orNext: true });
console.log(`\nSoundings is at ${server.address}\nCtrl+C ends it.`);
if (values.open) openInBrowser(server.address);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void server.close().then(() => process.exit(0)));

function openInBrowser(address) {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened from here: open the address yourself.'));
  child.unref();
}
