"""What a newsroom begins with: a site laid out, a release begun, a template taken over for changing."""
