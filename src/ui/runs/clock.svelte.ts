/** The time now (`performance.now()`), which moves on five times a second while `runs` says so. */
export class Clock {
  now = $state(performance.now());

  constructor(runs: () => boolean) {
    // A clock has no other source than a timer.
    $effect(() => {
      if (!runs()) return;
      this.now = performance.now();
      const timer = setInterval(() => (this.now = performance.now()), 200);
      return () => clearInterval(timer);
    });
  }
}
