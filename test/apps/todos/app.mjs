// A list of todos to the pattern of many tutorials: Passport with a password, sessions in MongoDB by connect-mongo,
// messages by connect-flash, pages by EJS.
import flash from 'connect-flash';
import { MongoStore } from 'connect-mongo';
import ejs from 'ejs';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy } from 'passport-local';

passport.use(
  new Strategy((name, password, done) =>
    password === `secret of ${name}`
      ? done(null, { name })
      : done(null, false, { message: 'Wrong password' }),
  ),
);
passport.serializeUser(({ name }, done) => done(null, name));
passport.deserializeUser((name, done) => done(null, { name }));

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(
  session({
    secret: 'todos',
    resave: false,
    saveUninitialized: false,
    store: MongoStore.create({ mongoUrl: process.env.MONGO_URL }),
  }),
);
app.use(flash(), passport.initialize(), passport.session());

const login = ejs.compile(
  '<% for (const line of errors) { %><p><%= line %></p><% } %><form method="post"><input name="username"><input name="password"></form>',
);
const list = ejs.compile(
  '<p class="user"><%= user.name %></p><% for (const line of news) { %><p><%= line %></p><% } %><ul><% for (const todo of todos) { %><li><%= todo %></li><% } %></ul><p><strong><%= todos.length %></strong> items left</p>',
);
const signedIn = (request, response, next) =>
  request.isAuthenticated() ? next() : response.redirect('/login');

app.get('/login', (request, response) => response.send(login({ errors: request.flash('error') })));
app.post(
  '/login',
  passport.authenticate('local', { successRedirect: '/', failureRedirect: '/login', failureFlash: true }),
);
app.get('/', signedIn, (request, response) => {
  const { user, session } = request;
  response.send(list({ user, news: request.flash('info'), todos: session.todos ?? [] }));
});
app.post('/todos', signedIn, (request, response) => {
  (request.session.todos ??= []).push(request.body.title);
  request.flash('info', 'Added');
  response.redirect('/');
});
app.post('/logout', (request, response, next) =>
  request.logout((error) => (error ? next(error) : response.redirect('/login'))),
);
app.listen(process.env.PORT, '127.0.0.1');
