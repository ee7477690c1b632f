import { registerOffline } from '../../../src/storage/offline';

/** Which build this is; set by the test that builds it. */
declare const __EDITION__: string;

document.body.dataset.edition = __EDITION__;
document.body.dataset.self = import.meta.url;
registerOffline();
