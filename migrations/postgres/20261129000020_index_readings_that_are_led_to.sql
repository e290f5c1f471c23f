-- Archived copies, and readings that are the last with words which left the page: answers lead to them, and to no others.
CREATE INDEX capture_led_to ON capture (guild, source)
    WHERE doc LIKE '%"archive_url":%' OR doc LIKE '%"last_with":%';
