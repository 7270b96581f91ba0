// The namespaces that most files need; all others are imported in the files that use them.
global using System.Globalization;
global using System.Text.Json;
global using System.Text.Json.Nodes;
global using BcAdmin.Simulator.Serving;
global using BcAdmin.Simulator.State;
