import json

import pytest


def test_the_templates_are_listed_each_with_what_to_fill_in(client):
    answer = client.get("/v1/templates")
    listed = answer.json()["templates"]
    assert (answer.status_code, [each["kind"] for each in listed]) == (200, sorted(each["kind"] for each in listed))
    assert all(each["title"] and each["when"].endswith(".") and each["fill_in"] for each in listed)


def test_each_template_can_be_had_by_itself_and_screened_as_it_stands(client):
    for template in client.get("/v1/templates").json()["templates"]:
        alone = client.get(f"/v1/templates/{template['kind']}")
        assert alone.json() == template
        body = json.dumps(alone.json()["transaction"])
        screened = client.post("/v1/screenings", content=body, headers={"content-type": "application/json"})
        assert screened.json()["determination"] == "undetermined"


def test_a_template_can_be_had_as_a_file_in_which_comments_ask(client):
    answer = client.get("/v1/templates/loan?format=yaml")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/yaml")
    assert "# On which day does the first interest, asset, property or right pass?" in answer.text
    assert "  completion_date:\n" in answer.text


@pytest.mark.parametrize("path", ["/v1/templates", "/v1/templates/loan", "/v1/templates/loan?format=yaml"])
def test_what_the_caller_has_already_is_not_sent_again(path, client):
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_an_unknown_kind_is_not_found_and_the_nearest_is_named(client):
    answer = client.get("/v1/templates/laon")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:problem-type:screening:template-not-found")
    assert answer.json()["detail"] == "There is no template of this kind. Did you mean `loan`?"


def test_an_unknown_format_is_refused_with_those_that_there_are(client):
    answer = client.get("/v1/templates/loan?format=toml")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/format"
    assert "`json` or `yaml`" in answer.json()["errors"][0]["detail"]
