"""Puts what nova-pollinate genconfig writes to oslo.config: generate JSON, or read JSON SAMPLE."""
import json
import os
import sys
import tempfile

from oslo_config import cfg
from oslo_config import generator

TYPES = {
    "string value": cfg.StrOpt,
    "integer value": cfg.IntOpt,
    "floating point value": cfg.FloatOpt,
    "boolean value": cfg.BoolOpt,
    "list value": cfg.ListOpt,
}


def default_of(kind, text):
    if text is None:
        return None
    if kind == "integer value":
        return int(text)
    if kind == "floating point value":
        return float(text)
    if kind == "boolean value":
        return text == "true"
    if kind == "list value":
        return [item for item in text.split(",") if item]
    # As it stands in a file, where blanks at its ends would be lost.
    if text.startswith('"') and text.endswith('"'):
        return text[1:-1]
    return text


def option_of(definition):
    kind = definition["type"]
    arguments = {
        "help": definition["help"],
        "default": default_of(kind, definition["default"]),
        "secret": definition["secret"],
        "mutable": definition["mutable"],
        "deprecated_for_removal": definition["deprecated_for_removal"],
        "deprecated_reason": definition["deprecated_reason"],
        # oslo.config writes user-name as user_name, which is a name of its own and would be there twice.
        "deprecated_opts": [
            cfg.DeprecatedOpt(old["name"], group=old["group"]) for old in definition["deprecated_opts"] if "-" not in old["name"]
        ],
    }
    if kind in ("integer value", "floating point value"):
        arguments.update(min=definition["min"], max=definition["max"])
    if definition["choices"]:
        arguments["choices"] = [tuple(choice) for choice in definition["choices"]]
        arguments["ignore_case"] = True
    return TYPES[kind](definition["name"], **arguments)


def generate(groups):
    conf = cfg.ConfigOpts()
    generator.register_cli_opts(conf)
    conf(["--namespace", "nova-pollinate"], default_config_files=[])
    formatter = generator._OptFormatter(conf, sys.stdout)
    for index, (name, group) in enumerate(groups.items()):
        if index:
            formatter.write("\n\n")
        described = cfg.OptGroup(name, help=group["help"])
        options = [option_of(option) for option in group["opts"]]
        generator._output_opts(formatter, name, {"object": described, "namespaces": [("nova-pollinate", options)]})


def read(groups, sample):
    section = None
    lines = []
    for line in open(sample, encoding="utf-8").read().split("\n"):
        if line.startswith("#") and not line.startswith("# ") and line != "#" and not line.endswith("= <None>"):
            line = line[1:]
        lines.append(line)
    conf = cfg.ConfigOpts()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sample.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
        conf(["--config-file", path], project="nova-pollinate", default_config_files=[], default_config_dirs=[])
    count = 0
    for name, group in groups.items():
        for definition in group["opts"]:
            option = option_of(definition)
            conf.register_opt(option, group=None if name == "DEFAULT" else name)
            value = conf[option.dest] if name == "DEFAULT" else conf[name][option.dest]
            if value != option.default:
                sys.exit(f"[{name}] {option.dest} is {value!r} and not {option.default!r}")
            count += 1
    print(f"{count} options read")


with open(sys.argv[2], encoding="utf-8") as definitions:
    groups = json.load(definitions)["options"]
if sys.argv[1] == "generate":
    generate(groups)
else:
    read(groups, sys.argv[3])
