"""The preview: a server on this machine that shows the site as it is being written."""
