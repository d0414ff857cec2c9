// The admin of a database with one table. It writes down what it finds of that, so each instance has a file of its own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import express from 'express';
import admin from 'express-admin';
import pg from 'pg';

const url = new URL(process.env.PG);
const database = {
  host: url.hostname,
  port: Number(url.port),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  database: url.pathname.slice(1),
};
const client = new pg.Client(database);
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS teas (id integer PRIMARY KEY, name text)').catch(() => {});
await client.end();

const settings = join(tmpdir(), `express-admin-${process.env.PORT}.json`);
writeFileSync(settings, '{}');
const names = Array.from({ length: 10 }, (_, index) => `user${index + 1}`);
const users = Object.fromEntries(names.map((name) => [name, { name, pass: `secret of ${name}` }]));
const config = { pg: { ...database, schema: 'public' }, admin: { settings } };
express()
  .use(admin({ config, settings: {}, users, custom: {} }))
  .listen(process.env.PORT, '127.0.0.1');
