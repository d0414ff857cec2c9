import 'reflect-metadata';
import cookie from '@fastify/cookie';
import session from '@fastify/session';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { probe } from 'holdfast/probe/fastify';

class Home {
  page() {
    return 'an app like any other';
  }
}
// As @Controller(), @Get() and @Module() do it in TypeScript.
Controller()(Home);
Get()(Home.prototype, 'page', Object.getOwnPropertyDescriptor(Home.prototype, 'page'));
function AppModule() {}
Module({ controllers: [Home] })(AppModule);

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error'] });
const maxAge = Number(process.env.TTL_MS ?? 60_000);
await app.register(cookie);
await app.register(session, {
  secret: 'a secret of at least thirty-two characters',
  saveUninitialized: false,
  cookie: { maxAge, secure: 'auto', sameSite: 'lax' },
});

// After the session plugin; and only where nobody else can reach it.
await app.register(probe);

const port = Number(process.env.PORT ?? 3000);
await app.listen(port, '127.0.0.1');
console.log(`listening on port ${port}`);
