"""The way of an authorization code, the same at every provider (RFC 6749, 4.1; RFC 7636)."""

from collections.abc import Mapping
from urllib.parse import urlencode

from authlib.integrations.httpx_client import AsyncOAuth2Client

from app.accounts.oauth.provider import AuthorizationRequest, AuthorizationResponse


def authorization_url(
    client: AsyncOAuth2Client, endpoint: str, request: AuthorizationRequest, **more: str
) -> str:
    """Return where to send the browser; `more` is what this provider is told beside."""
    url, _ = client.create_authorization_url(
        endpoint,
        redirect_uri=request.redirect_uri,
        state=request.state,
        code_verifier=request.code_verifier,
        **more,
    )
    return str(url)


async def exchange_code(
    client: AsyncOAuth2Client,
    endpoint: str,
    response: AuthorizationResponse,
    request: AuthorizationRequest,
    *,
    method: str,
    **more: str,
) -> Mapping[str, object]:
    """Return what the token endpoint gave for the code; `client` asks with it from now on.

    `method` is how we name ourselves there (OpenID Connect Core 1.0, 9), `more` what this provider
    wants to be told beside. Raises `httpx2.HTTPError` and `OAuthError`.
    """
    client.token_endpoint_auth_method = method
    answered = await client.fetch_token(
        endpoint,
        # Not by name, as the rest: authlib would keep a `state` to itself.
        urlencode(more),
        grant_type="authorization_code",
        redirect_uri=request.redirect_uri,
        code=response.code,
        code_verifier=request.code_verifier,
    )
    return dict(answered)
