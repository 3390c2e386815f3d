"""Markdown to the HTML of a page; `conversion` is the way of a text through the modules beside it."""
