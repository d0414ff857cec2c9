// A login as many blogs show it: the user is put into the session that is there, and the browser sent on without
// waiting for the save. Its forms have a token by double submit (csrf-csrf); its sessions are in Redis.
import { RedisStore } from 'connect-redis';
import cookieParser from 'cookie-parser';
import { doubleCsrf } from 'csrf-csrf';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';

const client = createClient({ url: process.env.REDIS_URL });
await client.connect();
const { doubleCsrfProtection, generateCsrfToken } = doubleCsrf({
  getSecret: () => 'double',
  getSessionIdentifier: ({ session }) => session.id,
  getCsrfTokenFromRequest: ({ body }) => body?._csrf,
  cookieName: 'csrf',
  cookieOptions: { secure: false },
});

const app = express();
app.use(express.urlencoded({ extended: false }), cookieParser());
const store = new RedisStore({ client });
app.use(session({ secret: 'submit', resave: false, saveUninitialized: true, store }));
app.use(doubleCsrfProtection);
const field = (request, response) =>
  `<input type="hidden" name="_csrf" value="${generateCsrfToken(request, response)}">`;

app.get('/login', (request, response) => {
  response.send(
    `<form method="post">${field(request, response)}<input name="name"><input name="password"></form>`,
  );
});
app.post('/login', ({ body: { name, password }, session }, response) => {
  if (password !== `secret of ${name}`) return response.redirect('/login');
  session.user = name;
  response.redirect('/profile');
});
app.get('/profile', (request, response) => {
  if (!request.session.user) return response.redirect('/login');
  response.send(
    `<h1>${request.session.user}</h1><form method="post" action="/logout">${field(request, response)}</form>`,
  );
});
app.post('/logout', ({ session }, response, next) =>
  session.destroy((error) => (error ? next(error) : response.redirect('/login'))),
);
app.listen(process.env.PORT, '127.0.0.1');
