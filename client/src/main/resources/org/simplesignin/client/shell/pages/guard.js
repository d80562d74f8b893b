// The input guard: nobody answers a dialog with a press that was meant for the app beneath it.

/** How long input is ignored after the first painted frame, in milliseconds. The client checks it again. */
export const GUARD_MILLIS = 500;

/**
 * Ignores all input before `start`, for 500 ms after each `start`, every key repeat, and every key or pointer that was
 * down before. Some remotes repeat without setting `event.repeat`, so what is held is remembered here as well.
 */
export class Guard {
  #opensAt = Infinity;
  #held = new Set();
  #pointer = null;

  /** Starts, or starts again, the 500 ms. A press under way stays ignored until it is released. */
  start(now) {
    this.#opensAt = now + GUARD_MILLIS;
    if (this.#pointer !== null) this.#pointer = false;
  }

  /** Ignores everything until the next `start`. */
  shut() {
    this.start(Infinity);
  }

  isOpen(now) {
    return now >= this.#opensAt;
  }

  /** Returns how many milliseconds are left, 0 where it is open. */
  opensIn(now) {
    return Math.max(this.#opensAt - now, 0);
  }

  /** Returns whether this keydown may do something. */
  keyDown(event, now) {
    const key = keyOf(event);
    const first = !event.repeat && !this.#held.has(key);
    this.#held.add(key);
    return first && this.isOpen(now);
  }

  keyUp(event) {
    this.#held.delete(keyOf(event));
  }

  /** Forgets what is held: the keyup went to another window. */
  release() {
    this.#held.clear();
    this.#pointer = null;
  }

  /** Returns whether a key is down that went down in this document. */
  holds() {
    return this.#held.size > 0;
  }

  pointerDown(now) {
    this.#pointer = this.isOpen(now);
  }

  /** Returns whether this click may do something. A screen reader clicks without a pointer. */
  click(now) {
    const accepted = this.#pointer !== false && this.isOpen(now);
    this.#pointer = null;
    return accepted;
  }
}

function keyOf(event) {
  return event.code || event.key || String(event.keyCode);
}
