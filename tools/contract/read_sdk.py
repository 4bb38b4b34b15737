"""Prints the portal's routes of a wheel of `unkey.py` as JSON: for each the schemas of request, response and errors.

Reads the source only: nothing of the package is run. Stops at whatever it doesn't understand, so that nothing is left out."""

import ast
import json
import sys
import zipfile

PORTAL = "/v2/portal."

SIMPLE = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "None": "null"}


class Unknown(Exception):
    """Source that this program doesn't understand."""


def last_name(node):
    """`Meta` of `models_meta.Meta` and of `Meta`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    raise Unknown(ast.unparse(node))


def arguments_of(node):
    """The types in brackets."""
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def keyword_of(call, name):
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def nullable(schema):
    kind = schema.get("type")
    if isinstance(kind, str):
        return {**schema, "type": [kind, "null"]}
    return schema if kind is None or "null" in kind else {**schema, "type": [*kind, "null"]}


class Package:
    """The classes and type aliases of all modules of a package, by name."""

    def __init__(self, modules):
        self.classes = {}
        self.aliases = {}
        for module in modules:
            for node in module.body:
                if isinstance(node, ast.ClassDef):
                    self.classes[node.name] = node
                elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                    self.add_alias(node)

    def add_alias(self, node):
        if last_name(node.value.func) == "TypeAliasType":
            self.aliases[node.targets[0].id] = node.value.args[1]

    def schema_of(self, node):
        """The schema of an annotation."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.schema_of(ast.parse(node.value, mode="eval").body)
        if isinstance(node, ast.Constant) and node.value is None:
            return {"type": "null"}
        if isinstance(node, ast.Subscript):
            return self.schema_of_generic(last_name(node.value), arguments_of(node))
        name = last_name(node)
        if name in SIMPLE:
            return {"type": SIMPLE[name]}
        if name == "Any":
            return {}
        if name in self.aliases:
            return self.schema_of(self.aliases[name])
        if name in self.classes:
            return self.schema_of_class(self.classes[name])
        raise Unknown(name)

    def schema_of_generic(self, name, arguments):
        if name in ("Optional", "Annotated"):
            return self.schema_of(arguments[0])
        if name in ("Nullable", "OptionalNullable"):
            return nullable(self.schema_of(arguments[0]))
        if name == "List":
            return {"type": "array", "items": self.schema_of(arguments[0])}
        if name == "Dict":
            values = self.schema_of(arguments[1])
            return {"type": "object", "additionalProperties": values or True}
        if name == "Literal":
            return {"enum": [ast.literal_eval(value) for value in arguments]}
        if name == "Union":
            return {"anyOf": [self.schema_of(argument) for argument in arguments]}
        raise Unknown(name)

    def schema_of_class(self, node):
        bases = [last_name(base) for base in node.bases]
        if "Enum" in bases:
            values = [ast.literal_eval(line.value) for line in node.body if isinstance(line, ast.Assign)]
            is_open = keyword_of(node, "metaclass") is not None
            return {"type": "string", "enum": values, **({"x-open": True} if is_open else {})}
        if bases != ["BaseModel"]:
            raise Unknown(f"class {node.name}({', '.join(bases)})")
        properties, required = {}, []
        for line in node.body:
            if not isinstance(line, ast.AnnAssign):
                continue
            name = self.alias_of(line.annotation) or line.target.id
            properties[name] = self.schema_of(line.annotation)
            if line.value is None:
                required.append(name)
                if self.is_optional(line.annotation):
                    properties[name] = nullable(properties[name])
        return {"type": "object", "properties": properties, "required": required}

    def is_optional(self, annotation):
        """Whether the annotation is `Optional[…]`, which without a default value means null."""
        if not isinstance(annotation, ast.Subscript):
            return False
        name = last_name(annotation.value)
        return name == "Optional" or (name == "Annotated" and self.is_optional(arguments_of(annotation)[0]))

    @staticmethod
    def alias_of(annotation):
        """`keyId` of `Annotated[str, pydantic.Field(alias="keyId")]`."""
        if not isinstance(annotation, ast.Subscript) or last_name(annotation.value) != "Annotated":
            return None
        calls = [item for item in arguments_of(annotation) if isinstance(item, ast.Call)]
        aliases = [keyword_of(call, "alias") for call in calls if last_name(call.func) == "Field"]
        return next((ast.literal_eval(alias) for alias in aliases if alias is not None), None)


def calls_in(node, name):
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and isinstance(inner.func, (ast.Attribute, ast.Name)) and last_name(inner.func) == name:
            yield inner


def path_of(method):
    """The path of a method that sends a request; empty for any other."""
    paths = [keyword_of(call, "path") for call in calls_in(method, "_build_request")]
    return ast.literal_eval(paths[0]) if paths else ""


def route_of(package, method):
    """The schemas of a method that sends a request."""
    body = next(calls_in(method, "serialize_request_body"))
    route = {"request": package.schema_of(body.args[4]), "errors": {}}
    for branch in ast.walk(method):
        if not isinstance(branch, ast.If):
            continue
        matches = list(calls_in(branch.test, "match_response"))
        models = [call.args[0] for line in branch.body for call in calls_in(line, "unmarshal_json_response")]
        if not matches or not models:
            continue
        status = ast.literal_eval(matches[0].args[1])
        if status == "200":
            route["response"] = package.schema_of(models[0])
        else:
            route["errors"][status] = package.schema_of(models[0])
    if "response" not in route:
        raise Unknown(f"the response of {method.name}")
    return route


def read(files):
    """The portal's routes of a package. `files` are the sources by path."""
    modules = {path: ast.parse(text) for path, text in files.items()}
    models = {path for path in modules if "/models/" in path or "/errors/" in path}
    package = Package(modules[path] for path in models)
    bodies = [module.body for path, module in modules.items() if path not in models]
    owners = [node for body in bodies for node in body if isinstance(node, ast.ClassDef)]
    methods = [node for owner in owners for node in owner.body if isinstance(node, ast.FunctionDef)]
    routes = {path_of(method): method for method in methods if path_of(method).startswith(PORTAL)}
    if not routes:
        raise Unknown(f"a package without a route {PORTAL}")
    return {path: route_of(package, method) for path, method in routes.items()}


def main(path):
    with zipfile.ZipFile(path) as wheel:
        files = {name: wheel.read(name).decode() for name in wheel.namelist() if name.endswith(".py")}
        metadata = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        lines = wheel.read(metadata).decode().splitlines()
    version = next(line.split(": ", 1)[1] for line in lines if line.startswith("Version: "))
    json.dump({"version": version, "routes": read(files)}, sys.stdout)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Unknown as error:
        sys.exit(f"read_sdk: can't read {error}")
