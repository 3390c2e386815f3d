"""What earlier builds found out: one database beside the site. It knows bytes and stamps, not releases."""
