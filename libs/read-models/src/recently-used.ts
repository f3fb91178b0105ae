/**
 * Values by key, of a bounded weight in all: those used longest ago give way to what is used now. What is heavier than all that may be held is
 * not held.
 */
export class RecentlyUsed<Value> {
  private readonly held = new Map<string, { readonly value: Value; readonly weight: number }>();
  private weight = 0;

  constructor(private readonly mostWeight: number) {}

  get(key: string): Value | undefined {
    const found = this.held.get(key);
    if (found === undefined) return undefined;
    this.held.delete(key);
    this.held.set(key, found);
    return found.value;
  }

  set(key: string, value: Value, weight: number): void {
    this.delete(key);
    if (weight > this.mostWeight) return;
    this.held.set(key, { value, weight });
    this.weight += weight;
    for (const oldest of this.held.keys()) {
      if (this.weight <= this.mostWeight) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.weight -= this.held.get(key)?.weight ?? 0;
    this.held.delete(key);
  }
}
