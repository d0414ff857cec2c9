import { SCRIPT_DIGEST } from './live/script.ts';
import { Html, html } from './template.ts';

/** Nothing is fetched, and nothing runs but the page's own script, whatever may have got into it. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'`;

/** The head of a page that needs nothing from elsewhere. */
export const head = (title: string, style: string): Html =>
  html`<head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <style>
      ${new Html(style)}
    </style>
  </head>`;
