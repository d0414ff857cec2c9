/** All the other stores that come by a profile, on containers. Two of them are compiled first where they cannot be downloaded. */
import { restarted } from './restarted.ts';

restarted([
  { store: 'sequelize', instances: 2, fault: 'app-restart:app-1@3s', outcome: 'keeps' },
  { store: 'sqlite', instances: 2, fault: 'app-restart:app-1@3s', outcome: 'keeps' },
  { store: 'cookie', instances: 2, fault: 'app-restart:app-1@3s', outcome: 'keeps' },
  { store: 'mysql', instances: 1, fault: 'server-restart@3s', outcome: 'keeps' },
  { store: 'sequelize-mysql', instances: 1, fault: 'server-restart@3s', outcome: 'keeps' },
  { store: 'sequelize-postgres', instances: 1, fault: 'server-restart@3s', outcome: 'keeps' },
  { store: 'node-redis', instances: 1, fault: 'server-restart@3s', outcome: 'keeps' },
]);
