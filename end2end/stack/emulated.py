"""A stack in the emulator ministack: user pool, the packed Lambda, and the REST API from our OpenAPI document.

What the emulator's import leaves out (gateway responses, validators, the answers of mock integrations) is
set by the single calls for it, from the same document."""
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import boto3

STAGE = "lks-live"
FUNCTION = "lks-lambda-conversations"
ACCOUNT = "000000000000"
REGION = "us-east-1"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Emulator:
    """One process of ministack on loopback, stopped by `stop`."""

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = os.path.join(folder, "ministack.log")
        settings = {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_HOST": "127.0.0.1",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LAMBDA_EXECUTOR": "local",
            "TMPDIR": folder,
        }
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "serve.py")],
                env=os.environ | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait()

    def wait(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=1)
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.stop()
        with open(self.log, encoding="utf-8") as log:
            raise RuntimeError(f"ministack did not start:\n{log.read()[-2000:]}")

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Stack:
    """What the provisioner would make, as far as the emulator has it."""

    def __init__(self, emulator, zip_file, variables, document):
        self.emulator = emulator
        self.make_pool()
        self.make_function(zip_file, variables)
        self.make_api(document)

    def make_pool(self):
        cognito = self.emulator.client("cognito-idp")
        required = [{"Name": name, "AttributeDataType": "String", "Required": True, "Mutable": True} for name in ("email", "name")]
        pool = cognito.create_user_pool(PoolName="lks-user-pool", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"], Schema=required)
        self.pool_id = pool["UserPool"]["Id"]
        self.pool_arn = pool["UserPool"]["Arn"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        client = cognito.create_user_pool_client(UserPoolId=self.pool_id, ClientName="lks-user-pool-client", ExplicitAuthFlows=flows)
        self.client_id = client["UserPoolClient"]["ClientId"]

    def make_function(self, zip_file, variables):
        self.functions = self.emulator.client("lambda")
        # The emulator's tokens name Amazon as their issuer; their keys are where the emulator is.
        variables = variables | {
            "TOKEN_ISSUER": f"https://cognito-idp.{REGION}.amazonaws.com/{self.pool_id}",
            "TOKEN_AUDIENCE": self.client_id,
            "TOKEN_KEYS_URL": f"{self.emulator.url}/{self.pool_id}/.well-known/jwks.json",
        }
        with open(zip_file, "rb") as code:
            made = self.functions.create_function(
                FunctionName=FUNCTION,
                Runtime="provided.al2023",
                Handler="bootstrap",
                Role=f"arn:aws:iam::{ACCOUNT}:role/LabRole",
                Code={"ZipFile": code.read()},
                MemorySize=1024,
                Timeout=29,
                Environment={"Variables": variables},
            )
        self.function_arn = made["FunctionArn"]

    def make_api(self, document):
        document = document(self)
        gateway = self.emulator.client("apigateway")
        self.api_id = self.imported(document)
        complete(gateway, self.api_id, document)
        gateway.create_deployment(restApiId=self.api_id, stageName=STAGE)
        self.url = f"{self.emulator.url}/_aws/execute-api/{self.api_id}/{STAGE}"

    def imported(self, document):
        """The emulator reads whole documents only from a template."""
        formation = self.emulator.client("cloudformation")
        properties = {"Name": "lks-api-gateway", "Body": document, "EndpointConfiguration": {"Types": ["REGIONAL"]}}
        template = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": properties}}}
        formation.create_stack(StackName="lks", TemplateBody=json.dumps(template))
        for _ in range(100):
            [described] = formation.describe_stacks(StackName="lks")["Stacks"]
            if not described["StackStatus"].endswith("IN_PROGRESS"):
                break
            time.sleep(0.1)
        assert described["StackStatus"] == "CREATE_COMPLETE", described
        [resource] = formation.describe_stack_resources(StackName="lks")["StackResources"]
        return resource["PhysicalResourceId"]

    def describe(self):
        return {
            "api": self.url,
            "cognito": f"{self.emulator.url}/",
            "userPoolId": self.pool_id,
            "clientId": self.client_id,
        }


def complete(gateway, api, document):
    """Sets what the emulator's import of a document leaves out."""
    for kind, answer in document["x-amazon-apigateway-gateway-responses"].items():
        more = {"statusCode": answer["statusCode"]} if "statusCode" in answer else {}
        gateway.put_gateway_response(
            restApiId=api,
            responseType=kind,
            responseParameters=answer["responseParameters"],
            responseTemplates=answer["responseTemplates"],
            **more,
        )
    resources = {item["path"]: item["id"] for item in gateway.get_resources(restApiId=api, limit=500)["items"]}
    check_bodies(gateway, api, document, resources)
    [authorizer] = gateway.get_authorizers(restApiId=api)["items"]
    asked = {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": authorizer["id"]}
    for path, item in document["paths"].items():
        where = {"restApiId": api, "resourceId": resources[path]}
        gateway.put_method(**where, httpMethod="ANY", **asked)
        for method, definition in [("OPTIONS", item["options"]), ("ANY", item["x-amazon-apigateway-any-method"])]:
            mocked(gateway, where | {"httpMethod": method}, definition["x-amazon-apigateway-integration"])


def mocked(gateway, where, integration):
    """An answer of the gateway itself."""
    answer = integration["responses"]["default"]
    gateway.put_integration(**where, type="MOCK", requestTemplates=integration["requestTemplates"])
    parameters = {name: False for name in answer["responseParameters"]}
    gateway.put_method_response(**where, statusCode=answer["statusCode"], responseParameters=parameters)
    gateway.put_integration_response(
        **where,
        statusCode=answer["statusCode"],
        responseParameters=answer["responseParameters"],
        responseTemplates=answer.get("responseTemplates", {}),
    )


def check_bodies(gateway, api, document, resources):
    """The models and validators of the document."""
    validators = {}
    for name, validator in document["x-amazon-apigateway-request-validators"].items():
        validators[name] = gateway.create_request_validator(restApiId=api, name=name, **validator)["id"]
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        inlined = json.dumps(schema)
        for other, text in schemas.items():
            inlined = inlined.replace(json.dumps({"$ref": f"#/components/schemas/{other}"}), json.dumps(text))
        gateway.create_model(restApiId=api, name=name, contentType="application/json", schema=inlined)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method not in ("get", "post", "put", "delete"):
                continue
            changes = {"/requestValidatorId": validators[operation["x-amazon-apigateway-request-validator"]]}
            if "requestBody" in operation:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                changes["/requestModels/application~1json"] = schema.rsplit("/", 1)[-1]
            operations = [{"op": "replace", "path": path_, "value": value} for path_, value in changes.items()]
            gateway.update_method(restApiId=api, resourceId=resources[path], httpMethod=method.upper(), patchOperations=operations)
