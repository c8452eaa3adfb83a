const ESCAPE = 27;
const BACKSPACE = 8;
const DELETE = 127;
const BELL = 7;
const BLANK = Uint8Array.of(32);
/** Longer lines are left as they are: nobody types them. */
const LONGEST = 4096;

/** Does a terminal show something else than these octets? */
export function isEdited(octets: Uint8Array, from: number, to: number): boolean {
  if (to - from > LONGEST) return false;
  for (let at = from; at < to; at++) {
    const octet = octets[at];
    if (octet === ESCAPE || octet === BACKSPACE || octet === BELL || octet === DELETE) return true;
  }
  return false;
}

/**
 * What stands on the screen after these octets were written to one line of a terminal: backspaces
 * and cursor movements take effect, colours and titles vanish.
 */
export function typedLine(octets: Uint8Array): Uint8Array {
  const screen = new ScreenLine();
  let at = 0;
  while (at < octets.length) {
    const octet = octets[at] ?? 0;
    if (octet === ESCAPE) at = screen.escape(octets, at + 1);
    else {
      screen.put(octet);
      at++;
    }
  }
  return screen.octets();
}

class ScreenLine {
  /** One character each; what follows the first octet of a UTF-8 character is part of it. */
  readonly #cells: Uint8Array[] = [];
  #cursor = 0;

  put(octet: number): void {
    if (octet === BACKSPACE) this.#cursor = Math.max(0, this.#cursor - 1);
    else if (octet === 13) this.#cursor = 0;
    else if (octet === BELL || octet === DELETE) return;
    else if (octet >= 128 && octet < 192 && this.#cursor > 0) this.#extend(octet);
    else {
      this.#pad();
      this.#cells[this.#cursor++] = Uint8Array.of(octet);
    }
  }

  /** Carries out the sequence after ESC at `at`; returns where it ends. */
  escape(octets: Uint8Array, at: number): number {
    const kind = octets[at];
    if (kind === 93) return afterTitle(octets, at + 1);
    if (kind !== 91) return kind === 40 || kind === 41 ? at + 2 : at + 1;
    let end = at + 1;
    while (end < octets.length && ((octets[end] ?? 0) < 64 || (octets[end] ?? 0) > 126)) end++;
    const digits = String.fromCharCode(...octets.subarray(at + 1, Math.min(end, at + 6)));
    this.#control(octets[end] ?? 0, Math.min(LONGEST, Number.parseInt(digits, 10) || 0));
    return end + 1;
  }

  octets(): Uint8Array {
    let length = this.#cells.length;
    // Rubbing out writes blanks over what was there: behind the cursor they are nothing.
    while (length > this.#cursor && this.#cells[length - 1]?.[0] === 32) length--;
    const cells = this.#cells.slice(0, length);
    const whole = new Uint8Array(cells.reduce((sum, cell) => sum + cell.length, 0));
    let at = 0;
    for (const cell of cells) {
      whole.set(cell, at);
      at += cell.length;
    }
    return whole;
  }

  #control(letter: number, count: number): void {
    const many = Math.max(1, count);
    switch (String.fromCharCode(letter)) {
      case 'C':
        this.#cursor = Math.min(LONGEST, this.#cursor + many);
        break;
      case 'D':
        this.#cursor = Math.max(0, this.#cursor - many);
        break;
      case 'G':
        this.#cursor = many - 1;
        break;
      case 'K':
        if (count === 0) this.#cells.length = Math.min(this.#cells.length, this.#cursor);
        break;
      case 'P':
        this.#cells.splice(this.#cursor, many);
        break;
      case '@':
        this.#insert(many);
        break;
      default:
    }
  }

  /** A line on a screen does not get longer than it is wide. */
  #insert(count: number): void {
    const room = Math.max(0, LONGEST - this.#cells.length);
    const blanks = Array.from({ length: Math.min(count, room) }, () => BLANK);
    this.#cells.splice(this.#cursor, 0, ...blanks);
  }

  #extend(octet: number): void {
    const cell = this.#cells[this.#cursor - 1] ?? BLANK;
    if (cell.length < 4) this.#cells[this.#cursor - 1] = Uint8Array.of(...cell, octet);
  }

  #pad(): void {
    while (this.#cells.length < this.#cursor) this.#cells.push(BLANK);
  }
}

/** After `ESC ] … BEL` or `ESC ] … ESC \`. */
function afterTitle(octets: Uint8Array, from: number): number {
  let at = from;
  while (at < octets.length && octets[at] !== BELL && octets[at] !== ESCAPE) at++;
  return octets[at] === ESCAPE ? at + 2 : at + 1;
}
