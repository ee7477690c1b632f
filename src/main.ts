import { mount } from 'svelte';
import { firstStore } from './state/keeping.svelte';
import { Workspace } from './state/workspace.svelte';
import { registerOffline } from './storage/offline';
import App from './ui/App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('no #app in the page');

const store = await firstStore();
const workspace = new Workspace(store);
target.replaceChildren();
mount(App, { target, props: { workspace } });
void workspace.start();
if (!store.unwritten) registerOffline();
