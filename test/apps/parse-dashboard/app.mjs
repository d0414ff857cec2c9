// The dashboard as middleware, as its readme has it; each of ten users may see one app, which is called as they are.
import express from 'express';
import ParseDashboard from 'parse-dashboard';

const names = Array.from({ length: 10 }, (_, index) => `user${index + 1}`);
const serverURL = 'http://127.0.0.1:1337/parse';
const dashboard = new ParseDashboard({
  apps: names.map((appName) => ({ serverURL, appId: appName, masterKey: 'none', appName })),
  users: names.map((user) => ({ user, pass: `secret of ${user}`, apps: [{ appId: user }] })),
});
express().use('/dashboard', dashboard).listen(process.env.PORT, '127.0.0.1');
