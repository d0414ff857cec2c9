/** For tests only: an app in each framework that the probe works with, on the sessions that are usual there. */
import { createServer, type RequestListener, type Server } from 'node:http';
import cookie from '@fastify/cookie';
import secureSession from '@fastify/secure-session';
import fastifySession from '@fastify/session';
import { createAdaptorServer } from '@hono/node-server';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import clientSessions from 'client-sessions';
import express, { type ErrorRequestHandler, type Request } from 'express';
import session from 'express-session';
import Fastify, { type FastifyInstance } from 'fastify';
import { Hono } from 'hono';
import { getIronSession, webCookies } from 'iron-session';
import Koa from 'koa';
import koaSession from 'koa-session';
import { probe as probeOfExpress } from '../mounted.ts';
import type { MountOptions } from '../mounting.ts';
import { probe as probeOfFastify } from './fastify.ts';
import { probe as probeOfHono } from './hono.ts';
import { probe as probeOfKoa } from './koa.ts';
import { probe as probeOfNode } from './node.ts';

export const AT_HOME = 'at home';
const SECRET = 'a secret that has thirty-two characters';
const STORED = { secret: SECRET, saveUninitialized: false, cookie: { secure: false } };
const SEALED = { cookieName: 'sid', password: SECRET, cookieOptions: { secure: false } };
const QUIET = { logger: false } as const;

type Made = (options: MountOptions) => Promise<Server>;

/** With a page of their own at `/`. The servers do not listen yet. */
export const APPS: Readonly<Record<string, { isInCookie: boolean; make: Made }>> = {
  'express-session': {
    isInCookie: false,
    make: (options) => {
      const app = express();
      app.use(session({ secret: SECRET, resave: false, saveUninitialized: false }));
      app.use(probeOfExpress({ ...options, saveMode: 'awaited' }));
      return served(app.get('/', home).use(quiet));
    },
  },
  '@fastify/session': {
    isInCookie: false,
    make: (options) =>
      withFastify(options, async (app) => {
        await app.register(cookie);
        await app.register(fastifySession, STORED);
      }),
  },
  '@fastify/secure-session': {
    isInCookie: true,
    make: (options) =>
      withFastify(options, async (app) => {
        await app.register(secureSession, { key: Buffer.alloc(32, 1), cookie: { path: '/' } });
      }),
  },
  'koa-session in cookies': { isInCookie: true, make: (options) => withKoa(options) },
  'koa-session in a store': { isInCookie: false, make: (options) => withKoa(options, mapStore()) },
  'iron-session': {
    isInCookie: true,
    make: (options) => {
      const isProbed = probeOfNode({
        ...options,
        session: async (request, response) => {
          const values = await getIronSession<Record<string, unknown>>(request, response, SEALED);
          return { values: () => values, save: () => values.save(), destroy: () => values.destroy() };
        },
      });
      return served(
        (request, response) =>
          void isProbed(request, response).then((isAnswered) => isAnswered || response.end(AT_HOME)),
      );
    },
  },
  'client-sessions': {
    isInCookie: true,
    make: (options) => {
      const app = express();
      app.use(clientSessions({ cookieName: 'sid', requestKey: 'sealed', secret: SECRET }));
      type Sealed = Request & { sealed: Record<string, unknown> & { reset(): void } };
      app.use(
        probeOfNode<Sealed>({
          ...options,
          session: ({ sealed }) => ({ values: () => sealed, destroy: () => sealed.reset() }),
        }) as unknown as express.RequestHandler,
      );
      return served(app.get('/', home).use(quiet));
    },
  },
  'NestJS on Express': {
    isInCookie: false,
    async make(options) {
      const app = await NestFactory.create<NestExpressApplication>(Empty, new ExpressAdapter(), QUIET);
      app.use(session({ secret: SECRET, resave: false, saveUninitialized: false }));
      app.use(probeOfExpress({ ...options, saveMode: 'awaited' }));
      app.getHttpAdapter().getInstance().get('/', home);
      await app.init();
      return app.getHttpServer();
    },
  },
  'NestJS on Fastify': {
    isInCookie: false,
    async make(options) {
      const app = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), QUIET);
      await app.register(cookie);
      await app.register(fastifySession, STORED);
      await app.register(probeOfFastify, options);
      app.getHttpAdapter().get('/', () => AT_HOME);
      await app.init();
      await app.getHttpAdapter().getInstance().ready();
      return app.getHttpServer();
    },
  },
  'iron-session in Hono': {
    isInCookie: true,
    make: (options) => {
      const app = new Hono();
      app.use(
        probeOfHono({
          ...options,
          session: async ({ req, res }) => {
            const cookies = webCookies(req.raw, res.headers);
            const values = await getIronSession<Record<string, unknown>>(cookies, SEALED);
            return { values: () => values, save: () => values.save(), destroy: () => values.destroy() };
          },
        }),
      );
      app.get('/', (context) => context.text(AT_HOME));
      return Promise.resolve(createAdaptorServer({ fetch: app.fetch }) as Server);
    },
  },
};

/** As TypeScript's decorator would make it. */
class Empty {
  readonly holds = 'nothing';
}
Module({})(Empty);

const served = (listener: RequestListener) => Promise.resolve(createServer(listener));
const home: express.RequestHandler = (_request, response) => void response.send(AT_HOME);
const quiet: ErrorRequestHandler = (error: { status?: number }, _request, response, next) =>
  response.headersSent ? next() : void response.status(error.status ?? 500).end();

async function withFastify(
  options: MountOptions,
  mount: (app: FastifyInstance) => Promise<void>,
): Promise<Server> {
  const app = Fastify();
  await mount(app);
  await app.register(probeOfFastify, options);
  app.get('/', () => AT_HOME);
  await app.ready();
  return app.server;
}

function withKoa(options: MountOptions, store?: ReturnType<typeof mapStore>): Promise<Server> {
  const app = new Koa();
  app.silent = true;
  app.keys = [SECRET];
  app.use(koaSession(store ? { store } : {}, app));
  app.use(probeOfKoa(options));
  app.use((context) => {
    context.body = AT_HOME;
  });
  const answer = app.callback();
  return served((request, response) => void answer(request, response));
}

/** koa-session brings no store; as JSON, so that no two requests share an object. */
function mapStore() {
  const kept = new Map<string, string>();
  return {
    get: (id: string): Promise<unknown> => Promise.resolve(JSON.parse(kept.get(id) ?? 'null')),
    set: (id: string, data: unknown) => Promise.resolve(void kept.set(id, JSON.stringify(data))),
    destroy: (id: string) => Promise.resolve(void kept.delete(id)),
  };
}
