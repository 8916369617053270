"""XML from untrusted files: no document types, so no entities that grow. Knows no formats."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from svfap_core.codes.reading import damaged
from svfap_core.errors import SvfapError
from svfap_core.messages import Message

_MAX_DEPTH = 64


class _RefusedError(Exception):
    pass


def parse_xml(content: bytes, path: Path, wanted: Message) -> ET.Element:
    """The root of a document, in any encoding that it declares.

    Raises:
        SvfapError: It is not XML, is truncated, or declares a document type.
    """
    builder, depth = ET.TreeBuilder(), 0
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise _RefusedError
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    def refuse(*_: object) -> None:
        raise _RefusedError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003  # expat's signature
        return builder.close()
    except expat.ExpatError as error:
        line = Message("line %1", error.lineno)
        raise damaged(path, wanted, line) from error
    except _RefusedError as error:
        raise SvfapError(
            Message("%1 declares a document type or is nested too deeply", path),
            hint="Files of this kind never do: check where it comes from.",
        ) from error
    except (ValueError, LookupError, AssertionError) as error:  # An unknown encoding.
        raise damaged(path, wanted) from error
