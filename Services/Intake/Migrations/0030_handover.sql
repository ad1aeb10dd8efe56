-- How complete a dossier is, beside what it lacks: papers that should be there by now (circular 12/2018, Điều 11). And its handover (Law 11/2017,
-- Điều 39): from whom, and who received it.
alter table cases
    add column required_papers int not null default 0,
    add column handed_over_by text,
    add column received_by text,
    add column handover_note text;

select set_config('app.scope', 'service', true);
update cases
set required_papers = (
    select count(*)
    from dossier_papers
    where dossier_papers.case_id = cases.id and (stage <> 'end' or cases.finished or attachment is not null)
);

-- Dossiers that lack something, the oldest first, until they are handed over.
create index cases_with_gaps on cases (organisation, registered_at, id) where missing_papers > 0 and state <> 'handed_over';

-- Why a case was finished although papers were missing: who led the organisation took that on, in writing. The latest one holds.
create table dossier_waivers (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    kinds text[] not null,
    reason text not null,
    waived_by text not null,
    waived_at timestamptz not null,
    constraint dossier_waivers_key primary key (id),
    constraint dossier_waivers_of_a_case foreign key (case_id) references cases (id),
    constraint dossier_waivers_of_something check (cardinality(kinds) > 0)
);

create index dossier_waivers_by_case on dossier_waivers (case_id, waived_at);

alter table dossier_waivers enable row level security;
alter table dossier_waivers force row level security;
create policy tenant on dossier_waivers using (organisation = any (array(select scope_organisations())));
create policy province on dossier_waivers for select using (province = (select scope_province()));
create policy country on dossier_waivers for select using ((select scope_kind()) = 'country');
create policy service on dossier_waivers using ((select scope_kind()) = 'service');
