"""A study: videos of participants under conditions, analysed alike. See docs/study.md."""
