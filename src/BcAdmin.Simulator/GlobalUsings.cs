// The namespaces that most files need; all others are named where they are used.
global using System.Globalization;
global using System.Text.Json;
global using System.Text.Json.Nodes;
global using BcAdmin.Simulator.Serving;
global using BcAdmin.Simulator.State;
