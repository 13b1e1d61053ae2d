"""A language model in the worker, with Ollama's Python client, OpenAI's and LangChain's: LKS_WORKER_MODEL names it."""

import json
import os

import ollama
import pytest
from conftest import URL
from langchain_ollama import ChatOllama

MODEL = os.environ.get("LKS_WORKER_MODEL")
TALK = [{"role": "user", "content": "I like mangoes. And you?"}]

pytestmark = pytest.mark.skipif(not MODEL, reason="LKS_WORKER_MODEL names no model")


def test_options_are_heeded(client):
    likeliest = {"temperature": 0, "num_predict": 20}
    first = client.chat(MODEL, messages=TALK, options=likeliest)
    assert first.eval_count <= 20 and first.message.content
    assert client.chat(MODEL, messages=TALK, options=likeliest).message.content == first.message.content
    other = client.chat(MODEL, messages=TALK, options={"temperature": 1.5, "seed": 1, "num_predict": 20})
    assert other.message.content != first.message.content
    word = first.message.content.split()[3]
    cut = client.chat(MODEL, messages=TALK, options={**likeliest, "stop": [word]})
    assert word not in cut.message.content and first.message.content.startswith(cut.message.content)
    assert cut.done_reason == "stop"


def test_a_prompt_without_room_is_refused_and_old_messages_make_room(client):
    with pytest.raises(ollama.ResponseError, match="there is room for") as refused:
        client.chat(MODEL, messages=[{"role": "user", "content": "word " * 400}], options={"num_ctx": 256})
    assert refused.value.status_code == 400
    long = [{"role": "user", "content": "word " * 100}, {"role": "assistant", "content": "Yes."}] * 4
    answer = client.chat(MODEL, messages=long + TALK, options={"num_ctx": 256, "num_predict": 4})
    assert answer.prompt_eval_count < 256


def test_generate_is_raw_when_asked(client):
    raw = client.generate(MODEL, "The capital of France is", raw=True, options={"temperature": 0, "num_predict": 3})
    assert "Paris" in raw.response and raw.prompt_eval_count == 5


def test_format_is_kept_to(client):
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"]}
    said = client.chat(MODEL, messages=TALK, format=schema, options={"temperature": 0, "num_predict": 80}).message.content
    assert isinstance(json.loads(said)["age"], int)
    anything = client.chat(MODEL, messages=TALK, format="json", options={"temperature": 0, "num_predict": 200})
    assert anything.message.content.startswith("{")


def test_openais_client_talks_to_it_too(gpt):
    answer = gpt.chat.completions.create(model=MODEL, messages=TALK, max_tokens=12, temperature=0)
    assert answer.choices[0].message.content and answer.usage.completion_tokens <= 12
    stream = gpt.chat.completions.create(model=MODEL, messages=TALK, max_tokens=12, temperature=0, stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices) == answer.choices[0].message.content
    assert MODEL in [model.id for model in gpt.models.list()]


def test_langchain_streams_from_it():
    chat = ChatOllama(model=MODEL, base_url=URL, num_predict=12, temperature=0)
    pieces = list(chat.stream("Say hello."))
    assert "".join(piece.content for piece in pieces) == chat.invoke("Say hello.").content
    reasons = [piece.response_metadata["done_reason"] for piece in pieces if "done_reason" in piece.response_metadata]
    assert reasons and reasons[0] in ("stop", "length")
