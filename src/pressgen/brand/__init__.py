"""The brand of a newsroom: its colours and fonts, from the settings to the style sheet."""
