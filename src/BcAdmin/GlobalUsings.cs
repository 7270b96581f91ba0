// The namespaces that most files need. Namespaces of PowerShell, of the transport, and of single features are imported where they are used.
global using System.Globalization;
global using System.Text.Json;
global using System.Text.Json.Serialization;
global using BcAdmin.Api;
global using BcAdmin.Api.AdminCenter;
global using BcAdmin.Api.Automation;
global using BcAdmin.Completion;
global using BcAdmin.Connections;
global using BcAdmin.Operations;
global using BcAdmin.Parameters;
global using BcAdmin.Pipeline;
