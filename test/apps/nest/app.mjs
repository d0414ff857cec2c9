// NestJS on Express, with express-session as its documentation mounts it; decorators are called by hand, as this is
// JavaScript. Its login makes the session anew.
import 'reflect-metadata';
import {
  Body,
  Controller,
  Get,
  Module,
  Post,
  Redirect,
  Session,
  UnauthorizedException,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import session from 'express-session';

class Pages {
  signIn({ name, password }, session) {
    if (password !== `secret of ${name}`) throw new UnauthorizedException();
    return new Promise((resolve, reject) => {
      session.regenerate((error) => {
        if (error) return reject(error);
        session.req.session.user = name;
        resolve({ ok: true });
      });
    });
  }
  me({ user, notes = [] }) {
    if (user === undefined) throw new UnauthorizedException();
    return { user, notes: notes.length };
  }
  note({ text }, session) {
    if (session.user === undefined) throw new UnauthorizedException();
    session.notes = [...(session.notes ?? []), text];
    return { ok: true };
  }
  signOut(session) {
    return new Promise((resolve, reject) => session.destroy((error) => (error ? reject(error) : resolve())));
  }
}
const method = (name, route, ...parameters) => {
  parameters.forEach((decorate, index) => decorate()(Pages.prototype, name, index));
  route(Pages.prototype, name, Object.getOwnPropertyDescriptor(Pages.prototype, name));
};
method('signIn', Post('login'), Body, Session);
method('me', Get('me'), Session);
method('note', Post('notes'), Body, Session);
method('signOut', Post('logout'), Session);
Redirect('/')(Pages.prototype, 'signOut', Object.getOwnPropertyDescriptor(Pages.prototype, 'signOut'));
Controller()(Pages);
function App() {}
Module({ controllers: [Pages] })(App);

const app = await NestFactory.create(App, { logger: ['error'] });
app.use(session({ secret: 'nest', resave: false, saveUninitialized: false }));
await app.listen(process.env.PORT, '127.0.0.1');
