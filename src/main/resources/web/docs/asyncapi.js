// A plugin of Swagger UI that shows a document of AsyncAPI 2: a channel is a path, on which
// `publish` (what a client sends) and `subscribe` (what it receives) stand in places of methods.

const METHODS = { publish: 'post', subscribe: 'get' };
const ACTIONS = Object.fromEntries(Object.entries(METHODS).map(([action, is]) => [is, action]));

/** What a value is, or the place in the same document that it refers to. */
function found(value, document) {
  if (!value.$ref?.startsWith('#/')) return value;
  return value.$ref.slice(2).split('/').reduce((at, name) => at[name], document);
}

function parametersOf(channel, document) {
  return Object.entries(channel.parameters ?? {}).map(([name, parameter]) => (
    { ...found(parameter, document), name, in: 'path', required: true }));
}

function operationOf(action, { message, ...operation }, document) {
  const { payload, summary, examples } = found(message, document);
  const type = document.defaultContentType ?? 'application/json';
  const content = {
    [type]: { schema: found(payload, document), example: examples?.[0]?.payload },
  };
  return action === 'publish'
    ? { summary, ...operation, requestBody: { content }, responses: {} }
    : { summary, ...operation, responses: { event: { description: summary, content } } };
}

function pathOf(channel, document) {
  const path = { parameters: parametersOf(channel, document) };
  for (const [action, method] of Object.entries(METHODS)) {
    if (channel[action]) path[method] = operationOf(action, channel[action], document);
  }
  return path;
}

function openApiOf(document) {
  const paths = Object.entries(document.channels)
    .map(([name, channel]) => [name, pathOf(channel, document)]);
  return { openapi: '3.1.0', info: document.info, paths: Object.fromEntries(paths) };
}

export const asyncApi = ({ React }) => ({
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (json) => update(json.asyncapi ? openApiOf(json) : json),
      },
    },
  },
  wrapComponents: {
    OperationSummaryMethod: (Method) => ({ method }) =>
      React.createElement(Method, { method: ACTIONS[method] }),
    OpenAPIVersion: () => () => React.createElement('small', { className: 'version-stamp' },
      React.createElement('pre', { className: 'version' }, 'AsyncAPI 2')),
  },
});
