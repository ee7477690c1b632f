// What the browser's pages hold in memory, by the kernel's word (Linux only).
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

const MEBIBYTE = 1024;

/** The most that a page's process holds while `work` runs, in MiB; null where there is no /proc. */
export async function mostMemory(work) {
  let most = residentOfPages();
  const timer = setInterval(() => (most = Math.max(most ?? 0, residentOfPages() ?? 0)), 100);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most;
}

/** The largest resident set among the renderers that this process has started, directly or not. */
function residentOfPages() {
  const parents = new Map();
  const resident = new Map();
  for (const pid of processes()) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'))
        resident.set(pid, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / MEBIBYTE);
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid) => pid === process.pid || (parents.has(pid) && isOurs(parents.get(pid)));
  const own = [...resident].filter(([pid]) => isOurs(pid)).map(([, size]) => size);
  return own.length > 0 ? Math.max(...own) : null;
}

function processes() {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
