// amazon-cognito-identity-js, which existing browser clients use.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
} from "amazon-cognito-identity-js";
import { codeFor, identity, newEmail, password } from "./service.js";

const pool = new CognitoUserPool({
  UserPoolId: identity.userPoolId,
  ClientId: identity.clientId,
  endpoint: identity.endpoint,
});

// Its callbacks are (error, result) in some places and {onSuccess, onFailure} in others.
const plain = (act) => new Promise((resolve, reject) => act((error, result) => (error ? reject(error) : resolve(result))));
const handlers = (act) => new Promise((onSuccess, onFailure) => act({ onSuccess, onFailure }));

const signUp = (email) =>
  plain((done) => pool.signUp(email, password, [new CognitoUserAttribute({ Name: "name", Value: "Tono" })], [], done));

async function signIn(email, Password = password) {
  const user = new CognitoUser({ Username: email, Pool: pool });
  user.setAuthenticationFlowType("USER_PASSWORD_AUTH");
  const session = await handlers((callbacks) =>
    user.authenticateUser(new AuthenticationDetails({ Username: email, Password }), callbacks));
  return { user, session };
}

test("a session is opened, refreshed and read", async () => {
  const email = newEmail();
  assert.equal((await signUp(email)).userConfirmed, true);
  const { user, session } = await signIn(email);
  assert.equal(session.isValid(), true);
  assert.equal(session.getIdToken().payload.email, email);
  const token = new CognitoRefreshToken({ RefreshToken: session.getRefreshToken().getToken() });
  const fresh = await plain((done) => user.refreshSession(token, done));
  assert.equal(fresh.isValid(), true);
  assert.equal(fresh.getRefreshToken().getToken(), token.getToken());
  await plain((done) => user.updateAttributes([new CognitoUserAttribute({ Name: "name", Value: "Tono B." })], done));
  const attributes = await plain((done) => user.getUserAttributes(done));
  assert.equal(attributes.find((attribute) => attribute.getName() === "name").getValue(), "Tono B.");
});

test("a wrong password is told as Cognito tells it", async () => {
  const email = newEmail();
  await signUp(email);
  await assert.rejects(signIn(email, "salah-123"), { code: "NotAuthorizedException", message: "Incorrect username or password." });
  await assert.rejects(signUp(email), { code: "UsernameExistsException" });
});

test("a password is changed, forgotten and reset", async () => {
  const email = newEmail();
  await signUp(email);
  const { user } = await signIn(email);
  await plain((done) => user.changePassword(password, "baru-12345", done));
  const details = await handlers((callbacks) => user.forgotPassword(callbacks));
  assert.equal(details.CodeDeliveryDetails.Destination, "t***@e***");
  const code = await codeFor(email);
  await handlers((callbacks) => user.confirmPassword(code, "reset-12345", callbacks));
  await signIn(email, "reset-12345");
});

test("signing out revokes the session, everywhere if asked, and an account can be deleted", async () => {
  const email = newEmail();
  await signUp(email);
  const first = await signIn(email);
  const other = await signIn(email);
  const token = first.session.getRefreshToken();
  await new Promise((resolve, reject) => first.user.signOut((error) => (error ? reject(error) : resolve())));
  await assert.rejects(plain((done) => first.user.refreshSession(token, done)), { code: "NotAuthorizedException" });
  await handlers((callbacks) => other.user.globalSignOut(callbacks));
  const last = await signIn(email);
  assert.equal(await plain((done) => last.user.deleteUser(done)), "SUCCESS");
  await assert.rejects(signIn(email), { code: "NotAuthorizedException" });
});
