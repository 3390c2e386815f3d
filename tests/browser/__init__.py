"""What a reader sees and can do: a real browser opens the built example newsroom."""
