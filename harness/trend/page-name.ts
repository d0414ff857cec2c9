/** Of the page, so that a folder of runs that is published shows it. */
export const TREND_PAGE = 'index.html';
