// What the suites share: the server's own description of itself, an admin, accounts.
import { randomUUID } from "node:crypto";

export const url = process.env.LKS_URL.replace(/\/$/, "");
export const password = "rahasia-123";
export const { identity } = await (await fetch(`${url}/config.json`)).json();
export const issuer = `${identity.endpoint.replace(/\/$/, "")}/${identity.userPoolId}`;

export const newEmail = () => `tono-${randomUUID()}@example.com`;

async function call(operation, body) {
  const answer = await fetch(identity.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify({ ClientId: identity.clientId, ...body }),
  });
  return { status: answer.status, body: await answer.json() };
}

// The first account of the server is its admin; another suite may have made it already.
async function adminToken() {
  const [Username, Password] = ["guru@example.com", "rahasia-guru-1"];
  await call("SignUp", { Username, Password, UserAttributes: [{ Name: "name", Value: "Guru" }] });
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  const { body } = await call("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
  return body.AuthenticationResult.IdToken;
}

const admin = await adminToken();

export async function codeFor(email) {
  const answer = await fetch(`${url}/admin/outbox`, { headers: { authorization: `Bearer ${admin}` } });
  const { data } = await answer.json();
  const mail = data?.find((mail) => mail.recipient === email && mail.code);
  if (!mail) throw new Error(`no code in the outbox (status ${answer.status}); was the data directory fresh?`);
  return mail.code;
}
