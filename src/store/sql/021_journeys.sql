-- Parcels are found by their tracking numbers too: carriers know no order numbers.
CREATE INDEX parcels_by_number ON parcels (tracking_no);
CREATE INDEX tracks_by_number ON tracks (tracking_no);
