import express from 'express';
import session from 'express-session';
import { probe } from 'holdfast/probe';

const app = express();
app.set('trust proxy', 'loopback');
app.use(
  session({
    secret: ['the newest secret', 'the one before it'],
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 60_000, sameSite: 'lax', secure: 'auto' },
    store: new session.MemoryStore(),
  }),
);

// After the session middleware; and only where nobody else can reach it.
if (process.env.NODE_ENV !== 'production') app.use(probe());

app.get('/', (_request, response) => response.send('an app like any other'));

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`listening on port ${port}`));
