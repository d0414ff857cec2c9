/** What is used of jstat, which comes without types. */
declare module 'jstat' {
  interface Distribution<Parameters extends readonly number[]> {
    /** The probability of at most `x`. */
    cdf(x: number, ...parameters: Parameters): number;
    /** What is not exceeded with this probability. */
    inv(probability: number, ...parameters: Parameters): number;
  }
  const jStat: {
    studentt: Distribution<[degreesOfFreedom: number]>;
    normal: Distribution<[mean: number, deviation: number]>;
    beta: Distribution<[alpha: number, beta: number]>;
  };
  export default jStat;
}
