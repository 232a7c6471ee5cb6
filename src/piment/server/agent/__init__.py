"""The guest's agent, and the viewers who talk to it through the server (agent.md)."""
