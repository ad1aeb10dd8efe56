-- Where a case went to another organisation (Law 11/2017, Điều 16.3, 35): the province of whoever holds it, the case that it became there, or the day on which
-- it came to be nobody's here. The rank says how far that has come; what is told of an earlier step comes late and changes nothing.
alter table cases
    add column passed_rank int not null default 0,
    add column passed_province text,
    add column continued_as uuid,
    add column lost_on date,
    add constraint cases_continued_or_lost check (continued_as is null or lost_on is null);

create index cases_continued on cases (continued_as) where continued_as is not null;

-- The same as it counts, and when the matter was first accepted where a case goes on with one of another organisation: the figures of a province and of the
-- country count one case once (decision 0055).
alter table facts
    add column passed_province text,
    add column continued_as uuid,
    add column lost_on date,
    add column province_accepted_on date,
    add column country_accepted_on date;

-- Corrections of the register (intake.case-corrected.v1) have a version of their own beside the opening's.
alter table cases add column corrected_version bigint not null default 0;
