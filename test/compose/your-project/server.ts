/** An app of somebody's own: its sessions are in Redis, and it mounts the probe. */
import express from 'express';
import session from 'express-session';
import { RedisStore } from 'connect-redis';
import { Redis } from 'ioredis';
import { probe } from '../../../app/mounted.ts';

const client = new Redis(`redis://${process.env['STORE'] ?? 'redis'}:6379`);
const complain = (error: Error) =>
  console.error(`sessions: ${error} (${process.env['STORE_PASSWORD'] ?? 'no password'})`);
client.on('error', complain);
// Of a server that is back before the name was looked up again there is no error, only this.
client.on('close', () => complain(new Error('The connection is closed.')));

const app = express();
app.use(
  session({
    store: new RedisStore({ client }),
    secret: 'only for this test',
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 600_000 },
  }),
);
app.use(probe({ saveMode: 'awaited' }));
const server = app.listen(8080, () => console.log('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
