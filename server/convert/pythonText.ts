/** A Python string literal of this text, all of it in ASCII but for letters and the like. */
export function pythonString(text: string): string {
  return `'${Array.from(text, escapeOf).join('')}'`;
}

/** A Python bytes literal. */
export function pythonBytes(octets: Uint8Array): string {
  const parts: string[] = [];
  for (const octet of octets) {
    const plain = octet >= 32 && octet < 127 && octet !== 39 && octet !== 92;
    parts.push(plain ? String.fromCharCode(octet) : byteEscape(octet));
  }
  return `b'${parts.join('')}'`;
}

function byteEscape(octet: number): string {
  if (octet === 13) return '\\r';
  if (octet === 10) return '\\n';
  if (octet === 39) return "\\'";
  if (octet === 92) return '\\\\';
  return `\\x${octet.toString(16).padStart(2, '0')}`;
}

function escapeOf(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (/^[ -~]$/.test(character) || /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
