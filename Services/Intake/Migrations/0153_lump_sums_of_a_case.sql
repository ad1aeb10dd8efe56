-- What the appraisal of time takes from the annexes of circular 02/2021 for the lump sum of a whole case, and why it is raised (Điều 10.1, 10.2).
alter table time_appraisals
    add column lump_limit double precision,
    add column lump_raise text,
    add constraint time_appraisals_raised_whole check (lump_raise is null or lump_limit is not null);
