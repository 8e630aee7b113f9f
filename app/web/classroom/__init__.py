"""The pages of the classroom: the students', the teacher's desk, the projector, and what leads from page to page."""
