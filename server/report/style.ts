/** Paints text for a terminal; without colours every style is the identity. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly magenta: Paint;
  readonly cyan: Paint;
}

/** Puts the codes of a colour around text. */
export type Paint = (text: string) => string;

/** The styles of a terminal that shows colours, or none. */
export function styleFor(color: 'color' | 'plain'): Style {
  const paint =
    (open: number, close: number): Paint =>
    text =>
      color === 'plain' ? text : `\u001b[${open}m${text}\u001b[${close}m`;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    magenta: paint(35, 39),
    cyan: paint(36, 39),
  };
}

/** The paint of a reply code, by its class. */
export function codePaint(style: Style, code: number): Paint {
  if (code >= 500) return style.red;
  if (code >= 400) return style.yellow;
  return code >= 300 ? style.cyan : style.green;
}
