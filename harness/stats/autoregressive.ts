type Point = readonly [x: number, y: number];

/** A straight line whose errors carry over from one reading to the next by a certain share. */
export interface CarryFit {
  slope: number;
  standardError: number;
  /** Height of the line at the mean of x. */
  middle: number;
  /** Logarithm of how well it goes with the readings, but for a constant (restricted likelihood). */
  fitness: number;
}

/**
 * Generalized least squares of a line with AR(1) errors of a known carry (Prais and Winsten 1954): each reading less
 * `carry` times the one before it has an error of its own. The fitness is the restricted likelihood, which does not
 * take the errors for smaller because a line was fitted to them, as the correlation of residuals does.
 */
export function fitWithCarry(points: readonly Point[], carry: number): CarryFit {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const first = Math.sqrt(1 - carry ** 2);
  const rows = points.map(([x, y], at): readonly [number, number, number] => {
    const before = points[at - 1];
    if (before === undefined) return [first, first * (x - meanX), first * (y - meanY)];
    return [1 - carry, x - meanX - carry * (before[0] - meanX), y - meanY - carry * (before[1] - meanY)];
  });
  let [ones, mixed, squares, onesY, timesY, yy] = [0, 0, 0, 0, 0, 0];
  for (const [one, x, y] of rows) {
    ones += one * one;
    mixed += one * x;
    squares += x * x;
    onesY += one * y;
    timesY += x * y;
    yy += y * y;
  }
  const determinant = ones * squares - mixed * mixed;
  const height = (squares * onesY - mixed * timesY) / determinant;
  const slope = (ones * timesY - mixed * onesY) / determinant;
  let rest = 0;
  for (const [one, x, y] of rows) rest += (y - height * one - slope * x) ** 2;
  const degrees = points.length - 2;
  return {
    slope,
    standardError: Math.sqrt(((rest / degrees) * ones) / determinant),
    middle: meanY + height,
    // Readings without scatter fit any carry alike, and must not divide by nothing.
    fitness:
      (Math.log(1 - carry ** 2) - Math.log(determinant) - degrees * Math.log(rest + yy * 1e-24 + 1e-300)) / 2,
  };
}
