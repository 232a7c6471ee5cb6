"""The only place that awaits the peer."""
