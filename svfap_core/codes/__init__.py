"""Manual coding of video: points and intervals on tiers, and the files that hold them."""
