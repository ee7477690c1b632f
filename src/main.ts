import { mount } from 'svelte';
import { Workspace } from './state/workspace.svelte';
import { openStore } from './storage/notebook-store';
import { registerOffline } from './storage/offline';
import App from './ui/App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('no #app in the page');

const workspace = new Workspace(await openStore());
target.replaceChildren();
mount(App, { target, props: { workspace } });
void workspace.start();
registerOffline();
