// Variables that are dates, in days from now. A date that you set stays.
const dates = { exportStart: -30, exportEnd: 0, telemetryStart: -1, telemetryEnd: 0, transferRunAt: 1, featureStart: 1 };
for (const [name, days] of Object.entries(dates)) {
  if (!pm.variables.get(name)) {
    pm.variables.set(name, new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString());
  }
}
pm.variables.unset('refusals');

// Values that are read from the service while they are empty. A production environment is never chosen.
const automation = '{{baseUrl}}/v2.0/{{tenantId}}/{{environmentName}}/api/microsoft/automation/v2.0';
const lookups = {
  environmentName: ['{{baseUrl}}/admin/{{apiVersion}}/applications/environments',
    answer => answer.value.find(found => found.type === 'Sandbox' && found.status === 'Active')?.name],
  companyId: [`${automation}/companies`, answer => answer.value[0]?.id],
  userSecurityId: [`${automation}/companies({{companyId}})/users?$top=1`, answer => answer.value[0]?.userSecurityId],
};

const name = pm.info.requestName;
const body = pm.request.body;
const text = `${pm.request.url} ${body?.raw ?? ''} ${body?.formdata?.all().map(field => field.value).join(' ') ?? ''}`;
const variablesOf = template => [...new Set([...template.matchAll(/\{\{(\w+)\}\}/g)].map(part => part[1]))];
const used = variablesOf(text);
const isEmpty = variable => !pm.variables.get(variable);

const claims = () => {
  try {
    return JSON.parse(require('atob')(pm.variables.get('accessToken').split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  } catch {
    return {};
  }
};
const isApp = () => pm.variables.get('grantType') === 'client_credentials' || (!claims().scp && Boolean(claims().roles || claims().idtyp === 'app'));
const skip = reason => {
  console.log(`${name} is skipped. ${reason}`);
  pm.execution.skipRequest();
};

// An app signs in by itself. A user signs in at the collection: Authorization, Get New Access Token.
const signIn = next => {
  if (pm.variables.get('grantType') !== 'client_credentials' || Number(pm.collectionVariables.get('accessTokenExpires')) > Date.now()) {
    return next();
  }
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
    next();
  });
};

const lookUp = variable => next => {
  const [url, pick] = lookups[variable];
  const address = pm.variables.replaceIn(url);
  const isNeeded = used.includes(variable) && isEmpty(variable);
  const isPossible = ![...variablesOf(url), 'accessToken'].some(isEmpty) && isEmpty(`read ${address}`);
  if (!isNeeded || !isPossible) {
    return next();
  }
  pm.variables.set(`read ${address}`, 'once');
  pm.sendRequest({ url: address, header: { Authorization: `Bearer ${pm.variables.get('accessToken')}` } }, (failure, response) => {
    if (!failure && response.code === 200) {
      pm.collectionVariables.set(variable, pick(response.json()) ?? '');
    }
    next();
  });
};

const check = () => {
  const missing = used.filter(isEmpty);
  if (missing.length > 0) {
    skip(`Fill in ${missing.join(', ')}.`);
  }
};

if (name.endsWith('(users only)') && isApp()) {
  skip('Apps cannot make this request.');
} else if (name.endsWith('(apps only)') && !isApp()) {
  skip('Users cannot make this request.');
} else if ((body?.mode === 'file' && !body.file?.src) || body?.formdata?.all().some(field => field.type === 'file' && !field.src)) {
  skip('Choose a file in its body.');
} else {
  const steps = [signIn, ...Object.keys(lookups).map(lookUp), check];
  const next = () => steps.shift()?.(next);
  next();
}
