import { loadEnvironment } from '../platform/config/load-environment.js';
import { pbxCommand } from '../telephony/pbx/pbx-command.js';

// The same data directory as `npm start`, the file `.env` included; an empty variable is an unset one there too.
process.exitCode = await pbxCommand(process.argv.slice(2), loadEnvironment()['DATA_DIR']?.trim() || './data');
