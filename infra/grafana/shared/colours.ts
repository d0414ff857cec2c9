import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';

/** Okabe and Ito's palette, which people who see colours differently tell apart too. */
const PALETTE = {
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermilion: '#D55E00',
  purple: '#CC79A7',
} as const;

/** A store has one colour on every panel. Others than these get one by Grafana, by their name. */
const STORES: Record<string, string> = {
  memory: PALETTE.orange,
  redis: PALETTE.sky,
  mongo: PALETTE.green,
  mysql: PALETTE.yellow,
  postgres: PALETTE.blue,
  memcached: PALETTE.purple,
};

export const COLOURS = {
  good: PALETTE.green,
  bad: PALETTE.vermilion,
  neutral: '#8E8E8E',
  fault: PALETTE.purple,
  restart: PALETTE.yellow,
} as const;

export interface Override {
  /** Of the series' names. */
  pattern: string;
  properties: DynamicConfigValue[];
}

/** Series whose name begins with a store's take its colour. */
export const storeColours: Override[] = Object.entries(STORES).map(([store, of]) =>
  colour(`/^${store}( |$)/`, of),
);

/** One colour a store leaves the line to tell instances and quantiles apart. */
export const lineStyles: Override[] = [
  dashes('/ app-2( |$)/', [8, 6]),
  dashes('/ app-[3-9]( |$)/', [2, 4]),
  dashes('/ p50( |$)/', [2, 4]),
  dashes('/ p90( |$)/', [8, 6]),
  {
    pattern: '/ (limit|intended)$/',
    properties: [dash([16, 6]), { id: 'custom.fillOpacity', value: 0 }],
  },
];

/** Series that are no store's. Grey is nobody's: what is not known is neither good nor bad. */
export const outcomeColours: Override[] = [
  colour('/^ok$/', COLOURS.good),
  colour('/^fail$/', COLOURS.bad),
  colour('/^info$/', COLOURS.neutral),
];

/** Where stores are told apart by their colours, outcomes are by the line. */
export const outcomeDashes: Override[] = [dashes('/ info$/', [2, 4])];

function colour(pattern: string, fixedColor: string): Override {
  return { pattern, properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }] };
}

function dashes(pattern: string, lengths: number[]): Override {
  return { pattern, properties: [dash(lengths)] };
}

function dash(lengths: number[]): DynamicConfigValue {
  return { id: 'custom.lineStyle', value: { fill: 'dash', dash: lengths } };
}
