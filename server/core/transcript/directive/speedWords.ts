/** Reads what `# @speed` takes, a number from 0.01 to 10000; undefined where it is wrong. */
export function speedOf(value: string): number | undefined {
  const speed = /^\d{1,5}(?:\.\d{1,3})?$/.test(value.trim()) ? Number(value) : 0;
  return speed >= 0.01 && speed <= 10_000 ? speed : undefined;
}
