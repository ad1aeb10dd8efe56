-- The dossier as a whole: its papers are counted, numbered and put in the order of their days (Law 11/2017, Điều 39.2). The day of a paper is the one that
-- stands on it; until somebody has entered it, the day on which the paper came.
alter table attachments add column dated_on date;

-- What the list of a dossier says of the case: what was missing when it was finished, and the handover (Điều 39.1).
alter table cases
    add column waived_papers text[] not null default '{}',
    add column waived_reason text,
    add column waived_version bigint not null default 0,
    add column handed_over_on date,
    -- Papers that come after it are numbered behind the others: the list that was signed stays true.
    add column handed_over_at timestamptz,
    add column handed_over_by text,
    add column received_by text,
    add column handover_note text;
