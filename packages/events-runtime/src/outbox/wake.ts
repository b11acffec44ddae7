/** A sleep that can be ended early; a call while nobody sleeps ends the next one. */
export class Wake {
  #woken = false;
  #end: (() => void) | undefined;

  call(): void {
    this.#woken = true;
    this.#end?.();
  }

  async sleep(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#end = undefined;
    this.#woken = false;
  }
}
