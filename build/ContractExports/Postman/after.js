pm.test('The service takes the call', () => pm.response.to.be.success);

// 202 means that the work has begun. To go on with what it makes, a run has to wait for it, for waitSeconds at most.
const until = Date.now() + Number(pm.variables.get('waitSeconds')) * 1000;
const operation = pm.response.code === 202 ? pm.response.json() : {};
let pause = 250;
const look = () => pm.sendRequest({
  url: `${pm.variables.get('baseUrl')}/admin/${pm.variables.get('apiVersion')}/environments/operations/${operation.id}`,
  header: { Authorization: pm.request.headers.get('Authorization') },
}, (failure, response) => {
  const status = (failure || !response.json().status ? 'unknown' : response.json().status).toLowerCase();
  if (status === 'succeeded') {
    return;
  }
  if (['failed', 'canceled', 'skipped'].includes(status)) {
    pm.test('The operation succeeds', () => pm.expect.fail(`${status}: ${response.json().errorMessage}`));
  } else if (Date.now() < until) {
    setTimeout(look, pause);
    pause = Math.min(pause * 2, 10000);
  } else {
    console.log(`${pm.info.requestName}: still ${status}. Operation ${operation.id} goes on.`);
  }
});
if (operation.id && until > Date.now()) {
  look();
}
