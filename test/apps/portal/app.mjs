// An app below a path, behind a proxy that it trusts, in production, and with what express-session has by default: its
// MemoryStore.
import express from 'express';
import session from 'express-session';

const app = express();
app.set('trust proxy', 'loopback');
const portal = express.Router();
portal.use(express.urlencoded({ extended: false }));
const cookie = { path: '/portal', secure: 'auto', sameSite: 'lax' };
portal.use(session({ secret: 'portal', resave: false, saveUninitialized: false, cookie }));

portal.get('/login', (_request, response) =>
  response.send('<form method="post"><input name="name"><input name="password"></form>'),
);
portal.post('/login', (request, response, next) => {
  const { name, password } = request.body;
  if (password !== `secret of ${name}`) return response.redirect('/portal/login');
  request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.user = name;
    request.session.save((failed) => (failed ? next(failed) : response.redirect('/portal/')));
  });
});
portal.get('/', ({ session }, response) =>
  session.user ? response.send(`<h1>${session.user}</h1>`) : response.redirect('login'),
);
portal.post('/logout', ({ session }, response, next) =>
  session.destroy((error) => (error ? next(error) : response.redirect('/portal/login'))),
);
app.use('/portal', portal);
app.listen(process.env.PORT, '127.0.0.1');
