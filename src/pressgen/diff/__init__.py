"""What a build would change at which address, and because of what: `pressgen diff`."""
