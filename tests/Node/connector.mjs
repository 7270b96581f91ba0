// Checks connectors by the rules that Microsoft documents for the Swagger Validator of Power Platform ("Fix Swagger Validator errors"),
// for dynamic values and for paging: node connector.mjs FOLDER... Prints each violation; the exit code is 1 if there is one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const MIME_TYPES = ['application/json', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded', 'application/octet-stream'];
const FORMATS = ['int32', 'int64', 'float', 'double', 'byte', 'binary', 'date', 'date-time', 'password', 'email', 'uri', 'uuid', 'date-no-tz', 'html'];
const KEYWORDS = ['oneOf', 'anyOf', 'allOf', 'not', 'uniqueItems', 'multipleOf', 'discriminator', 'xml', 'patternProperties', 'nullable', 'x-nullable'];

let count = 0;
let current = '';
const report = (where, problem) => {
  count++;
  console.log(`${current}: ${where}: ${problem}`);
};
const matches = (type, value) =>
  type === 'array' ? Array.isArray(value)
    : type === 'integer' ? Number.isInteger(value)
      : type === 'object' ? value !== null && typeof value === 'object'
        : type === undefined || typeof value === type;

/** Each object below a node, with its path. A schema that leads back to itself ends there. */
function* walk(node, path = '', parents = []) {
  if (node && typeof node === 'object' && !parents.includes(node)) {
    if (!Array.isArray(node)) {
      yield [path, node];
    }
    for (const [key, value] of Object.entries(node)) {
      yield* walk(value, `${path}/${key}`, [...parents, node]);
    }
  }
}

function checkKeywords(definition) {
  for (const [path, node] of walk(definition)) {
    const isMap = /\/(properties|definitions|parameters|responses|paths|scopes|securityDefinitions)$/.test(path) || path.includes('x-ms-');
    if (isMap) {
      continue;
    }
    if (typeof node.$ref === 'string' && Object.keys(node).length > 1) {
      report(path, 'other members stand beside $ref');
    }
    for (const keyword of KEYWORDS.filter(keyword => keyword in node)) {
      report(path, `the keyword ${keyword} is not supported`);
    }
    if ('enum' in node && (!Array.isArray(node.enum) || node.enum.length === 0 || new Set(node.enum).size < node.enum.length)) {
      report(path, 'enum is empty or has duplicates');
    }
    for (const value of Array.isArray(node.enum) ? node.enum.filter(value => !matches(node.type, value)) : []) {
      report(path, `the enum value ${JSON.stringify(value)} is no ${node.type}`);
    }
    if (typeof node.type === 'string' && 'default' in node && !matches(node.type, node.default)) {
      report(path, `the default ${JSON.stringify(node.default)} is no ${node.type}`);
    }
    if (node.type === 'array' && !node.items) {
      report(path, 'an array has no items');
    }
    if (typeof node.format === 'string' && !FORMATS.includes(node.format)) {
      report(path, `the format ${node.format} is not recognized`);
    }
    if (typeof node.pattern === 'string') {
      new RegExp(node.pattern, 'u');
    }
    if (Array.isArray(node.required)) {
      if (node.required.length === 0) {
        report(path, 'required is empty');
      }
      if (node.type !== 'object') {
        report(path, 'required on what is no object');
      }
      for (const name of node.required.filter(name => !node.properties?.[name])) {
        report(path, `the required property ${name} is not defined`);
      }
    }
    if (node['x-ms-visibility'] === 'internal' && 'in' in node && !(node.required && 'default' in node)) {
      report(path, 'an internal parameter has to be required and have a default');
    }
    if (node.format === 'binary' && !/\/parameters\/[^/]+(\/schema)?$/.test(path)) {
      report(path, 'string/binary below the top of a body');
    }
  }
}

/** The schema at a path string such as value or parameters/name. */
const schemaAt = (schema, path) => path.split('/').reduce((found, name) => found?.properties?.[name], schema);
const successOf = operation => operation.responses['200'] ?? operation.responses['201'];

function checkOperation(operations, caller) {
  const { path, method, operation } = caller;
  const where = `${method} ${path}`;
  const { operationId, summary, description, parameters = [], responses } = operation;
  if (!/^[A-Z][A-Za-z0-9]{1,99}$/.test(operationId)) {
    report(where, `the operationId ${operationId} is not alphanumeric`);
  }
  if (!/^[A-Z][^/]*[A-Za-z0-9]$/.test(summary) || summary.length > 80) {
    report(where, `the summary '${summary}' is too long, has a slash or does not end with a letter or digit`);
  }
  if (!description?.endsWith('.') || description === summary) {
    report(where, 'the description is no sentence of its own');
  }
  if (/[?#*]/.test(path)) {
    report(where, 'the path has a query, a fragment or a wildcard');
  }

  const template = [...path.matchAll(/\{([^}]+)\}/g)].map(found => found[1]);
  const inPath = parameters.filter(parameter => parameter.in === 'path');
  for (const name of template.filter(name => !inPath.some(parameter => parameter.name === name))) {
    report(where, `the path parameter ${name} is not defined`);
  }
  for (const parameter of inPath) {
    if (!template.includes(parameter.name) || parameter.required !== true || parameter['x-ms-url-encoding'] !== 'single') {
      report(where, `the path parameter ${parameter.name} is not in the path, not required or not encoded`);
    }
  }
  const keys = parameters.map(parameter => `${parameter.in} ${parameter.name}`);
  if (new Set(keys).size < keys.length || parameters.filter(parameter => parameter.in === 'body').length > 1) {
    report(where, 'parameters are duplicate');
  }
  if (parameters.some(parameter => parameter.in === 'body') && parameters.some(parameter => parameter.in === 'formData')) {
    report(where, 'body and formData do not go together');
  }
  if (method === 'get' && parameters.some(parameter => ['body', 'formData'].includes(parameter.in))) {
    report(where, 'GET has a body');
  }
  for (const parameter of parameters) {
    if (['Accept', 'Content-Type', 'Authorization', 'connectionId'].includes(parameter.name)) {
      report(where, `the parameter name ${parameter.name} is reserved`);
    }
    if (parameter.in === 'query' && 'x-ms-url-encoding' in parameter) {
      report(where, `the query parameter ${parameter.name} has an encoding`);
    }
    if (parameter.type === 'file' && parameter.in !== 'formData') {
      report(where, `the file ${parameter.name} is not in formData`);
    }
    if (!parameter['x-ms-summary']) {
      report(where, `the parameter ${parameter.name} has no x-ms-summary`);
    }
  }
  for (const type of [...(operation.consumes ?? []), ...(operation.produces ?? [])].filter(type => !MIME_TYPES.includes(type))) {
    report(where, `the MIME type ${type} is not supported`);
  }

  const successes = Object.keys(responses).filter(status => status.startsWith('2'));
  const withSchema = Object.keys(responses).filter(status => responses[status].schema);
  if (successes.length === 0 || withSchema.length > 1) {
    report(where, 'there is no successful response, or more than one response with a schema');
  }
  if (responses.default?.schema) {
    report(where, 'the default response has a schema');
  }
  if (withSchema.some(status => !['200', '201'].includes(status))) {
    report(where, `the schema of ${withSchema} is not seen in the designer`);
  }

  const page = operation['x-ms-pageable'];
  if (page && !(['nextLink', '@odata.nextLink'].includes(page.nextLinkName) && successOf(operation)?.schema?.properties?.[page.nextLinkName])) {
    report(where, `the next link ${page.nextLinkName} is not in the response`);
  }
  for (const parameter of parameters) {
    for (const [at, node] of walk(parameter, parameter.name)) {
      checkDynamic(operations, caller, `${where}: ${at}`, node);
    }
  }
  for (const [at, node] of walk(responses, 'responses')) {
    if (!at.includes('x-ms-') && ('x-ms-dynamic-values' in node || 'x-ms-dynamic-list' in node)) {
      report(`${where}: ${at}`, 'a response has dynamic values');
    }
  }
}

function checkDynamic(operations, caller, where, node) {
  const values = node['x-ms-dynamic-values'];
  const list = node['x-ms-dynamic-list'];
  if (!values && !list) {
    return;
  }
  if (!values?.parameters || !list?.parameters || values.operationId !== list.operationId) {
    report(where, 'x-ms-dynamic-values and x-ms-dynamic-list do not go together');
    return;
  }
  if (node.in === 'body') {
    report(where, 'dynamic values belong into the schema of a body');
  }
  const target = operations.find(found => found.operation.operationId === values.operationId)?.operation;
  if (!target) {
    report(where, `there is no operation ${values.operationId}`);
    return;
  }

  const targets = target.parameters ?? [];
  for (const parameter of targets.filter(parameter => parameter.required)) {
    if (!(parameter.name in values.parameters) || !(parameter.name in list.parameters)) {
      report(where, `${values.operationId} requires the parameter ${parameter.name}`);
    }
  }
  const references = [
    ...Object.entries(values.parameters).map(([name, value]) => [name, value?.parameter]),
    ...Object.entries(list.parameters).map(([name, value]) => [name, value?.parameterReference]),
  ];
  for (const [name, reference] of references) {
    const taken = targets.find(parameter => parameter.name === name);
    if (!taken) {
      report(where, `${values.operationId} has no parameter ${name}`);
    }
    if (reference !== undefined) {
      const source = (caller.operation.parameters ?? []).find(parameter => parameter.name === reference);
      if (!source) {
        report(where, `the operation has no parameter ${reference}`);
      } else if (source['x-ms-visibility'] === 'internal' || !source.required || source.type !== taken?.type) {
        report(where, `the parameter ${reference} is internal, optional or of another type`);
      }
    }
  }
  for (const [name, value] of Object.entries(list.parameters)) {
    if (Object.keys(value).length !== 1 || ('value' in value ? value.value : value.parameterReference) === undefined) {
      report(where, `the parameter ${name} of x-ms-dynamic-list is neither value nor parameterReference`);
    }
  }

  const answer = successOf(target)?.schema;
  for (const [items, value, title] of [
    [values['value-collection'], values['value-path'], values['value-title']],
    [list.itemsPath, list.itemValuePath, list.itemTitlePath],
  ]) {
    const array = items ? schemaAt(answer, items) : answer;
    if (array?.type !== 'array') {
      report(where, `${values.operationId} has no array at '${items ?? ''}'`);
    } else if (!schemaAt(array.items, value) || !schemaAt(array.items, title)) {
      report(where, `the items of ${values.operationId} have no ${value} or no ${title}`);
    } else if (schemaAt(array.items, value).type !== node.type) {
      report(where, `${value} is a ${schemaAt(array.items, value).type}, the parameter a ${node.type}`);
    }
  }
}

function checkProperties({ properties }, operations) {
  if (!/^#[0-9a-f]{6}$/i.test(properties.iconBrandColor) || ['#007ee5', '#ffffff'].includes(properties.iconBrandColor)) {
    report('apiProperties', `the color ${properties.iconBrandColor} is not valid`);
  }
  const pageable = operations.filter(found => found.operation['x-ms-pageable']);
  const policies = properties.policyTemplateInstances.filter(found => found.templateId === 'updatenextlink');
  for (const policy of policies) {
    if (!policy.title || Object.keys(policy).some(key => !['templateId', 'title', 'parameters'].includes(key))) {
      report('apiProperties', 'a policy has no title, or members that the schema does not know');
    }
  }
  for (const { operation: { operationId, 'x-ms-pageable': { nextLinkName } } } of pageable) {
    const own = policies.filter(policy => policy.parameters['x-ms-apimTemplate-operationName'].includes(operationId));
    if (own.length !== 1 || own[0].parameters['x-ms-apimTemplateParameter.nextLinkPropertyName'] !== nextLinkName) {
      report('apiProperties', `${operationId} needs the policy updatenextlink for ${nextLinkName}, once`);
    }
  }
  for (const name of policies.flatMap(policy => policy.parameters['x-ms-apimTemplate-operationName'])) {
    if (!pageable.some(found => found.operation.operationId === name)) {
      report('apiProperties', `the policy names ${name}, which is not read by pages`);
    }
  }
}

for (const folder of process.argv.slice(2)) {
  current = folder;
  const read = name => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const definition = read('apiDefinition.swagger.json');
  checkKeywords(definition);
  const { info } = definition;
  if (info.title.length > 30 || /\bAPI\b/.test(info.title + info.description) || info.description.length < 30 || info.description.length > 500) {
    report('info', 'the title or the description is not within the limits');
  }
  if (!info.contact?.name || !info.contact.url || !definition['x-ms-connector-metadata']) {
    report('info', 'contact or x-ms-connector-metadata is missing');
  }
  for (const requirement of definition.security.flatMap(Object.keys).filter(name => !definition.securityDefinitions[name])) {
    report('security', `${requirement} is not defined`);
  }

  const resolved = await SwaggerParser.dereference(structuredClone(definition));
  const operations = Object.entries(resolved.paths).flatMap(([path, item]) =>
    Object.entries(item).filter(([method]) => METHODS.includes(method)).map(([method, operation]) => ({ path, method, operation })));
  const ids = operations.map(found => found.operation.operationId.toLowerCase());
  const routes = operations.map(found => `${found.method} ${found.path.toLowerCase().replace(/\{[^}]+\}/g, '{}')}`);
  if (new Set(ids).size < ids.length || new Set(routes).size < routes.length) {
    report('paths', 'an operationId or a path is used twice');
  }
  for (const caller of operations) {
    checkOperation(operations, caller);
  }
  checkProperties(read('apiProperties.json'), operations);
}
process.exitCode = count > 0 ? 1 : 0;
