/** Numbers without end, eight bytes each. */
export class Growing {
  #numbers = new Float64Array(1024);
  #length = 0;

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = number;
  }

  get length(): number {
    return this.#length;
  }

  all(): Float64Array<ArrayBuffer> {
    return this.#numbers.slice(0, this.#length);
  }

  at(index: number): number {
    return this.#numbers[index] as number;
  }
}
