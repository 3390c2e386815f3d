"""The name of the folder in a site's folder that holds the memory between builds and the locks of running ones."""

CACHE_FOLDER = ".pressgen"
