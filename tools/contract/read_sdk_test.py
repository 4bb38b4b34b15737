"""Tests of read_sdk.py, with a package as the SDK's generator writes it."""

import unittest

import read_sdk

MODELS = """
class Meta(BaseModel):
    request_id: Annotated[str, pydantic.Field(alias="requestId")]

class Interval(str, Enum, metaclass=utils.OpenEnumMeta):
    DAILY = "daily"

class Scope(str, Enum):
    READ = "keys:read"

class Request(BaseModel):
    r'''Prose.'''
    scopes: List[Scope]
    expiration: Nullable[int]
    return_url: Annotated[Optional[str], pydantic.Field(alias="returnUrl")] = None
    r'''Prose.'''
    limit: Optional[int] = 100
    credits: Annotated[OptionalNullable[int], pydantic.Field(alias="left")] = UNSET

    @model_serializer(mode="wrap")
    def serialize_model(self, handler):
        return handler(self)

class Response(BaseModel):
    meta: Meta
    interval: Optional[Interval] = None
    any: Optional[Dict[str, Any]] = None
    either: "Either"
    null: Optional[str]

Either = TypeAliasType("Either", Union[str, Meta])
"""

ERRORS = """
class ErrorData(BaseModel):
    meta: models_meta.Meta
"""

SDK = '''
class PortalSDK(BaseSDK):
    def helper(self):
        pass

    def list_things(self):
        req = self._build_request(
            method="POST",
            path="/v2/portal.listThings",
            get_serialized_body=lambda: utils.serialize_request_body(request, False, False, "json", models.Request),
        )
        if utils.match_response(http_res, "200", "application/json"):
            return models.Page(result=unmarshal_json_response(models.Response, http_res))
        if utils.match_response(http_res, "401", "application/json"):
            response_data = unmarshal_json_response(errors.ErrorData, http_res)
            raise errors.Error(response_data, http_res)
        if utils.match_response(http_res, "4XX", "*"):
            raise errors.APIError("API error occurred", http_res)

class Keys(BaseSDK):
    def other(self):
        req = self._build_request(path="/v2/keys.other")
'''

META = {"type": "object", "properties": {"requestId": {"type": "string"}}, "required": ["requestId"]}


def read(models=MODELS, sdk=SDK):
    return read_sdk.read({"sdk/models/all.py": models, "sdk/errors/all.py": ERRORS, "sdk/portal.py": sdk})


class ReadSdk(unittest.TestCase):
    def test_a_route_has_its_models_and_no_other_routes_are_read(self):
        routes = read()
        self.assertEqual(list(routes), ["/v2/portal.listThings"])
        self.assertEqual(routes["/v2/portal.listThings"]["errors"], {"401": {"type": "object", "properties": {"meta": META}, "required": ["meta"]}})

    def test_fields_have_names_types_and_whether_they_are_required(self):
        route = read()["/v2/portal.listThings"]
        self.assertEqual(
            route["request"],
            {
                "type": "object",
                "properties": {
                    "scopes": {"type": "array", "items": {"type": "string", "enum": ["keys:read"]}},
                    "expiration": {"type": ["integer", "null"]},
                    "returnUrl": {"type": "string"},
                    "limit": {"type": "integer"},
                    "left": {"type": ["integer", "null"]},
                },
                "required": ["scopes", "expiration"],
            },
        )
        self.assertEqual(
            route["response"],
            {
                "type": "object",
                "properties": {
                    "meta": META,
                    "interval": {"type": "string", "enum": ["daily"], "x-open": True},
                    "any": {"type": "object", "additionalProperties": True},
                    "either": {"anyOf": [{"type": "string"}, META]},
                    "null": {"type": ["string", "null"]},
                },
                "required": ["meta", "either", "null"],
            },
        )

    def test_what_is_not_understood_stops_it(self):
        for models in [
            MODELS.replace("List[Scope]", "Iterable[Scope]"),
            MODELS.replace("meta: Meta", "meta: Unheard"),
            MODELS.replace("class Meta(BaseModel)", "class Meta(RootModel)"),
        ]:
            with self.assertRaises(read_sdk.Unknown):
                read(models)
        for sdk in [SDK.replace("/v2/portal.", "/v3/portals/"), SDK.replace('"200"', '"201"')]:
            with self.assertRaises(read_sdk.Unknown):
                read(sdk=sdk)


if __name__ == "__main__":
    unittest.main()
