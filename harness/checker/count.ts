/** How many items are so; without an array of them, for there are millions of operations. */
export function count<Item>(items: readonly Item[], isOne: (item: Item) => boolean): number {
  let ones = 0;
  for (const item of items) if (isOne(item)) ones++;
  return ones;
}
