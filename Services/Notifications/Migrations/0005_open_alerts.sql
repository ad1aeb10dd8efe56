-- Alerts that nobody has seen: what the home page counts.
create index alerts_open on alerts (organisation, id desc) include (province, case_id) where state = 'open';
