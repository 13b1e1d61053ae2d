// How figures are taken and shown.

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function show(what: string, figures: Record<string, string | number>): void {
  const shown = Object.entries(figures).map(([name, value]) => `${name} ${typeof value === "number" ? Math.round(value * 100) / 100 : value}`);
  console.log(`FIGURE ${what}: ${shown.join(", ")}`);
}
