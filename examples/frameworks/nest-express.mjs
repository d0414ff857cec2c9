import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import session from 'express-session';
import { probe } from 'holdfast/probe';

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

const app = await NestFactory.create(AppModule, { logger: ['error'] });
const maxAge = Number(process.env.TTL_MS ?? 60_000);
app.use(
  session({
    secret: 'a secret that nobody guesses',
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge, sameSite: 'lax' },
  }),
);

// After the session middleware; and only where nobody else can reach it.
app.use(probe());

const port = Number(process.env.PORT ?? 3000);
await app.listen(port, '127.0.0.1');
console.log(`listening on port ${port}`);
