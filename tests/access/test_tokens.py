import base64
import hmac
import json
import warnings
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwk

from app.service.access.principals import NotAuthenticated
from app.service.access.scopes import AccessScope
from app.service.access.tokens import IssuerUnavailable
from app.tokens.issuer_keys import IssuerKeys
from app.tokens.verifier import JwtVerifier
from tests.access.issuer import AUDIENCE, running_issuer

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


class Monotonic:
    """A clock for intervals that is set by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def issuer():
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def monotonic():
    return Monotonic()


def verifier(issuer, monotonic, **options):
    keys = IssuerKeys(issuer.jwks_url, monotonic=monotonic)
    return JwtVerifier(keys, issuer=issuer.address, audience=AUDIENCE, clock=lambda: NOW, **options)


@pytest.fixture
def verify(issuer, monotonic):
    return verifier(issuer, monotonic).verify


def test_a_token_says_who_holds_it_and_what_it_allows(issuer, verify):
    found = verify(issuer.token(NOW))
    assert (found.issuer, found.subject, found.person) == (issuer.address, "248289761001", None)
    assert found.scopes == {AccessScope.SCREEN}
    assert timedelta(seconds=300) <= found.expires_at - NOW <= timedelta(seconds=330)


@pytest.mark.parametrize(
    ("claims", "scopes"),
    [
        ({"scope": "read  review"}, {AccessScope.READ, AccessScope.REVIEW}),
        ({"scope": None, "scp": "publish"}, {AccessScope.PUBLISH}),
        ({"scope": None, "scp": ["draft", "other", 5]}, {AccessScope.DRAFT}),
        ({"scope": None}, set()),
        ({"scope": 5}, set()),
        ({"scope": "SCREEN screening"}, set()),
    ],
)
def test_scopes_stand_in_one_of_two_claims(issuer, verify, claims, scopes):
    assert verify(issuer.token(NOW, **claims)).scopes == scopes


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"iss": ["https://other.example"]},
        {"aud": "https://other.example"},
        {"aud": AUDIENCE + "/"},
        {"aud": None},
        {"aud": {AUDIENCE: 1}},
        {"exp": SECONDS - 31},
        {"exp": None},
        {"exp": "never"},
        {"exp": True},
        {"nbf": SECONDS + 31},
        {"iat": SECONDS + 31},
        {"sub": None},
        {"sub": ""},
        {"sub": 5},
        {"sub": "line\nline"},
        {"sub": "\u0430nn"},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_for_another_or_of_another_time_opens_nothing(issuer, verify, change):
    with pytest.raises(NotAuthenticated):
        verify(issuer.token(NOW, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"aud": ["https://other.example", AUDIENCE]},
        {"exp": SECONDS - 29},
        {"nbf": SECONDS + 29},
        {"exp": SECONDS + 0.5},
        {"exp": 10**30},
    ],
    ids=str,
)
def test_clocks_may_differ_a_little_and_a_token_may_be_for_several(issuer, verify, change):
    assert verify(issuer.token(NOW, **change)).expires_at <= NOW + timedelta(days=366)


@pytest.mark.parametrize("kind", ["JWT", "at+jwt", "application/at+jwt", None])
def test_access_tokens_are_announced_in_one_of_three_ways(issuer, verify, kind):
    assert verify(issuer.token(NOW, header={"typ": kind})).subject


@pytest.mark.parametrize("kind", ["logout+jwt", "dpop+jwt", "", 5])
def test_what_is_announced_as_something_else_opens_nothing(issuer, verify, kind):
    with pytest.raises(NotAuthenticated):
        verify(forged(issuer, {"typ": kind}))


def part(value):
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def forged(issuer, header, *, signature=b"", claims=None):
    """A token with a head of one's own and a signature that is of nothing."""
    head = {"alg": "ES256", "kid": "first"} | header
    return ".".join([part(head), part(claims or issuer.claims(NOW)), part(signature)])


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "HS512", "RS256", "ES256K", "dir", 5, []])
@pytest.mark.parametrize("signature", [b"", b"x" * 64])
def test_a_token_does_not_choose_how_it_is_verified(issuer, verify, algorithm, signature):
    with pytest.raises(NotAuthenticated):
        verify(forged(issuer, {"alg": algorithm}, signature=signature))


def test_the_public_key_is_no_shared_secret(issuer, verify):
    """Whoever verifies with the public key by HMAC would accept what anybody can make."""
    for secret in (issuer.key.as_pem(private=False), json.dumps(issuer.published[0]).encode()):
        signed = forged(issuer, {"alg": "HS256"}).rpartition(".")[0]
        signature = hmac.digest(secret, signed.encode(), "sha256")
        with pytest.raises(NotAuthenticated):
            verify(f"{signed}.{part(signature)}")


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "../../keys"},
        {"kid": "first' OR '1'='1"},
        {"kid": ["first"]},
        {"kid": {"a": 1}},
        {"kid": "x" * 4000},
        {"jku": "http://127.0.0.1:1/keys", "kid": "mine"},
        {"crit": ["exp"], "exp": 1},
        {"b64": False, "crit": ["b64"]},
    ],
    ids=str,
)
def test_a_token_does_not_choose_the_key_by_any_other_way_than_its_name(issuer, verify, header):
    with pytest.raises(NotAuthenticated):
        verify(forged(issuer, header, signature=b"x" * 64))


def test_a_key_in_the_token_itself_is_not_looked_at(issuer, verify):
    mine = jwk.ECKey.generate_key("P-256")
    for header in ({"jwk": mine.as_dict(private=False)}, {"jwk": mine.as_dict(private=False), "kid": None}):
        with pytest.raises(NotAuthenticated):
            verify(issuer.token(NOW, header=header, key=mine))


@pytest.mark.parametrize("token", ["", "..", "...", "a.b.c", "a.b.c.d.e", "x" * 8000, "e30.e30.", "bnVsbA.e30.e30"])
def test_what_is_no_token_opens_nothing(verify, token):
    with pytest.raises(NotAuthenticated):
        verify(token)


def test_a_token_that_was_changed_opens_nothing(issuer, verify):
    head, _, signature = issuer.token(NOW).split(".")
    with pytest.raises(NotAuthenticated):
        verify(f"{head}.{part(issuer.claims(NOW, scope='publish'))}.{signature}")


@pytest.mark.parametrize("change", ["private", "shared", "weak", "for encryption", "of another algorithm", "nameless"])
def test_a_published_key_that_is_unfit_verifies_nothing(issuer, monotonic, change):
    secret = jwk.OctKey.generate_key(256)
    with warnings.catch_warnings(action="ignore"):
        weak = jwk.RSAKey.import_key(rsa.generate_private_key(65537, 1024))  # noqa: S505 (on purpose)
    algorithm, key, described = {
        "private": ("ES256", issuer.key, issuer.key.as_dict(private=True)),
        "shared": ("HS256", secret, secret.as_dict(private=True)),
        "weak": ("RS256", weak, weak.as_dict(private=False)),
        "for encryption": ("ES256", issuer.key, issuer.published[0] | {"use": "enc"}),
        "of another algorithm": ("ES256", issuer.key, issuer.published[0] | {"alg": "ES384"}),
        "nameless": ("ES256", issuer.key, {k: v for k, v in issuer.published[0].items() if k != "kid"}),
    }[change]
    issuer.published = [described | ({"kid": "first"} if change != "nameless" else {})]
    with pytest.raises(NotAuthenticated):
        verifier(issuer, monotonic).verify(issuer.token(NOW, header={"alg": algorithm, "kid": "first"}, key=key))


def test_a_token_without_the_name_of_a_key_is_verified_where_there_is_but_one(issuer, monotonic):
    token = issuer.token(NOW, header={"kid": None})
    assert verifier(issuer, monotonic).verify(token).subject
    other = jwk.ECKey.generate_key("P-256", {"kid": "other"})
    issuer.published.append(other.as_dict(private=False))
    with pytest.raises(NotAuthenticated):
        verifier(issuer, monotonic).verify(token)


def test_a_new_key_is_fetched_but_not_more_often_than_twice_a_minute(issuer, verify, monotonic):
    for _ in range(3):
        verify(issuer.token(NOW))
    assert issuer.fetched == 1
    issuer.rotate("second")
    for _ in range(3):
        with pytest.raises(NotAuthenticated):
            verify(issuer.token(NOW))
    assert issuer.fetched == 1
    monotonic.now += 30
    assert verify(issuer.token(NOW)).subject
    for kid in ("nobody", "nothing"):
        with pytest.raises(NotAuthenticated):
            verify(forged(issuer, {"kid": kid}))
    assert issuer.fetched == 2


def test_keys_stay_while_the_issuer_is_away_and_go_when_it_says_so(issuer, verify, monotonic):
    token = issuer.token(NOW)
    issuer.away = True
    with pytest.raises(IssuerUnavailable):
        verify(token)
    issuer.away = False
    monotonic.now += 30
    assert verify(token).subject
    issuer.away = True
    monotonic.now += 3600
    assert verify(token).subject
    issuer.away = False
    issuer.rotate("second")
    monotonic.now += 600
    with pytest.raises(NotAuthenticated):
        verify(token)


@pytest.mark.parametrize(
    ("claim", "claims", "named"),
    [
        ("preferred_username", {"preferred_username": "Ann.Archer"}, "Ann.Archer"),
        ("preferred_username", {}, None),
        ("preferred_username", {"preferred_username": ["ann"]}, None),
        ("email", {"email": "ann@a.example", "email_verified": True}, "ann@a.example"),
        ("email", {"email": "ann@a.example", "email_verified": "true"}, None),
        ("email", {"email": "ann@a.example"}, None),
        ("", {"preferred_username": "ann.archer"}, None),
    ],
)
def test_a_claim_names_a_person_only_where_it_is_trusted_to(issuer, monotonic, claim, claims, named):
    found = verifier(issuer, monotonic, person_claim=claim).verify(issuer.token(NOW, **claims))
    assert found.person == named
