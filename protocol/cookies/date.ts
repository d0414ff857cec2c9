const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DELIMITERS = /[\t\u0020-\u002f\u003b-\u0040\u005b-\u0060\u007b-\u007e]+/;
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D.*)?$/;
const DAY = /^(\d{1,2})(?:\D.*)?$/;
const YEAR = /^(\d{2,4})(?:\D.*)?$/;

/** The date of a cookie as browsers read it, in whatever order its parts come (RFC 6265, 5.1.1); undefined for none. */
export function dateOf(text: string): number | undefined {
  let time: number[] | undefined;
  let [day, month, year]: (number | undefined)[] = [];
  for (const token of text.split(DELIMITERS)) {
    const [timeParts, dayPart, yearPart] = [TIME.exec(token), DAY.exec(token), YEAR.exec(token)];
    const named = MONTHS.indexOf(token.slice(0, 3).toLowerCase());
    if (time === undefined && timeParts) time = timeParts.slice(1).map(Number);
    else if (day === undefined && dayPart) day = Number(dayPart[1]);
    else if (month === undefined && named !== -1) month = named;
    else if (year === undefined && yearPart) year = fullYear(Number(yearPart[1]));
  }
  if (time === undefined || day === undefined || month === undefined || year === undefined) return undefined;
  const [hour = 0, minute = 0, second = 0] = time;
  if (day < 1 || day > 31 || year < 1601 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(Date.UTC(year, month, day, hour, minute, second));
  // There is no 30th of February.
  return date.getUTCDate() === day ? date.getTime() : undefined;
}

/** 70 to 99 are of the last century, 0 to 69 of this one. */
function fullYear(year: number): number {
  if (year >= 70 && year <= 99) return year + 1900;
  return year >= 0 && year <= 69 ? year + 2000 : year;
}
