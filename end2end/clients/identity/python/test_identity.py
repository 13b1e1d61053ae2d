"""What the AWS SDK for Python and a JWT library think of the embedded identity."""
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest


def names(user):
    return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}


def test_the_id_token_verifies_by_the_published_keys(config, learner):
    tokens = learner.sign_in()
    issuer = f"{config['endpoint'].rstrip('/')}/{config['userPoolId']}"
    keys = jwt.PyJWKClient(f"{issuer}/.well-known/jwks.json")
    key = keys.get_signing_key_from_jwt(tokens["IdToken"])
    claims = jwt.decode(tokens["IdToken"], key.key, algorithms=["RS256"], audience=config["clientId"], issuer=issuer)
    assert claims["email"] == learner.email and claims["name"] == "Siti" and claims["token_use"] == "id"
    access = jwt.decode(tokens["AccessToken"], key.key, algorithms=["RS256"], issuer=issuer)
    assert access["client_id"] == config["clientId"] and access["sub"] == claims["sub"]
    assert sum(len(tokens[name]) for name in ("IdToken", "AccessToken", "RefreshToken")) < 3000


def test_a_user_is_read_changed_and_refreshed(cognito, learner):
    tokens = learner.sign_in()
    user = cognito.get_user(AccessToken=tokens["AccessToken"])
    assert names(user)["email"] == learner.email and names(user)["sub"] == user["Username"]
    cognito.update_user_attributes(
        AccessToken=tokens["AccessToken"], UserAttributes=[{"Name": "name", "Value": "Siti Rahma"}]
    )
    with ThreadPoolExecutor() as pool:
        fresh = list(pool.map(learner.refresh, [tokens["RefreshToken"]] * 4))
    for result in fresh:
        assert jwt.decode(result["IdToken"], options={"verify_signature": False})["name"] == "Siti Rahma"
    again = cognito.get_tokens_from_refresh_token(RefreshToken=tokens["RefreshToken"], ClientId=learner.client)
    assert again["AuthenticationResult"]["TokenType"] == "Bearer"


def test_refusals_are_the_modelled_exceptions(cognito, learner):
    with pytest.raises(cognito.exceptions.UsernameExistsException):
        learner.sign_up()
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="Incorrect username or password."):
        learner.sign_in("salah-123")
    with pytest.raises(cognito.exceptions.InvalidParameterException):
        cognito.sign_up(ClientId=learner.client, Username="siti", Password="rahasia-123")
    with pytest.raises(cognito.exceptions.InvalidPasswordException, match="not long enough"):
        cognito.sign_up(ClientId=learner.client, Username="x@example.com", Password="abc123")
    with pytest.raises(cognito.exceptions.ResourceNotFoundException):
        cognito.forgot_password(ClientId="other", Username="x@example.com")
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="Invalid Access Token"):
        cognito.get_user(AccessToken="x")
    with pytest.raises(cognito.exceptions.ClientError) as refusal:
        cognito.list_devices(AccessToken="x")
    assert refusal.value.response["Error"]["Code"] == "UnknownOperationException"


def test_a_password_is_changed_and_reset(cognito, learner, code_for):
    access = learner.sign_in()["AccessToken"]
    cognito.change_password(AccessToken=access, PreviousPassword=learner.password, ProposedPassword="baru-12345")
    learner.sign_in("baru-12345")
    details = cognito.forgot_password(ClientId=learner.client, Username=learner.email)["CodeDeliveryDetails"]
    assert details == {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "s***@e***"}
    code = code_for(learner.email)
    reset = {"ClientId": learner.client, "Username": learner.email, "Password": "reset-12345"}
    with pytest.raises(cognito.exceptions.CodeMismatchException):
        cognito.confirm_forgot_password(ConfirmationCode="1", **reset)
    cognito.confirm_forgot_password(ConfirmationCode=code, **reset)
    learner.sign_in("reset-12345")
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="revoked"):
        cognito.get_user(AccessToken=access)


def test_signing_out_revoking_and_deleting(cognito, learner):
    first, second = learner.sign_in(), learner.sign_in()
    cognito.revoke_token(Token=first["RefreshToken"], ClientId=learner.client)
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="Access Token has been revoked"):
        cognito.get_user(AccessToken=first["AccessToken"])
    cognito.get_user(AccessToken=second["AccessToken"])
    with pytest.raises(cognito.exceptions.UnsupportedTokenTypeException):
        cognito.revoke_token(Token=second["AccessToken"], ClientId=learner.client)
    cognito.global_sign_out(AccessToken=second["AccessToken"])
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="Refresh Token has been revoked"):
        learner.refresh(second["RefreshToken"])
    cognito.delete_user(AccessToken=learner.sign_in()["AccessToken"])
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="Incorrect username or password."):
        learner.sign_in()
