import express from 'express';
import sessions from 'client-sessions';
import { probe } from 'holdfast/probe/node';

const app = express();
app.use(
  sessions({
    cookieName: 'sid',
    requestKey: 'session',
    secret: 'a secret that nobody guesses',
    duration: 24 * 60 * 60 * 1000,
  }),
);

/** What the app puts into request.session is kept as the answer is sent. */
const session = ({ session }) => ({ values: () => session, destroy: () => session.reset() });
// After the session middleware; and only where nobody else can reach it.
app.use(probe({ session }));

app.get('/', (_request, response) => response.send('an app like any other'));

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`listening on port ${port}`));
