using BcAdmin.ContractExports;

// --contracts src/Contracts --output out/BcAdmin/definitions
if (args is not ["--contracts", var contracts, "--output", var output])
{
    Console.Error.WriteLine("Usage: --contracts <folder> --output <folder>");
    return 1;
}

try
{
    Directory.CreateDirectory(output);
    foreach (var api in ApiText.All)
    {
        var contract = Contract.Read(Path.Combine(contracts, api.Name + ".openapi.json"));
        await Write($"{api.Name}.openapi.json", await contract.OpenApiAsync());
        await Write($"{api.Name}.swagger.json", ConnectorTemplate.Write(await contract.SwaggerAsync(), contract, api));
        await Write($"{api.Name}.postman.json", new PostmanTemplate(contract, api).Write());
    }

    return 0;
}
catch (ContractException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

Task Write(string name, System.Text.Json.Nodes.JsonObject content) => File.WriteAllTextAsync(Path.Combine(output, name), content.ToJsonString());
