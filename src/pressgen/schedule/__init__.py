"""The clock of a published site: what is due, building on time, and a calendar file."""
