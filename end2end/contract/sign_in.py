"""Signs a new learner up and in; prints LKS_UID and LKS_TOKEN for a shell."""
import base64
import json
import sys
import urllib.request
import uuid


def operation(endpoint, name, body):
    request = urllib.request.Request(
        endpoint,
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{name}",
        },
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def main():
    with urllib.request.urlopen(f"{sys.argv[1]}/config.json") as answer:
        identity = json.load(answer)["identity"]
    email, password = f"fuzz.{uuid.uuid4().hex}@sekolah.example", "Belajar-2026!"
    attributes = [{"Name": "email", "Value": email}, {"Name": "name", "Value": "Fuzz"}]
    client = {"ClientId": identity["clientId"]}
    operation(identity["endpoint"], "SignUp", client | {"Username": email, "Password": password, "UserAttributes": attributes})
    parameters = {"USERNAME": email, "PASSWORD": password}
    tokens = operation(
        identity["endpoint"], "InitiateAuth", client | {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    )
    token = tokens["AuthenticationResult"]["IdToken"]
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    print(f"LKS_UID={claims['sub']}")
    print(f"LKS_TOKEN={token}")


main()
