// npm's oidc-provider, set up as Google and Microsoft are for an app on a desktop: PKCE is demanded,
// a refresh token is good once, and whoever shows one twice loses the account.
//
// node openid-provider.mjs LIBRARY PORTRAIT
//   LIBRARY   oidc-provider's own entry point
//   PORTRAIT  JSON: what the provider knows of its clients, and how long a token lasts, in seconds
//
// Prints `listening on ADDRESS`, then a line for each thing that happened. Told `leaves` on standard
// input, it knows nobody any longer, until it is told `returns`.

import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const [library, portrait] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(library));
const { google, microsoft, calendars, scopes, tokenSeconds } = JSON.parse(portrait);

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

let isGone = false;
const desktopApp = {
  application_type: 'native',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};
const provider = new Provider(issuer, {
  clients: [
    {
      ...desktopApp,
      client_id: google.id,
      client_secret: google.secret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: ['http://127.0.0.1'],
    },
    {
      ...desktopApp,
      client_id: microsoft.id,
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://localhost'],
    },
    // Whoever has the calendars asks whether a token is good (RFC 7662).
    {
      client_id: calendars.id,
      client_secret: calendars.secret,
      grant_types: [],
      response_types: [],
      redirect_uris: [],
    },
  ],
  scopes: [...scopes, 'offline_access'],
  pkce: { required: () => true, methods: ['S256'] },
  rotateRefreshToken: true,
  // Google's own way of asking for it is `access_type=offline`; Microsoft's is the standard's.
  issueRefreshToken: (ctx, client, code) =>
    client.clientId === google.id || code.scopes.has('offline_access'),
  ttl: { AccessToken: tokenSeconds, RefreshToken: 86400, Grant: 86400, Session: 3600, Interaction: 600 },
  features: {
    devInteractions: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  findAccount: (ctx, sub) => (isGone ? undefined : { accountId: sub, claims: () => ({ sub }) }),
});

// Microsoft's `select_account` shows the accounts to choose from, and then asks what may be read:
// with nobody signed in yet those are these two.
provider.use((ctx, next) => {
  if (ctx.query.prompt === 'select_account') {
    ctx.query = { ...ctx.query, prompt: 'login consent' };
  }
  return next();
});
// Its pages ask another host for a font; what is tested here needs no network.
provider.use(async (ctx, next) => {
  await next();
  if (typeof ctx.body === 'string') {
    ctx.body = ctx.body.replace(/@import [^;]*;/g, '');
  }
});

const happened = (what) => console.log(what);
provider.on('grant.success', (ctx) => happened(`gave tokens for ${ctx.oidc.params.grant_type}`));
provider.on('grant.error', (ctx, error) => happened(`refused: ${error.error_detail ?? error.error_description}`));
provider.on('refresh_token.consumed', () => happened('used a refresh token up'));
provider.on('grant.revoked', () => happened('took an account away'));
provider.on('server_error', (ctx, error) => happened(`broke down: ${error.stack}`));

createInterface({ input: process.stdin }).on('line', (told) => {
  isGone = told === 'leaves';
  happened(`the person ${told}`);
});

server.on('request', provider.callback());
console.log(`listening on ${issuer}`);
