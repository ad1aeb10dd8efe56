-- Whether the work on a case came to its end, and was not stopped: only then do the papers of the end (the brief, the judgment, the client's opinion
-- slip: circular 12/2018, Điều 11) count as missing.
alter table cases add column finished boolean not null default false;

select set_config('app.scope', 'service', true);
update cases
set finished = true
where state = 'finished'
    or (state = 'handed_over' and exists (select from timeline where timeline.case_id = cases.id and timeline.kind = 'finished'));
update cases
set missing_papers = (
    select count(*)
    from dossier_papers
    where dossier_papers.case_id = cases.id and attachment is null and (stage <> 'end' or cases.finished)
);
