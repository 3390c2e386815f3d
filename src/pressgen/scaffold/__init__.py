"""New files for a site: a newsroom with samples, a release or its translation, a copy of a template."""
