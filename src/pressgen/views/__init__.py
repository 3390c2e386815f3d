"""Counting how often releases were read, from access logs and exports of analytics; imported by one command only."""
