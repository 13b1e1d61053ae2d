// The AWS SDK for JavaScript, version 3, and jose.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  NotAuthorizedException,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { codeFor, identity, issuer, newEmail, password } from "./service.js";

const cognito = new CognitoIdentityProviderClient({ region: identity.region, endpoint: identity.endpoint, maxAttempts: 1 });
const ClientId = identity.clientId;

const signIn = async (USERNAME, PASSWORD = password) =>
  (await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } }),
  )).AuthenticationResult;

const signUp = (Username) =>
  cognito.send(new SignUpCommand({
    ClientId, Username, Password: password,
    UserAttributes: [{ Name: "name", Value: "Tono" }, { Name: "email", Value: Username }],
  }));

test("an account is made, signed in, read, changed, and its token verified", async () => {
  const email = newEmail();
  const made = await signUp(email);
  assert.equal(made.UserConfirmed, true);
  const { IdToken, AccessToken, RefreshToken } = await signIn(email);
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(IdToken, keys, { issuer, audience: ClientId, algorithms: ["RS256"] });
  assert.deepEqual([payload.sub, payload.email, payload.name], [made.UserSub, email, "Tono"]);
  await cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: "name", Value: "Tono B." }] }));
  const user = await cognito.send(new GetUserCommand({ AccessToken }));
  assert.equal(user.UserAttributes.find(({ Name }) => Name === "name").Value, "Tono B.");
  const fresh = await cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
  assert.equal((await jwtVerify(fresh.AuthenticationResult.IdToken, keys)).payload.name, "Tono B.");
});

test("refusals are the SDK's own classes with Cognito's sentences", async () => {
  const email = newEmail();
  await signUp(email);
  await assert.rejects(signUp(email), UsernameExistsException);
  await assert.rejects(signIn(email, "salah-123"), (error) =>
    error instanceof NotAuthorizedException && error.message === "Incorrect username or password.");
  await assert.rejects(cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: email })),
    { name: "InvalidParameterException", message: "User is already confirmed." });
});

test("passwords are changed and reset, sign-ins ended, the account deleted", async () => {
  const email = newEmail();
  await signUp(email);
  const { AccessToken } = await signIn(email);
  await cognito.send(new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword: "baru-12345" }));
  await cognito.send(new ForgotPasswordCommand({ ClientId, Username: email }));
  const ConfirmationCode = await codeFor(email);
  await cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username: email, ConfirmationCode, Password: "reset-12345" }));
  const first = await signIn(email, "reset-12345");
  await cognito.send(new RevokeTokenCommand({ ClientId, Token: first.RefreshToken }));
  await assert.rejects(cognito.send(new GetUserCommand({ AccessToken: first.AccessToken })), NotAuthorizedException);
  const second = await signIn(email, "reset-12345");
  await cognito.send(new GlobalSignOutCommand({ AccessToken: second.AccessToken }));
  const third = await signIn(email, "reset-12345");
  await cognito.send(new DeleteUserCommand({ AccessToken: third.AccessToken }));
  await assert.rejects(signIn(email, "reset-12345"), NotAuthorizedException);
});
