/** The port of an endpoint: its last 16-bit unit. */
export function portOf(endpoint: string): number {
  return endpoint.charCodeAt(endpoint.length - 1);
}

/** An endpoint as text: `192.0.2.1:25`, `[2001:db8::1]:25` (RFC 5952 §4, §6). */
export function endpointText(endpoint: string): string {
  const words = Array.from({ length: endpoint.length - 1 }, (_, at) => endpoint.charCodeAt(at));
  const port = String(portOf(endpoint));
  if (words.length > 2) return `[${ipv6Text(words)}]:${port}`;
  const octets = words.flatMap(word => [word >> 8, word & 255]);
  return `${octets.join('.')}:${port}`;
}

function ipv6Text(words: readonly number[]): string {
  const hex = words.map(word => word.toString(16));
  const { start, length } = longestZeros(words);
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeros(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < words.length; start++) {
    let end = start;
    while (words[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  return best;
}
