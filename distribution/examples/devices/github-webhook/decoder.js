var body = JSON.parse(String.fromCharCode.apply(String, payload));
var kind = metadata['Header:x-github-event'];
if (kind === 'push') {
  return {
    assetName: body.repository.full_name,
    assetType: 'repository',
    telemetry: {commits: body.commits.length, branch: body.ref.replace('refs/heads/', '')},
    attributes: {lastPusher: body.pusher.name}
  };
}
if (kind === 'workflow_run' && body.action === 'completed') {
  return {
    assetName: body.repository.full_name,
    assetType: 'repository',
    telemetry: {buildPassed: body.workflow_run.conclusion === 'success'}
  };
}
return [];   // ping and others
