"""Why an answer of a model is not accepted."""


class RejectedError(Exception):
    """An answer failed a check.

    `fault` is a short name for logs and figures. `reason` may be told to the model: it names
    fields and rules and quotes nothing that was written.
    """

    def __init__(self, fault: str, reason: str) -> None:
        super().__init__(f"{fault}: {reason}")
        self.fault = fault
        self.reason = reason
