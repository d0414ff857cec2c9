/** A store of each kind that comes by a profile, on containers: a file, a server of SQL, one that forgets, the app's memory. */
import { restarted } from './restarted.ts';

restarted([
  { store: 'file', instances: 3, fault: 'app-restart:app-1@3s', outcome: 'keeps' },
  { store: 'memorystore', instances: 1, fault: 'app-restart@3s', outcome: 'loses' },
  { store: 'postgres', instances: 3, fault: 'server-restart@3s', outcome: 'keeps' },
  { store: 'memcached', instances: 1, fault: 'server-restart@3s', outcome: 'loses' },
]);
