"""Programs that we did not write, started and driven for tests."""
