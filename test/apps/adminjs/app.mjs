// An admin panel without resources, and with the login that its documentation shows.
import AdminJS from 'adminjs';
import AdminJSExpress from '@adminjs/express';
import express from 'express';

const admin = new AdminJS({ rootPath: '/admin' });
const authenticate = (email, password) => (password === `secret of ${email}` ? { email } : null);
const router = AdminJSExpress.buildAuthenticatedRouter(
  admin,
  { authenticate, cookieName: 'adminjs', cookiePassword: 'a secret of at least thirty-two characters' },
  null,
  { resave: false, saveUninitialized: true },
);
express().use(admin.options.rootPath, router).listen(process.env.PORT, '127.0.0.1');
