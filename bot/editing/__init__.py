"""The editors' side of the conversation: who may, what they type, the previews they confirm, and what was done."""
