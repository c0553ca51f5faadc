"""Wiring: signing in by the district's own OpenID Connect provider (统一身份认证)."""
