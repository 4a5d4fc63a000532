"""A refusal, as Telegram words it."""


class Refusal(Exception):  # noqa: N818 - an answer of the stand-in, not a failure
    """The request is answered with this code, description and parameters."""

    def __init__(self, description: str, code: int = 400, **parameters: int) -> None:
        kind = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: "}.get(code, "")
        super().__init__(kind + description)
        self.code = code
        self.parameters = parameters

    @property
    def body(self) -> dict[str, object]:
        """The body of the answer."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": str(self)}
        return {**body, "parameters": self.parameters} if self.parameters else body
