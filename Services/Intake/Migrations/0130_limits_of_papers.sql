-- A paper that something made necessary (a change of helper, a stop) is due from then, not from the acceptance of its case (circular 12/2018, Điều 9.2, 11.2b).
alter table dossier_papers add column counted_from timestamptz;

-- Thụ lý ngay (Law 11/2017, Điều 30.4; circular 12/2018, Điều 6.1): which limits hold for the papers of a case.
alter table cases add column accepted_at_once boolean not null default false;

select set_config('app.scope', 'service', true);

update cases
set accepted_at_once = true
from requests
where requests.id = cases.request and not cases.imported and (requests.channel = 'notice' or requests.at_once_ground is not null);

-- Papers about the case have no day of their own: the law gives the proof alone its 5 or 10 working days (circular 12/2018, Điều 6.2a).
update dossier_papers
set due_on = null
where kind = 'related_document' and due_on is not null and attachment is null;

update cases
set papers_due_on = (select min(due_on) from dossier_papers where case_id = cases.id and attachment is null)
where papers_due_on is not null;
