// A call of which a part is missing cannot go right: it is left out, with a word about it.
const parts = `${pm.request.url} ${pm.request.body?.raw ?? ''}`.matchAll(/\{\{(\w+)\}\}/g);
const missing = [...new Set([...parts].map(part => part[1]))].filter(name => !pm.variables.get(name));
if (missing.length > 0) {
  console.log(`${pm.info.requestName}: left out, fill in the variable ${missing.join(', ')}.`);
  pm.execution.skipRequest();
}

// An app signs in by itself. A person does it at the collection: Authorization, Get New Access Token.
const expires = Number(pm.collectionVariables.get('accessTokenExpires'));
if (missing.length === 0 && pm.variables.get('grantType') === 'client_credentials' && !(expires > Date.now())) {
  pm.sendRequest({
    url: `${pm.variables.get('loginUrl')}/${pm.variables.get('tenantId')}/oauth2/v2.0/token`,
    method: 'POST',
    header: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: {
      mode: 'urlencoded',
      urlencoded: [
        { key: 'grant_type', value: 'client_credentials' },
        { key: 'client_id', value: pm.variables.get('clientId') },
        { key: 'client_secret', value: pm.variables.get('clientSecret') },
        { key: 'scope', value: pm.variables.get('scope') },
      ],
    },
  }, (failure, response) => {
    const answer = failure ? {} : response.json();
    if (!answer.access_token) {
      throw new Error(`No token: ${failure || answer.error_description || response.code}`);
    }
    pm.collectionVariables.set('accessToken', answer.access_token);
    pm.collectionVariables.set('accessTokenExpires', String(Date.now() + (answer.expires_in - 300) * 1000));
  });
}
