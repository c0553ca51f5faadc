"""Core: what the operator's file says of the district's own sign-in."""

import msgspec


class About(msgspec.Struct, frozen=True, kw_only=True):
    """`claim`: which word of the provider's token is the sign-in name (工号) here; only its administrators may be able
    to write that. `name`: on the button. `ca_file`: whom to trust instead of the system's authorities."""

    issuer: str
    client_id: str
    client_secret: str = ""
    claim: str = "sub"
    name: str = "统一身份认证"
    ca_file: str = ""
