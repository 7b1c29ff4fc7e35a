/** Distinct texts of the rows of a chunk, numbered in order of appearance. */
export class Texts {
  readonly names: string[] = [];
  private readonly places = new Map<string, number>();

  find(text: string): number | undefined {
    return this.places.get(text);
  }

  add(text: string): number {
    const place = this.places.get(text) ?? this.names.push(text) - 1;
    this.places.set(text, place);
    return place;
  }
}
