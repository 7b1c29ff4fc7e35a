"""`croissant.json` (MLCommons Croissant 1.1 with RAI 1.0)."""

from .document import agent_of, croissant, description_of, licence_url

__all__ = ["agent_of", "croissant", "description_of", "licence_url"]
