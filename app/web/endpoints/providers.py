"""Ways through a provider."""

from app.accounts import schemas as accounts
from app.accounts.factors import schemas as factors
from app.accounts.oauth import schemas as oauth
from app.web.endpoints.endpoint import Endpoint

OAUTH = (
    Endpoint(
        does="GET /api/v1/ways-in",
        summary="How one may come in beside e-mail and password.",
        answers=oauth.WaysIn,
        signed_in=False,
    ),
    Endpoint(
        does="POST /api/v1/oauth/{provider}",
        summary="Set out to a provider; the cookie binds the way back to this browser.",
        takes=oauth.SetOut,
        answers=oauth.SentThere,
        signed_in=False,
        problems=(401, 403, 404, 422, 502, 503),
    ),
    Endpoint(
        does="GET /oauth/{provider}/callback",
        summary="Where a provider sends the browser back; it goes on to the page.",
        statuses=(303,),
        signed_in=False,
        problems=(404,),
    ),
    Endpoint(
        does="POST /api/v1/sessions/entered",
        summary="Sign in with a ticket that was come back with; 200 where nobody is here yet.",
        takes=oauth.Entered,
        answers=accounts.Signed,
        statuses=(201,),
        besides={200: oauth.Registration, 202: factors.SecondFactorNeeded},
        signed_in=False,
        problems=(403, 409, 410, 422),
    ),
    Endpoint(
        does="POST /api/v1/accounts/entered",
        summary="Register with what a provider said.",
        takes=oauth.NewEntered,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(403, 409, 410, 422),
    ),
    Endpoint(
        does="GET /api/v1/me/identities",
        summary="Providers' accounts that open one's own.",
        answers=oauth.IdentitiesShown,
        problems=(403,),
    ),
    Endpoint(
        does="POST /api/v1/me/identities",
        summary="Link a provider's account; a guest becomes a full account.",
        takes=oauth.Link,
        answers=oauth.IdentitiesShown,
        statuses=(201,),
        problems=(403, 409, 410, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/me/identities/{provider}",
        summary="Unlink a provider; other sessions end, but for keep_others=1.",
        statuses=(204,),
        problems=(403, 404, 409),
        query=("keep_others",),
    ),
    Endpoint(
        does="POST /api/v1/me/proof/entered",
        summary="Prove anew who one is by a linked provider, and get a new session.",
        takes=oauth.Entered,
        answers=accounts.Signed,
        statuses=(201,),
        besides={202: factors.SecondFactorNeeded},
        problems=(403, 410, 422),
    ),
)
