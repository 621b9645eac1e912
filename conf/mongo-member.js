// The health check of a MongoDB member in docker-compose.yml, run by mongosh: passes when the member
// is primary or secondary. While there is no replica set, the first member's check founds it; that
// fails until the others can be reached, and then the next check tries again.

const MEMBERS = ['mongo1', 'mongo2', 'mongo3'];
const { hostname } = require('os');

const hello = db.hello();
if (!hello.setName && hostname() === MEMBERS[0]) {
  rs.initiate({
    _id: 'chat',
    members: MEMBERS.map((name, at) => ({ _id: at, host: `${name}:27017` })),
  });
}
if (!hello.isWritablePrimary && !hello.secondary) {
  throw new Error('neither primary nor secondary yet');
}
