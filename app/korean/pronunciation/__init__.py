"""The standard pronunciation of written Korean (표준 발음법), rule by named rule."""
