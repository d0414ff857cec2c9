// Koa with koa-session, which keeps the sessions in Redis by a store of three functions; it counts views, as its readme
// does, and its login puts the user into the session that is there.
import { bodyParser } from '@koa/bodyparser';
import Redis from 'ioredis';
import Koa from 'koa';
import session from 'koa-session';

const redis = new Redis(process.env.REDIS_URL);
const store = {
  get: async (key) => JSON.parse(await redis.get(key)),
  set: (key, value, maxAge) => redis.set(key, JSON.stringify(value), 'PX', maxAge),
  destroy: (key) => redis.del(key),
};
const app = new Koa();
app.keys = ['koa'];
app.use(session({ key: 'koa.sess', maxAge: 86_400_000, store }, app));
app.use(bodyParser());

const pages = {
  'GET /login'(context) {
    context.session.views = (context.session.views ?? 0) + 1;
    context.body = `<p>${context.session.views} views</p><form method="post"><input name="name"><input name="password"></form>`;
  },
  'POST /login'(context) {
    const { name, password } = context.request.body;
    const isRight = password === `secret of ${name}`;
    if (isRight) context.session.user = name;
    context.redirect(isRight ? '/' : '/login');
  },
  'GET /'(context) {
    const { user } = context.session;
    if (user) context.body = `<p>Welcome, <b>${user}</b></p>`;
    else context.redirect('/login');
  },
  'POST /logout'(context) {
    context.session = null;
    context.redirect('/login');
  },
};
app.use((context) => pages[`${context.method} ${context.path}`]?.(context));
app.listen(process.env.PORT, '127.0.0.1');
