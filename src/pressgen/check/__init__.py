"""The lint: pure functions from releases, settings and an instant to problems."""
