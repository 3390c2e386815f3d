"""`pressgen fetch-cards`: what films, posts and maps on other sites say of themselves → content/cards.yml."""
