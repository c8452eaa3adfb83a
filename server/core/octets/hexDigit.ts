/** The value of a hexadecimal digit in either letter case, -1 for any other octet. */
export function hexDigit(octet = 0): number {
  if (octet >= 48 && octet <= 57) return octet - 48;
  const letter = octet | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
