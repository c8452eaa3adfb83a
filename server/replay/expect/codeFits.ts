/** Does a code fit one of these: a code (`250`) or a range of them (`25z`, `4yz`, `5xx`)? */
export function codeFits(code: number, wanted: readonly string[]): boolean {
  const digits = String(code);
  return wanted.some(
    form =>
      form.length === digits.length &&
      form.split('').every((sign, at) => sign === digits[at] || (at > 0 && /[xyz]/i.test(sign))),
  );
}
