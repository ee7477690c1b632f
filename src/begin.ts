import './ui/theme.css';
import './ui/shell.css';

/**
 * Lets the browser paint what index.html says before it takes up the app's code. A page in a hidden tab paints nothing
 * and waits for nothing.
 */
const painted = new Promise<void>((resolve) => {
  if (document.visibilityState === 'hidden') resolve();
  requestAnimationFrame(() => setTimeout(resolve));
  setTimeout(resolve, 200);
});

void painted.then(() => import('./main'));
