/** Postpones changes of the list while one of its controls is pressed: replacing it would cancel the click or drag. */
export class PressGuard {
  #isPressed = false;
  #postponed: (() => void) | undefined;

  constructor(list: HTMLElement) {
    list.addEventListener('pointerdown', ({ button, target }) => {
      // Not other controls: the page may never see the release over a menu or date picker of the browser.
      this.#isPressed = button === 0 && target instanceof Element && !!target.closest('button, .tick');
    });
    const release = () => {
      this.#isPressed = false;
      // After the click.
      setTimeout(() => this.#postponed?.());
    };
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
  }

  /** Does `work` now, or after the release; of several postponed ones, only the last. */
  do(work: () => void): void {
    this.#postponed = this.#isPressed ? work : undefined;
    if (!this.#isPressed) work();
  }
}
