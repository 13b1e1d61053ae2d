"""The API's document is OpenAPI by a public validator, and emulators import it with everything that it says."""
import json
import os
import subprocess

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

METHODS = ["get", "post", "put", "delete"]


@pytest.fixture(scope="module")
def document():
    return json.loads(subprocess.run([os.environ["LKS_API_DOCUMENT"], "--origin", "https://learn.example"], check=True, capture_output=True, text=True).stdout)


@pytest.fixture(scope="module")
def plain(document):
    """Without API Gateway's mark for a parameter that takes the rest of a path: public tools take `proxy+` for its name."""
    return json.loads(json.dumps(document).replace("{proxy+}", "{proxy}"))


def test_it_is_valid_openapi(plain):
    assert [error.message for error in OpenAPIV30SpecValidator(plain).iter_errors()] == []


def test_every_method_but_the_preflight_asks_for_a_token_and_streams_are_streamed(document):
    count = 0
    for path, item in document["paths"].items():
        for method in [*METHODS, "x-amazon-apigateway-any-method"]:
            if method not in item:
                continue
            count += 1
            assert item[method]["security"] == [{"lks-authorizer": []}], f"{method} {path}"
            integration = item[method]["x-amazon-apigateway-integration"]
            if path.startswith("/us-") and method in METHODS:
                assert integration["responseTransferMode"] == "STREAM"
                assert integration["timeoutInMillis"] == 900_000
                assert integration["connectionType"] == "VPC_LINK"
                assert integration["uri"].endswith("/api/{proxy}")
        assert "security" not in item["options"]
    assert count == 16


def test_moto_imports_it(moto, plain):
    document = json.loads(json.dumps(plain))
    for item in document["paths"].values():
        for method in item.values():
            integration = method["x-amazon-apigateway-integration"]
            if integration["type"] == "mock":
                # This emulator wants an address even where nobody is called.
                integration |= {"uri": "http://nowhere.example", "httpMethod": "POST"}
    gateway = moto("apigateway")
    api = gateway.import_rest_api(body=json.dumps(document).encode(), failOnWarnings=True)["id"]
    items = gateway.get_resources(restApiId=api, limit=500, embed=["methods"])["items"]
    found = {item["path"]: item.get("resourceMethods", {}) for item in items}
    for path, item in document["paths"].items():
        for method in METHODS:
            assert (method.upper() in found[path]) == (method in item), f"{method} {path}"
    method = found["/us-west-2/{proxy}"]["POST"]
    assert method["methodIntegration"]["type"].upper() == "HTTP_PROXY"
    # Written over once more, it is the same API.
    gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(document).encode())
    again = gateway.get_resources(restApiId=api, limit=500)["items"]
    assert {item["path"] for item in again} == set(found)


def test_ministack_has_every_method_behind_the_authorizer(stack):
    gateway = stack.emulator.client("apigateway")
    items = gateway.get_resources(restApiId=stack.api_id, limit=500, embed=["methods"])["items"]
    methods = [(item["path"], name, method) for item in items for name, method in item.get("resourceMethods", {}).items()]
    assert len([1 for _, name, _ in methods if name == "OPTIONS"]) == 5
    for path, name, method in methods:
        expected = "NONE" if name == "OPTIONS" else "COGNITO_USER_POOLS"
        assert method["authorizationType"] == expected, f"{name} {path}"
