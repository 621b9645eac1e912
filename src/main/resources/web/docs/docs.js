// One document of the contract below the other, both by Swagger UI.

import { asyncApi } from './asyncapi.js';

const { SwaggerUIBundle } = window;

SwaggerUIBundle({ url: '../openapi.yaml', dom_id: '#rest' });
SwaggerUIBundle({
  url: '../asyncapi.yaml',
  dom_id: '#bridge',
  plugins: [asyncApi],
  // Nothing can be tried out without a socket; and what instances know of schemas they share.
  supportedSubmitMethods: [],
  defaultModelsExpandDepth: -1,
});
