/**
 * Puts work on the list off while something in it is pressed: a press becomes a click, and a drag, only if what is
 * pressed stays in the page.
 */
export class PressGuard {
  #isPressed = false;
  #postponed: (() => void) | undefined;

  constructor(list: HTMLElement) {
    list.addEventListener('pointerdown', ({ button, target }) => {
      // Menus and date pickers of the browser may keep the release for themselves.
      this.#isPressed = button === 0 && target instanceof Element && !!target.closest('button, .tick');
    });
    const release = () => {
      this.#isPressed = false;
      // The click comes first.
      setTimeout(() => this.#postponed?.());
    };
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
  }

  /** Does `work` now, or after the release; of several postponed, the last one alone. */
  do(work: () => void): void {
    this.#postponed = this.#isPressed ? work : undefined;
    if (!this.#isPressed) work();
  }
}
