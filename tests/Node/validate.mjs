// Validates OpenAPI and Swagger documents: node validate.mjs FILE... Prints the errors; the exit code is the number of invalid files.
import SwaggerParser from '@apidevtools/swagger-parser';

let bad = 0;
for (const file of process.argv.slice(2)) {
  try {
    await SwaggerParser.validate(file);
  } catch (failure) {
    bad++;
    console.log(`${file}: ${failure.message}`);
  }
}
process.exit(bad);
