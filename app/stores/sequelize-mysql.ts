export { openSequelizeOnServer as open } from './sequelize.ts';
