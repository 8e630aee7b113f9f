"""Lessons: read from a folder, checked against what their programs do, and graded."""
