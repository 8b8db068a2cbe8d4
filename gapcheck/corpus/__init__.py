"""Corpora: findings on a great many policies, as rows in shards, with a manifest and a summary."""
