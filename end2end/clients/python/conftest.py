"""Where the worker is and which of its models are used."""

import os

import ollama
import openai
import pytest

URL = os.environ["LKS_WORKER_URL"]


@pytest.fixture
def client() -> ollama.Client:
    return ollama.Client(host=URL)


@pytest.fixture
def async_client() -> ollama.AsyncClient:
    return ollama.AsyncClient(host=URL)


@pytest.fixture
def gpt() -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{URL}/v1", api_key="unused", max_retries=0)
