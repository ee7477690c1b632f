import { randomId } from './random-id';

/** What the content policy has refused somewhere in this page or its workers. */
export interface Refusal {
  /** The part of the policy that did it, `connect-src` say. */
  directive: string;
  /** What was asked for. */
  address: string;
}

const CHANNEL = 'soundings refusals';

/** Known to the page and handed on from worker to worker as their name, so that tabs count their own. */
export const pageMark: string = (globalThis as { name?: string }).name || randomId();

/**
 * What goes before the text of every worker: a refusal inside a worker is an event there, which the page never sees.
 * On one line, so that line numbers stay; imports after it are hoisted.
 */
export const workerWatch =
  `self.addEventListener('securitypolicyviolation',(e)=>{const c=new BroadcastChannel('${CHANNEL}');` +
  `c.postMessage({page:self.name,directive:e.effectiveDirective,address:e.blockedURI});c.close()});`;

/** Calls back for every refusal in the page and in its workers from now on; gives back what ends that. */
export function watchRefusals(onRefusal: (refusal: Refusal) => void): () => void {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(CHANNEL) : null;
  const heard = ({ data }: MessageEvent<Refusal & { page: string }>) => {
    if (data.page === pageMark) onRefusal({ directive: data.directive, address: data.address });
  };
  const seen = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) =>
    onRefusal({ directive: effectiveDirective, address: blockedURI });
  channel?.addEventListener('message', heard);
  document.addEventListener('securitypolicyviolation', seen);
  return () => {
    channel?.close();
    document.removeEventListener('securitypolicyviolation', seen);
  };
}
