// Runs folders of a Postman collection, or all of it: node run.mjs COLLECTION FOLDER,FOLDER VARIABLES-AS-JSON
// Prints a line of JSON for each assertion of the collection: request, assertion, error.
import newman from 'newman';

const [collection, folders, variables] = process.argv.slice(2);
newman.run({
  collection,
  folder: folders ? folders.split(',') : undefined,
  envVar: Object.entries(JSON.parse(variables)).map(([key, value]) => ({ key, value })),
}, (failure, summary) => {
  const broken = failure ?? summary.run.failures.find(found => found.error?.name !== 'AssertionError')?.error;
  if (broken) {
    console.error(broken.message);
    process.exitCode = 1;
  }
}).on('assertion', (_, { item, assertion, error }) => console.log(JSON.stringify({ request: item.name, assertion, error: error?.message })));
